import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Activity } from '../activity.ts';
import type { LogStore } from '../cloudwatch-logs/log-store.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import { arn } from '../identity.ts';
import { parseJson } from '../json.ts';
import type { StateMachineResource } from '../template/stack.ts';
import { assertArn } from './arns.ts';
import type { ExecutionEnd, ExecutionRecord } from './execution-record.ts';
import type { ExecutionStore, HistoryEvent } from './execution-store.ts';
import { History } from './history.ts';
import { MachineRevisions } from './machine-revisions.ts';
import { endLeftRunning } from './recovery.ts';
import { isRepeatedRedrive, redriveFields, resumePoint, reviveRecord } from './redrive.ts';
import type { RedriveFields, ResumePoint } from './redrive.ts';
import type { RunnableMachine } from './runnable-machine.ts';
import { RunningExecution } from './running-execution.ts';
import type { TaskIntegrations } from './task-integrations.ts';

/** What executions need of the world. */
export interface ExecutionsOptions {
  machines: readonly StateMachineResource[];
  integrations: TaskIntegrations;
  store: ExecutionStore;
  clock: Clock;
  logs: LogStore;
  activity: Activity;
  /** Hears of every change of status, the record already on disk. */
  announce: (record: ExecutionRecord, redrive: RedriveFields) => void;
}

const MAXIMUM_INPUT_BYTES = 256 * 1024;

/** Every execution of every state machine: starts and stops them and keeps their records. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #machines: MachineRevisions;
  readonly #records: Map<string, ExecutionRecord>;
  readonly #running = new Map<string, RunningExecution>();

  /** Throws when one of the definitions would be run differently from Step Functions. */
  constructor(options: ExecutionsOptions) {
    this.#options = options;
    this.#machines = new MachineRevisions(options.machines, options.integrations, options.store);
    this.#records = new Map(options.store.all().map((record) => [record.executionArn, record]));
  }

  /** Ends what an earlier process left running, as ABORTED unless its end was written already, and announces what was not. */
  recover(): void {
    for (const record of this.#records.values()) {
      if (record.status === 'RUNNING') {
        const roleArn = this.#machines.find(record.stateMachineArn)?.roleArn ?? '';
        this.#finish(record, endLeftRunning(record, this.historyOf(record), this.#history(record), roleArn));
      } else if (!record.isEndAnnounced) {
        this.#announceEnd(record);
      }
    }
  }

  /** Every state machine of the stack. */
  get machines(): StateMachineResource[] {
    return this.#machines.resources;
  }

  /** The machine of that ARN as it is now; throws StateMachineDoesNotExist. */
  machine(machineArn: string): StateMachineResource {
    return this.#machines.current(machineArn).machine.resource;
  }

  /** The machine with the definition that the execution was started with; throws StateMachineDoesNotExist. */
  machineOf(record: ExecutionRecord): StateMachineResource {
    return this.#machines.of(record).resource;
  }

  /** The executions of a machine, newest first. */
  list(machineArn: string): ExecutionRecord[] {
    const ofMachine = [...this.#records.values()].filter((record) => record.stateMachineArn === machineArn);
    return ofMachine.reverse().sort((a, b) => b.startDate - a.startDate);
  }

  /** The execution of that ARN; throws ExecutionDoesNotExist. */
  find(executionArn: string): ExecutionRecord {
    const record = this.#records.get(executionArn);
    if (record) return record;
    assertArn(executionArn, 'execution');
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /** An execution's history so far, oldest event first. */
  historyOf(record: ExecutionRecord): HistoryEvent[] {
    return this.#options.store.history(record);
  }

  /** Starts an execution; its record is on disk when this returns. A running one of the same name and input is returned as it is. */
  start(machineArn: string, input: string, name: string = randomUUID()): ExecutionRecord {
    const { machine, definitionId } = this.#machines.current(machineArn);
    assertStartable(input, name);
    const executionArn = arn('states', `execution:${machine.resource.name}:${name}`);
    const existing = this.#records.get(executionArn);
    if (existing?.status === 'RUNNING' && existing.input === input) return existing;
    if (existing) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    const record: ExecutionRecord = {
      executionArn,
      stateMachineArn: machineArn,
      stateMachineName: machine.resource.name,
      name,
      definitionId,
      status: 'RUNNING',
      startDate: this.#options.clock.now(),
      input,
      redriveCount: 0,
      isEndAnnounced: false,
    };
    this.#records.set(executionArn, record);
    this.#options.store.save(record);
    this.#announce(record);
    this.#run(machine, record);
    return record;
  }

  /** Whether an execution could be redriven now. */
  redrivability(record: ExecutionRecord): RedriveFields {
    return redriveFields(record, this.historyOf(record).length, this.#options.clock.now());
  }

  /** Goes on with an ended execution where it ended, under its ARN; throws ExecutionNotRedrivable. A repeated client token changes nothing. */
  redrive(executionArn: string, clientToken?: string): ExecutionRecord {
    const record = this.find(executionArn);
    const now = this.#options.clock.now();
    if (isRepeatedRedrive(record, clientToken, now)) return record;
    const machine = this.#machines.of(record);
    const history = this.historyOf(record);
    reviveRecord(record, history.length, now, clientToken);
    this.#options.store.save(record);
    this.#announce(record);
    this.#run(machine, record, resumePoint(record, history, machine.resource.definition, machine.states));
    return record;
  }

  /** Ends a running execution as ABORTED; one that has ended stays as it is. */
  stop(executionArn: string, error?: string, cause?: string): ExecutionRecord {
    const record = this.find(executionArn);
    this.#running.get(executionArn)?.stop(error, cause);
    return record;
  }

  /** Lets go of everything that runs; the next start finds it. */
  close(): void {
    for (const execution of this.#running.values()) execution.abandon();
  }

  #run(machine: RunnableMachine, record: ExecutionRecord, resume?: ResumePoint): void {
    const { activity, clock } = this.#options;
    const onEnd = (end: ExecutionEnd): void => {
      this.#finish(record, end);
    };
    const history = this.#history(record);
    const execution = new RunningExecution({ machine, record, history, clock, onEnd, ...(resume && { resume }) });
    this.#running.set(record.executionArn, execution);
    void activity.track(() => execution.run());
  }

  #history(record: ExecutionRecord): History {
    const { store, clock, logs } = this.#options;
    return new History(record, store, clock, logs, this.#machines.find(record.stateMachineArn)?.logging);
  }

  #finish(record: ExecutionRecord, end: ExecutionEnd): void {
    Object.assign(record, end, { stopDate: this.#options.clock.now() });
    this.#running.delete(record.executionArn);
    this.#options.store.save(record);
    this.#announceEnd(record);
  }

  #announce(record: ExecutionRecord): void {
    this.#options.announce(record, this.redrivability(record));
  }

  #announceEnd(record: ExecutionRecord): void {
    this.#announce(record);
    record.isEndAnnounced = true;
    this.#options.store.save(record);
  }
}

/** Names of executions: no white space, no control characters and none of the characters that ARNs and shells need. */
function assertStartable(input: string, name: string): void {
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  if (parseJson(input) === undefined) {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: the input is not valid JSON');
  }
  if (Buffer.byteLength(input) > MAXIMUM_INPUT_BYTES) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: larger than ${MAXIMUM_INPUT_BYTES} bytes`,
    );
  }
}
