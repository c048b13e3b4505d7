import type { Claim, LabOrgRecord, LastError } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { PROVISIONING_FAILED, type ProvisioningFailedDetail, type VerificationOutcome } from '../workflow/events.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { StatusChangeDetail } from '../workflow/status-change.ts';
import type { FailedExecution } from './ended-execution.ts';
import type { EmitEvent } from './record-provisioned.ts';

/** What recording a failure works with. */
export interface FailureTools {
  table: LedgerTable;
  emit: EmitEvent;
  /** The state that the execution entered last; undefined where Step Functions doesn't tell. */
  stageOf: (executionArn: string) => Promise<string | undefined>;
  /** Logs what a run has come to; never fails. */
  report: (ended: EndedRun) => Promise<void>;
}

/** A failed run for the log; the outcome where its verification has one. */
export interface EndedRun {
  failed: FailedExecution;
  detail: StatusChangeDetail;
  genesysOrgId: string | undefined;
  outcome: VerificationOutcome | undefined;
}

/** `announced`: told, with nothing to write; `nothing to do`: the news is old. */
export type Recorded = 'recorded' | 'announced' | 'nothing to do';

const LOOKS = 5;

/**
 * Provisioning has failed: says so, then writes status, last error and the claim's end. News that comes late (a redrive
 * began, another run holds the org) or twice changes nothing in the ledger.
 * @throws StageError LedgerContention, EventNotAccepted
 */
export async function recordProvisioningFailure(
  tools: FailureTools,
  genesysOrgId: string | undefined,
  failed: FailedExecution,
): Promise<Recorded> {
  const { executionArn, status, error, message } = failed;
  for (let look = 0; look < LOOKS; look++) {
    const record = genesysOrgId === undefined ? undefined : await tools.table.read(genesysOrgId);
    const claim = record?.claim;
    // A redrive of this very execution has finished since: the org is ready, and the news is old.
    if (record?.lastExecution === executionArn && claim === undefined) return 'nothing to do';
    // A claim that is ended while the status is not failed was ended by whoever wants the org next; nobody has told yet.
    const isKnown = record?.status === 'failed' && claim?.ended !== undefined;
    if (claim?.executionArn === executionArn && isOld(claim, failed, isKnown)) return 'nothing to do';
    const detail: ProvisioningFailedDetail = {
      genesysOrgId: genesysOrgId ?? 'unknown',
      executionArn,
      status,
      error,
      message,
    };
    if (look === 0) await tools.emit(PROVISIONING_FAILED, detail);
    if (record === undefined || claim?.executionArn !== executionArn) return 'announced';
    const changes = { status: 'failed', claim: endedClaim(claim, failed) } as const;
    if (await write(tools, record, changes, failed)) return 'recorded';
  }
  throw contended(genesysOrgId, executionArn);
}

/**
 * Decommissioning has failed: the claim's end, the last error, and the status that something may be left. News that comes
 * late or twice changes nothing.
 * @throws StageError LedgerContention
 */
export async function recordDecommissioningFailure(
  tools: FailureTools,
  genesysOrgId: string,
  failed: FailedExecution,
): Promise<Recorded> {
  for (let look = 0; look < LOOKS; look++) {
    const record = await tools.table.read(genesysOrgId);
    const claim = record?.claim;
    if (record === undefined || claim?.executionArn !== failed.executionArn) return 'nothing to do';
    const isKnown = record.status === 'left behind' && claim.ended !== undefined;
    if (isOld(claim, failed, isKnown)) return 'nothing to do';
    const changes = { status: 'left behind', claim: endedClaim(claim, failed) } as const;
    if (await write(tools, record, changes, failed)) return 'recorded';
  }
  throw contended(genesysOrgId, failed.executionArn);
}

/** The end of an execution is old news when it was redriven since, or when that end is known already. */
function isOld(claim: Claim, failed: FailedExecution, isKnown: boolean): boolean {
  if (failed.redriveCount !== claim.redriveCount) return failed.redriveCount < claim.redriveCount;
  return isKnown;
}

/** A redrive that failed before it took the claim again ends it too: no late call of what was before may pass any more. */
function endedClaim(claim: Claim, { redriveCount, stopped }: FailedExecution): Claim {
  const isRedriven = redriveCount > claim.redriveCount;
  return { ...claim, redriveCount, ended: isRedriven ? stopped : (claim.ended ?? stopped) };
}

async function write(
  tools: FailureTools,
  record: LabOrgRecord,
  changes: Pick<Partial<LabOrgRecord>, 'status' | 'claim'>,
  failed: FailedExecution,
): Promise<boolean> {
  const lastError = await lastErrorOf(tools, record, failed);
  return (await tools.table.compareAndSet(record, { ...changes, lastError })) !== undefined;
}

async function lastErrorOf(tools: FailureTools, record: LabOrgRecord, failed: FailedExecution): Promise<LastError> {
  const { executionArn, error, message, stopped } = failed;
  const written = record.lastError;
  // The stage's own words, written while it held the org, say where it happened, and not always what to do next.
  if (written?.executionArn === executionArn && written.error === error)
    return { ...written, message: message.includes(written.message) ? message : written.message };
  // What is retried is not written by its stage, and neither is what ends outside our code.
  const stage = await tools.stageOf(executionArn);
  return { error, message, ...(stage === undefined ? {} : { stage }), executionArn, at: stopped };
}

function contended(genesysOrgId: string | undefined, executionArn: string): StageError {
  return new StageError(
    'LedgerContention',
    `The failure of ${executionArn} could not be written: the record of org ${genesysOrgId ?? ''} keeps changing.`,
  );
}
