import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../workflow/names.ts';
import type { VerificationOutcome } from '../workflow/events.ts';
import { machineNameIn, type StatusChangeDetail } from '../workflow/status-change.ts';
import { requestRelease } from './request-decommissioning.ts';
import { failedExecution } from './ended-execution.ts';
import {
  recordDecommissioningFailure,
  recordProvisioningFailure,
  type FailureTools,
  type Recorded,
} from './record-failure.ts';
import { recordVerificationFailure } from './record-verification-failure.ts';

/** What an ended execution was about; undefined where its input doesn't tell. */
export interface EndedWork {
  genesysOrgId: string | undefined;
  verificationId: string | undefined;
}

/** What was written down, and whether the org's decommissioning was asked for. */
export interface RecordedEnd {
  result: Recorded;
  isReleaseRequested: boolean;
}

/**
 * Writes down that an execution of any of the state machines did not succeed: the one way of doing it, whether the news
 * came by the status change event or the sweep asked Step Functions.
 * @throws StageError LedgerContention, EventNotAccepted
 */
export async function recordEnd(
  tools: FailureTools,
  work: EndedWork,
  detail: StatusChangeDetail,
): Promise<RecordedEnd> {
  const { genesysOrgId, verificationId } = work;
  const failed = failedExecution(detail, genesysOrgId);
  let result: Recorded = 'nothing to do';
  let isReleaseRequested = false;
  switch (machineNameIn(detail.executionArn) ?? '') {
    case PROVISIONING_STATE_MACHINE_NAME:
      result = await recordProvisioningFailure(tools, genesysOrgId, failed);
      if (genesysOrgId !== undefined) isReleaseRequested = await requestRelease(tools, genesysOrgId);
      break;
    case VERIFICATION_STATE_MACHINE_NAME:
      if (genesysOrgId !== undefined && verificationId !== undefined)
        result = await recordVerificationFailure(tools, genesysOrgId, verificationId, failed);
      break;
    case DECOMMISSIONING_STATE_MACHINE_NAME:
      if (genesysOrgId !== undefined) result = await recordDecommissioningFailure(tools, genesysOrgId, failed);
      break;
  }
  await tools.report({ failed, detail, genesysOrgId, outcome: await outcomeOf(tools, work) });
  return { result, isReleaseRequested };
}

/** How a verification ended, for the log: what is recorded stays recorded when the ledger doesn't answer once more. */
async function outcomeOf(
  { table }: FailureTools,
  { genesysOrgId, verificationId }: EndedWork,
): Promise<VerificationOutcome | undefined> {
  if (genesysOrgId === undefined || verificationId === undefined) return undefined;
  try {
    return (await table.read(genesysOrgId))?.verifications[verificationId]?.outcome;
  } catch {
    return undefined;
  }
}
