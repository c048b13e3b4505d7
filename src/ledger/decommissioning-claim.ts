import type { DecommissionRequest } from '../workflow/registration.ts';
import { StageError } from '../workflow/stage-error.ts';
import { isBefore, type Claimant, type ClaimWish } from './claims.ts';
import type { DecommissioningEntry, LabOrgRecord } from './lab-org-record.ts';

/**
 * The wish to decommission an org. Its check throws StageError LabOrgNotProvisioned (no record),
 * DecommissionRequestOutdated, InvalidDecommissionRequest.
 */
export function decommissioningWish(request: DecommissionRequest, me: Claimant): ClaimWish {
  const { genesysOrgId, releaseAdopted, abandonCandidate } = request;
  const { executionArn, requestedAt } = me;
  return {
    genesysOrgId,
    newRecord: () => {
      throw new StageError(
        'LabOrgNotProvisioned',
        `Org ${genesysOrgId} is not in the ledger: lab-sms has nothing there that could be undone or released. Nothing was changed. ` +
          'If another org was meant, ask with its genesysOrgId.',
      );
    },
    check: (record) => {
      if (record.requestedAt !== undefined && isBefore(requestedAt, record.requestedAt))
        throw outdated(record, requestedAt, record.requestedAt);
      if (releaseAdopted !== undefined) checkAdopted(record, releaseAdopted);
    },
    isMoot: (record) => !isStillDue(request, record),
    isDone: (record) => record.status === 'decommissioned',
    // Done or not, registrations from before this request are outdated from here on: a late redrive must not buy again.
    changesWhenDone: ({ decommissioning }) => {
      if (decommissioning !== undefined && !isBefore(decommissioning.requestedAt, requestedAt)) return undefined;
      return { decommissioning: { executionArn, kept: [], ...decommissioning, requestedAt } };
    },
    isSame: ({ status, decommissioning }) =>
      status === 'decommissioning' &&
      decommissioning?.releaseAdopted === releaseAdopted &&
      decommissioning?.abandonCandidate === abandonCandidate,
    changes: ({ decommissioning }) => {
      const entry: DecommissioningEntry = {
        executionArn,
        requestedAt,
        ...(releaseAdopted === undefined ? {} : { releaseAdopted }),
        ...(abandonCandidate === undefined ? {} : { abandonCandidate }),
        kept: decommissioning?.kept ?? [],
      };
      return { decommissioning: entry, status: 'decommissioning' };
    },
  };
}

/**
 * A request of the product's own may come late: the org may have been redriven to its end, or registered again with another
 * lease. What a person asks for is always due.
 */
function isStillDue({ leaseUntil, failedExecution }: DecommissionRequest, record: LabOrgRecord): boolean {
  const { lastExecution, releaseRequest, status } = record;
  if (leaseUntil !== undefined && record.leaseUntil !== leaseUntil) return false;
  if (failedExecution === undefined) return true;
  if (status === 'failed') return lastExecution === failedExecution;
  return status === 'left behind' && releaseRequest?.executionArn === failedExecution;
}

/** A number to release by name must be the one that the org was registered with; a slip must not release another. */
function checkAdopted({ genesysOrgId, registration, smsPhoneNumber }: LabOrgRecord, releaseAdopted: string): void {
  const { smsPhoneNumber: number, isAdopted = false } = smsPhoneNumber ?? {};
  if (isAdopted && number === releaseAdopted) return;
  const known = number === undefined ? 'none' : `${number}, ${isAdopted ? 'adopted' : 'bought by lab-sms'}`;
  throw new StageError(
    'InvalidDecommissionRequest',
    `Org ${genesysOrgId} (${registration.name}): releaseAdopted (${releaseAdopted}) is not a number that the org adopted; its number in ` +
      `the ledger: ${known}. Nothing was changed. Correct it, or leave it out: a bought number is released anyway, an adopted one stays.`,
  );
}

function outdated(record: LabOrgRecord, requestedAt: string, registeredAt: string): StageError {
  return new StageError(
    'DecommissionRequestOutdated',
    `Org ${record.genesysOrgId} (${record.registration.name}) was registered at ${registeredAt}, after this request of ${requestedAt} to ` +
      'decommission it. Nothing was changed. Ask again if it is still to go.',
  );
}
