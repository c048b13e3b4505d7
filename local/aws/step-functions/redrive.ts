import { AwsError } from '../endpoint/aws-error.ts';
import { asText, parseJson, type Json, type JsonObject } from '../json.ts';
import { MAXIMUM_AGE_MS, type ExecutionRecord } from './execution-record.ts';
import type { HistoryEvent } from './execution-store.ts';
import { MAXIMUM_EVENTS } from './history.ts';

const REDRIVABLE_PERIOD_MS = 14 * 86_400_000;
const TOKEN_VALID_MS = 15 * 60_000;
const TOKENS_KEPT = 10;

/** Whether an execution could be redriven, in the words of DescribeExecution. */
export interface RedriveFields extends JsonObject {
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
}

/** Tells whether RedriveExecution would take an execution with that many events now; the reasons are those of the API reference. */
export function redriveFields(record: ExecutionRecord, eventCount: number, now: number): RedriveFields {
  const redriveStatusReason = obstacle(record, eventCount, now);
  if (redriveStatusReason === undefined) return { redriveStatus: 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
}

function obstacle(record: ExecutionRecord, eventCount: number, now: number): string | undefined {
  const { status, stopDate = now } = record;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  // One event for ExecutionRedriven, and room for at least one more.
  if (eventCount >= MAXIMUM_EVENTS - 1) return 'Execution history event limit exceeded';
  if (now - record.startDate > MAXIMUM_AGE_MS) return 'Execution has exceeded the max execution time';
  return now - stopDate > REDRIVABLE_PERIOD_MS ? 'Execution redrivable period exceeded' : undefined;
}

/** Brings an ended record back to RUNNING under its ARN; throws ExecutionNotRedrivable. */
export function reviveRecord(record: ExecutionRecord, eventCount: number, now: number, token?: string): void {
  const reason = obstacle(record, eventCount, now);
  if (reason !== undefined) {
    throw new AwsError('ExecutionNotRedrivable', `${reason}. Execution: '${record.executionArn}'`);
  }
  delete record.stopDate;
  delete record.error;
  delete record.cause;
  const tokens = [...(record.redriveTokens ?? []), ...(token === undefined ? [] : [{ token, usedAt: now }])];
  Object.assign(record, {
    status: 'RUNNING',
    redriveCount: record.redriveCount + 1,
    redriveDate: now,
    redriveTokens: tokens.slice(-TOKENS_KEPT),
    isEndAnnounced: false,
  });
}

/** Whether this client token has redriven the execution in the last 15 minutes: then nothing is done again. */
export function isRepeatedRedrive(record: ExecutionRecord, token: string | undefined, now: number): boolean {
  return (record.redriveTokens ?? []).some((used) => used.token === token && now - used.usedAt <= TOKEN_VALID_MS);
}

/** Where a redriven execution goes on. */
export interface ResumePoint {
  stateName: string;
  input: Json;
  /** A Task or a Wait goes on being entered, so its history has no second "entered". */
  isEntered: boolean;
}

/** Reads from its history where an execution ended: the state that was entered and not left, or the one after the last that was left. */
export function resumePoint(
  record: ExecutionRecord,
  history: readonly HistoryEvent[],
  definition: JsonObject,
  states: ReadonlyMap<string, JsonObject>,
): ResumePoint {
  const last = history.findLast((event) => /State(Entered|Exited)$/.test(event.type));
  if (last === undefined)
    return { stateName: asText(definition.StartAt), input: textAsJson(record.input), isEntered: false };
  const details = (last.stateEnteredEventDetails ?? last.stateExitedEventDetails) as JsonObject;
  const stateName = asText(details.name);
  const state = states.get(stateName);
  if (last.type.endsWith('Entered')) {
    const isEntered = state?.Type === 'Task' || state?.Type === 'Wait';
    return { stateName, input: textAsJson(details.input), isEntered };
  }
  const entered = history.findLast((event) => event.type.endsWith('StateEntered'));
  const left = history.some((event) => event.id > (entered?.id ?? 0) && event.type === 'TaskSucceeded');
  if (typeof state?.Next === 'string' && (left || state.Type === 'Wait' || state.Type === 'Pass')) {
    return { stateName: state.Next, input: textAsJson(details.output), isEntered: false };
  }
  // A Choice, or a Task left by its Catch: evaluated again.
  const before = entered?.stateEnteredEventDetails as JsonObject | undefined;
  return { stateName, input: textAsJson(before?.input), isEntered: false };
}

function textAsJson(text: Json | undefined): Json {
  return parseJson(asText(text)) ?? null;
}
