import type { Context } from 'aws-lambda';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import type { Holder } from '../ledger/claims.ts';
import { startedBy } from '../workflow/started-by.ts';
import { GENESYS_ORG_ID } from '../workflow/registration.ts';
import type { ExecutionInput, StageEvent } from '../workflow/stage-input.ts';
import type { StageName } from '../workflow/stages.ts';
import { readEnvironment, type StageEnvironment } from './environment.ts';
import { ledgerTable } from './ledger.ts';
import { StageLog } from './logger.ts';
import { cleanError } from './redaction.ts';
import { addSums } from './run-end.ts';

/** One invocation of a stage: what it was given and what it works with. */
export interface StageRun {
  event: StageEvent;
  environment: StageEnvironment;
  table: LedgerTable;
  log: StageLog;
  me: Holder;
  /** Milliseconds until Lambda ends the invocation. */
  remainingMs: () => number;
}

/** Told of an error before it leaves, cleaned: whether it will be retried, and what to write down. */
export type OnFailure = (run: StageRun, error: Error) => Promise<boolean>;

export type StageHandler<T> = (event: StageEvent, context: Context) => Promise<T>;

/**
 * Makes a Lambda handler of a stage: a log bound to org and execution, and errors that leave with their name and
 * message but without any value of the org's secret.
 */
export function stageHandler<T>(
  stage: StageName,
  act: (run: StageRun) => Promise<T>,
  onFailure: OnFailure = () => Promise.resolve(false),
): StageHandler<T> {
  return async (event, context) => {
    const environment = readEnvironment();
    const { execution, input } = event;
    const genesysOrgId = orgIdOf(event);
    const log = new StageLog(stage, {
      executionArn: execution.id,
      redriveCount: execution.redriveCount,
      requestId: context.awsRequestId,
      ...(genesysOrgId === undefined ? {} : { genesysOrgId }),
      ...startedBy(input),
    });
    const run: StageRun = {
      event,
      environment,
      table: ledgerTable(environment.ledgerTableName),
      log,
      me: { executionArn: execution.id, redriveCount: execution.redriveCount },
      remainingMs: () => context.getRemainingTimeInMillis(),
    };
    try {
      const output = await act(run);
      await addSums(run.table, log, execution.id);
      log.done(stage, output);
      return output;
    } catch (error) {
      const clean = cleanError(error, log.secrets);
      const isRetried = await onFailure(run, clean);
      await addSums(run.table, log, execution.id);
      log.failure(clean, isRetried);
      throw clean;
    }
  };
}

/**
 * When the execution was asked for, ISO 8601: by its event, or by hand when it was started. Whoever sends an event may date
 * it ahead; nothing was asked for later than it began.
 */
export function requestedAt({ input, execution }: StageEvent): string {
  const { eventTime } = input;
  const { startTime } = execution;
  return eventTime !== undefined && Date.parse(eventTime) < Date.parse(startTime) ? eventTime : startTime;
}

/** The org that an execution is about, as far as its input tells; undefined where it names none. */
export function orgIdOf({ input }: { input: ExecutionInput }): string | undefined {
  const subject = input.registration ?? input.request;
  if (typeof subject !== 'object' || subject === null) return undefined;
  const { genesysOrgId } = subject as { genesysOrgId?: unknown };
  return typeof genesysOrgId === 'string' && GENESYS_ORG_ID.test(genesysOrgId) ? genesysOrgId : undefined;
}
