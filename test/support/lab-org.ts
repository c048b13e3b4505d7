import type { Context } from 'aws-lambda';
import type { Fault, GenesysSimulator, OrgView, RequestLogEntry } from '../../local/genesys/simulator.ts';
import type { LabOrgRecord, RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LedgerTable } from '../../src/ledger/ledger-table.ts';
import type { StageHandler } from '../../src/runtime/stage.ts';
import { ERROR_NAMES } from '../../src/workflow/error-names.ts';
import type { ErrorName } from '../../src/workflow/error-names.ts';
import type { DecommissionRequest, Registration } from '../../src/workflow/registration.ts';
import type { StageEvent } from '../../src/workflow/stage-input.ts';
import type { AwsMocks } from './aws-mocks.ts';
import { claimedRecord, EXECUTION, executionArn, START_TIME } from './ledger-records.ts';
import type { Machine } from './ledger-records.ts';

/** How a stage is run; an execution by its name, the first one of the org's unless given. */
export interface RunOptions {
  execution?: string;
  /** The machine of the execution: provisioning or verification by its input unless given. */
  machine?: Machine;
  redriveCount?: number;
  /** What Lambda says is left; a small number leaves the client no time to repeat a call. */
  remainingMs?: number | (() => number);
  input?: StageEvent['input'];
}

/** Left of an invocation so that a GET is tried once and never waited for. */
export const ONE_ATTEMPT_MS = 5_400;

/** The same for a POST, which is not begun with less. */
export const ONE_POST_MS = 7_100;

/** A Lambda context with that much time left. */
export function lambdaContext(remainingMs: number | (() => number) = 30_000): Context {
  const getRemainingTimeInMillis = typeof remainingMs === 'number' ? () => remainingMs : remainingMs;
  return { awsRequestId: 'request-1', getRemainingTimeInMillis } as Context;
}

/** One org in the simulated Genesys Cloud, with its registration, secret and place in the ledger. */
export class LabOrg {
  readonly registration: Registration;
  readonly aws: AwsMocks;
  readonly control: GenesysSimulator['control'];
  readonly #table: LedgerTable;
  readonly #requestsBefore: number;

  constructor(registration: Registration, aws: AwsMocks, control: GenesysSimulator['control'], table: LedgerTable) {
    this.registration = registration;
    this.aws = aws;
    this.control = control;
    this.#table = table;
    this.#requestsBefore = control.requests().at(-1)?.sequence ?? 0;
  }

  get id(): string {
    return this.registration.genesysOrgId;
  }

  /** The input of a verification: of that provisioning execution, or one that a person asked for. */
  verification(provisionedBy?: string): StageEvent['input'] {
    return { request: { genesysOrgId: this.id, ...(provisionedBy === undefined ? {} : { provisionedBy }) } };
  }

  /** How a stage of decommissioning is run, for the org's own request with these additions. */
  decommissioning(request: Partial<DecommissionRequest> = {}): RunOptions {
    return { machine: 'decommissioning', input: { request: { genesysOrgId: this.id, ...request } } };
  }

  /** Runs a provisioning stage, or with other options one of another machine. */
  run<T>(handler: StageHandler<T>, options: RunOptions = {}): Promise<T> {
    const { execution = EXECUTION, redriveCount = 0, remainingMs, input } = options;
    const { machine = input?.request === undefined ? 'provisioning' : 'verification' } = options;
    const id = executionArn(execution, machine);
    const event: StageEvent = {
      input: input ?? { registration: this.registration },
      execution: { id, name: execution, startTime: input?.eventTime ?? START_TIME, redriveCount },
    };
    return handler(event, lambdaContext(remainingMs));
  }

  /** Runs a stage that fails under that name, and answers its message. */
  async failure<T>(handler: StageHandler<T>, name: ErrorName, options: RunOptions = {}): Promise<string> {
    let error: unknown;
    try {
      const output = await this.run(handler, options);
      throw new Error(`the stage succeeded: ${JSON.stringify(output)}`);
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof Error) || error.name !== name) throw error;
    expect(ERROR_NAMES).toContain(error.name);
    expect(error.message).toContain(this.id);
    return error.message;
  }

  /** Creates the org's record: held by the first execution unless the changes say otherwise. */
  async inLedger(changes: RecordChanges = {}): Promise<LabOrgRecord> {
    const created = await this.#table.create(claimedRecord(this.registration, changes));
    if (created === undefined) throw new Error('the ledger has a record of this org already');
    return created;
  }

  /** Changes the record as it is now, past any claim. */
  async changeLedger(changes: RecordChanges): Promise<LabOrgRecord> {
    const changed = await this.#table.compareAndSet(await this.record(), changes);
    if (changed === undefined) throw new Error('somebody else changed the record meanwhile');
    return changed;
  }

  /** The record as it is now. */
  async record(): Promise<LabOrgRecord> {
    const record = await this.#table.read(this.id);
    if (record === undefined) throw new Error('the ledger has no record of this org');
    return record;
  }

  async isInLedger(): Promise<boolean> {
    return (await this.#table.read(this.id)) !== undefined;
  }

  /** What is in the org now. */
  view(): OrgView {
    const view = this.control.state().orgs.find(({ id }) => id === this.id);
    if (view === undefined) throw new Error('the simulated Genesys Cloud has no such org');
    return view;
  }

  /** The operations that were asked for in this org, in order. */
  requests(): RequestLogEntry[] {
    return this.control.requests(this.#requestsBefore).filter(({ genesysOrgId }) => genesysOrgId === this.id);
  }

  /** The operations that could have changed something. */
  writes(): string[] {
    return this.requests()
      .filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
      .map(({ operation }) => operation);
  }

  /** Disturbs a call of this org. */
  fault(fault: Fault): void {
    this.control.addFault({ genesysOrgId: this.id, ...fault });
  }
}
