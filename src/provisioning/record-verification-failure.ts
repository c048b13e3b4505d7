import { endVerification } from '../ledger/verifications.ts';
import { VERIFICATION_FAILED, type VerificationDetail, type VerificationOutcome } from '../workflow/events.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { FailedExecution } from './ended-execution.ts';
import type { FailureTools, Recorded } from './record-failure.ts';

const LOOKS = 5;

/**
 * A verification has failed: its outcome and the event, nothing else. A text that may be out makes it `unknown`, also one
 * that a call of the stopped execution begins while this is written down: the event then follows with the right outcome.
 * @throws StageError EventNotAccepted, LedgerContention
 */
export async function recordVerificationFailure(
  { table, emit }: FailureTools,
  genesysOrgId: string,
  verificationId: string,
  failed: FailedExecution,
): Promise<Recorded> {
  const { executionArn } = failed;
  const failureReportedAt = new Date().toISOString();
  let told: VerificationOutcome | undefined;
  for (let look = 0; look < LOOKS; look++) {
    const record = await table.read(genesysOrgId);
    const entry = record?.verifications[verificationId];
    // A write whose answer was lost fails its own repeat.
    if (told !== undefined && entry?.failureReportedAt === failureReportedAt) return 'recorded';
    if (entry?.failureReportedAt !== undefined) return 'nothing to do';
    if (entry !== undefined && entry.executionArn !== executionArn) return 'nothing to do';
    const outcome: VerificationOutcome = entry?.outcome ?? (entry?.textBegun ? 'unknown' : 'failed');
    const isUnclear = outcome === 'unknown' && entry?.message === undefined;
    const doubt = isUnclear ? 'Whether the text went out is not known: look at the phone. ' : '';
    const message = `${doubt}${entry?.message ?? failed.message}`;
    const detail: VerificationDetail = { genesysOrgId, executionArn, verificationId, outcome, message };
    if (outcome !== told) await emit(VERIFICATION_FAILED, detail);
    told = outcome;
    if (record === undefined) return 'announced';
    const base = entry ?? { executionArn, since: failed.stopped, writeToken: '' };
    const ended = { ...base, state: 'ended', outcome, message, failureReportedAt } as const;
    if (await endVerification(table, genesysOrgId, verificationId, ended)) return 'recorded';
  }
  throw new StageError(
    'LedgerContention',
    `The failure of ${executionArn} could not be written: verification ${verificationId} of org ${genesysOrgId} keeps changing.`,
  );
}
