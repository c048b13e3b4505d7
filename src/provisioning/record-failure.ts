import type { Claim, LabOrgRecord, LastError } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { endVerification } from '../ledger/verifications.ts';
import {
  PROVISIONING_FAILED,
  VERIFICATION_FAILED,
  type ProvisioningFailedDetail,
  type VerificationDetail,
  type VerificationOutcome,
} from '../workflow/events.ts';
import { ERROR_NAMES } from '../workflow/error-names.ts';
import { messageOfCause } from '../workflow/failure-cause.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import { StageError } from '../workflow/stage-error.ts';
import { TASK_STAGES } from '../workflow/stages.ts';
import type { StatusChangeDetail } from '../workflow/status-change.ts';
import type { EmitEvent } from './record-provisioned.ts';

/** A failed execution: Step Functions' own words made readable. */
export interface FailedExecution {
  executionArn: string;
  redriveCount: number;
  status: string;
  error: string;
  message: string;
  /** ISO 8601. */
  stopped: string;
}

const LOOKS = 5;

/** Reads the end of an execution out of its status change event: a Lambda's cause is JSON with the message inside. */
export function failedExecution(detail: StatusChangeDetail, next: string): FailedExecution {
  const stopped = new Date(detail.stopDate ?? Date.now()).toISOString();
  const error = detail.error ?? detail.status;
  const said = messageOfCause(detail.cause) ?? `The execution ended ${detail.status} at ${stopped} without saying why.`;
  return {
    executionArn: detail.executionArn,
    redriveCount: detail.redriveCount ?? 0,
    status: detail.status,
    error,
    // Our own final errors say what to do; a wait that has run out and what AWS says do not.
    message: isFinal(error) ? said : `${said} ${next}`,
    stopped,
  };
}

/** Whether a stage threw it as its last word, as opposed to a wait that ran out or a failure outside our code. */
function isFinal(error: string): boolean {
  const isOurs = (ERROR_NAMES as readonly string[]).includes(error);
  return isOurs && (error === 'PurchaseInDoubt' || !TASK_STAGES.some((stage) => isRetriedOrCaught(stage, error)));
}

/**
 * Provisioning has failed: says so, then writes status, last error and the claim's end. An event that comes late (a
 * redrive began, another run holds the org) or twice changes nothing in the ledger.
 */
export async function recordProvisioningFailure(
  table: LedgerTable,
  genesysOrgId: string | undefined,
  failed: FailedExecution,
  emit: EmitEvent,
): Promise<'recorded' | 'announced' | 'nothing to do'> {
  const { executionArn, status, error, message } = failed;
  for (let look = 0; look < LOOKS; look++) {
    const record = genesysOrgId === undefined ? undefined : await table.read(genesysOrgId);
    const claim = record?.claim;
    // A redrive of this very execution has finished since: the org is ready, and the news is old.
    if (record?.lastExecution === executionArn && claim === undefined) return 'nothing to do';
    // A claim that is ended while the status is not failed was ended by whoever wants the org next; nobody has told yet.
    const isKnown = claim?.ended !== undefined && record?.status === 'failed';
    const isLate = claim !== undefined && failed.redriveCount < claim.redriveCount;
    if (claim?.executionArn === executionArn && (isKnown || isLate)) return 'nothing to do';
    const detail: ProvisioningFailedDetail = {
      genesysOrgId: genesysOrgId ?? 'unknown',
      executionArn,
      status,
      error,
      message,
    };
    if (look === 0) await emit(PROVISIONING_FAILED, detail);
    if (record === undefined || claim?.executionArn !== executionArn) return 'announced';
    const ended: Claim = { ...claim, ended: claim.ended ?? failed.stopped };
    const written = await table.compareAndSet(record, {
      status: 'failed',
      claim: ended,
      lastError: lastError(record, failed),
    });
    if (written !== undefined) return 'recorded';
  }
  throw new StageError(
    'LedgerContention',
    `The failure of ${executionArn} could not be written: the record of org ${genesysOrgId ?? ''} keeps changing.`,
  );
}

/**
 * Decommissioning has ended without its last word, or with `LeftBehind`: the claim's end and the last error, and a status
 * that says so. An event that comes late or twice changes nothing.
 */
export async function recordDecommissioningFailure(
  table: LedgerTable,
  genesysOrgId: string,
  failed: FailedExecution,
): Promise<'recorded' | 'nothing to do'> {
  const { executionArn } = failed;
  for (let look = 0; look < LOOKS; look++) {
    const record = await table.read(genesysOrgId);
    const claim = record?.claim;
    if (record === undefined || claim?.executionArn !== executionArn) return 'nothing to do';
    const isKnown = claim.ended !== undefined && record.status === 'left behind';
    if (isKnown || failed.redriveCount < claim.redriveCount) return 'nothing to do';
    const written = await table.compareAndSet(record, {
      status: 'left behind',
      claim: { ...claim, ended: claim.ended ?? failed.stopped },
      lastError: lastError(record, failed),
    });
    if (written !== undefined) return 'recorded';
  }
  throw new StageError(
    'LedgerContention',
    `The failure of ${executionArn} could not be written: the record of org ${genesysOrgId} keeps changing.`,
  );
}

/** A verification has failed: its outcome and the event, nothing else. A text that may be out makes it `unknown`. */
export async function recordVerificationFailure(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  failed: FailedExecution,
  emit: EmitEvent,
): Promise<'recorded' | 'announced' | 'nothing to do'> {
  const record = await table.read(genesysOrgId);
  const entry = record?.verifications[verificationId];
  if (entry?.failureReportedAt !== undefined) return 'nothing to do';
  if (entry !== undefined && entry.executionArn !== failed.executionArn) return 'nothing to do';
  const outcome: VerificationOutcome = entry?.outcome ?? (entry?.textBegun ? 'unknown' : 'failed');
  const message = entry?.message ?? failed.message;
  const detail: VerificationDetail = {
    genesysOrgId,
    executionArn: failed.executionArn,
    verificationId,
    outcome,
    message,
  };
  await emit(VERIFICATION_FAILED, detail);
  if (record === undefined) return 'announced';
  const base = entry ?? { executionArn: failed.executionArn, since: failed.stopped, writeToken: '' };
  await endVerification(table, genesysOrgId, verificationId, {
    ...base,
    state: 'ended',
    outcome,
    message,
    failureReportedAt: new Date().toISOString(),
  });
  return 'recorded';
}

function lastError(record: LabOrgRecord, failed: FailedExecution): LastError {
  const { executionArn, error, message, stopped } = failed;
  const written = record.lastError;
  // The stage's own words, written while it held the org, say where it happened.
  if (written?.executionArn === executionArn && written.error === error) return written;
  return { error, message, executionArn, at: stopped };
}
