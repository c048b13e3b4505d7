import type { Clock } from '../../clock.ts';
import type { LogStore } from '../cloudwatch-logs/log-store.ts';
import type { JsonObject } from '../json.ts';
import type { MachineLogging } from '../template/stack.ts';
import type { ExecutionEnd, ExecutionRecord } from './execution-record.ts';
import type { ExecutionStore, HistoryEvent } from './execution-store.ts';

/** Step Functions ends an execution that has written this many events. */
export const MAXIMUM_EVENTS = 25_000;

/** What the end of an execution is called in its history. */
export const END_EVENTS: Readonly<Record<ExecutionEnd['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** What details may be logged when the machine's logging leaves execution data out. */
const DETAILS_WITHOUT_DATA = ['name', 'resource', 'resourceType', 'region', 'timeoutInSeconds', 'roleArn'];

/** Writes the history of one execution, and its log when the machine has one. */
export class History {
  readonly #record: ExecutionRecord;
  readonly #store: ExecutionStore;
  readonly #clock: Clock;
  readonly #log: ((event: HistoryEvent, details: JsonObject) => void) | undefined;
  #lastId: number;

  constructor(record: ExecutionRecord, store: ExecutionStore, clock: Clock, logs: LogStore, logging?: MachineLogging) {
    this.#record = record;
    this.#store = store;
    this.#clock = clock;
    this.#log = logging && logWriter(record, logs, logging);
    this.#lastId = store.history(record).at(-1)?.id ?? 0;
  }

  /** How many events there are. */
  get length(): number {
    return this.#lastId;
  }

  /** Adds an event; `details` go under the field that its type has in GetExecutionHistory. */
  append(type: string, details: JsonObject): void {
    const previousEventId = this.#lastId === 1 ? 0 : this.#lastId;
    this.#lastId += 1;
    const event = {
      id: this.#lastId,
      previousEventId,
      type,
      timestamp: this.#clock.now(),
      [detailsField(type)]: details,
    };
    this.#store.append(this.#record, event);
    this.#log?.(event, details);
  }
}

/** `TaskStateEntered` -> `stateEnteredEventDetails`, `TaskFailed` -> `taskFailedEventDetails`. */
export function detailsField(type: string): string {
  const shared = /State(Entered|Exited)$/.exec(type)?.[0] ?? type;
  return `${shared.charAt(0).toLowerCase()}${shared.slice(1)}EventDetails`;
}

function logWriter(record: ExecutionRecord, logs: LogStore, logging: MachineLogging) {
  const stream = `states/${record.stateMachineName}/${new Date(record.startDate).toISOString().slice(0, 10)}`;
  const isWanted = (type: string): boolean => {
    if (logging.level === 'ALL') return true;
    const isFatal = /^Execution(Failed|TimedOut|Aborted)$/.test(type);
    return logging.level === 'FATAL' ? isFatal : /(Failed|TimedOut|Aborted)$/.test(type);
  };
  return (event: HistoryEvent, details: JsonObject): void => {
    if (!isWanted(event.type)) return;
    const kept = Object.entries(details).filter(
      ([name]) => logging.includeExecutionData || DETAILS_WITHOUT_DATA.includes(name),
    );
    const line = {
      id: String(event.id),
      type: event.type,
      details: Object.fromEntries(kept),
      redrive_count: String(record.redriveCount),
      previous_event_id: String(event.previousEventId),
      event_timestamp: String(Math.round(event.timestamp)),
      execution_arn: record.executionArn,
    };
    logs.append(logging.logGroupName, stream, JSON.stringify(line));
  };
}
