import { endVerification } from '../ledger/verifications.ts';
import { VERIFICATION_FAILED, type VerificationDetail, type VerificationOutcome } from '../workflow/events.ts';
import type { FailedExecution } from './ended-execution.ts';
import type { FailureTools, Recorded } from './record-failure.ts';

/**
 * A verification has failed: its outcome and the event, nothing else. A text that may be out makes it `unknown`.
 * @throws StageError EventNotAccepted
 */
export async function recordVerificationFailure(
  { table, emit }: FailureTools,
  genesysOrgId: string,
  verificationId: string,
  failed: FailedExecution,
): Promise<Recorded> {
  const record = await table.read(genesysOrgId);
  const entry = record?.verifications[verificationId];
  if (entry?.failureReportedAt !== undefined) return 'nothing to do';
  if (entry !== undefined && entry.executionArn !== failed.executionArn) return 'nothing to do';
  const outcome: VerificationOutcome = entry?.outcome ?? (entry?.textBegun ? 'unknown' : 'failed');
  const isUnclear = outcome === 'unknown' && entry?.message === undefined;
  const message = `${isUnclear ? 'Whether the text went out is not known: look at the phone. ' : ''}${entry?.message ?? failed.message}`;
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
