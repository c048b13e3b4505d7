import type { LabOrgRecord, RecordChanges } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { DECOMMISSION_REQUESTED } from '../workflow/events.ts';
import type { EmitEvent } from './record-provisioned.ts';
import { mayHaveBoughtIn } from './sms-phone-number-entry.ts';

/** What asking for a decommissioning works with. */
export interface RequestTools {
  table: LedgerTable;
  emit: EmitEvent;
}

const DAY_MS = 24 * 3_600_000;
const LOOKS = 5;

/** Statuses in which there is nothing to ask for: it is being undone, or undone. */
const UNDONE: readonly string[] = ['decommissioning', 'decommissioned'];

/**
 * Whether the org is to be released because this execution failed: the ledger's registration says so, nobody had the
 * org since, this very execution bought the number or may have, and it was not asked for within the last day.
 */
export function isReleaseDue(record: LabOrgRecord, executionArn: string, now: number): boolean {
  const { claim, registration, releaseRequest, smsPhoneNumber, status } = record;
  return (
    status === 'failed' &&
    claim?.executionArn === executionArn &&
    claim.ended !== undefined &&
    registration.onFailure === 'release' &&
    !(releaseRequest?.executionArn === executionArn && now - Date.parse(releaseRequest.at) < DAY_MS) &&
    smsPhoneNumber !== undefined &&
    mayHaveBoughtIn(smsPhoneNumber, executionArn)
  );
}

/** Whether the lease has ended, nobody holds the org, and its decommissioning was not asked for within the last day. */
export function isLeaseOver(record: LabOrgRecord, now: number): boolean {
  const { claim, leaseEndRequest, leaseUntil, releaseRequest, status } = record;
  if (leaseUntil === undefined || Date.parse(leaseUntil) > now) return false;
  if ((claim !== undefined && claim.ended === undefined) || UNDONE.includes(status)) return false;
  if (releaseRequest !== undefined && now - Date.parse(releaseRequest.at) < DAY_MS) return false;
  return leaseEndRequest?.leaseUntil !== leaseUntil || now - Date.parse(leaseEndRequest.at) >= DAY_MS;
}

/** Asks for the decommissioning of an org whose `onFailure` is `release`, once a day until it begins. True: asked just now. */
export async function requestRelease(
  tools: RequestTools,
  genesysOrgId: string,
  executionArn: string,
): Promise<boolean> {
  return requestOnce(tools, genesysOrgId, (record) => {
    const now = Date.now();
    return isReleaseDue(record, executionArn, now)
      ? { releaseRequest: { executionArn, at: new Date(now).toISOString() } }
      : undefined;
  });
}

/** Asks for the decommissioning of an org whose lease is over, once a day at most. True: asked just now. */
export async function requestAtLeaseEnd(tools: RequestTools, genesysOrgId: string): Promise<boolean> {
  return requestOnce(tools, genesysOrgId, (record) => {
    const now = Date.now();
    const { leaseUntil } = record;
    return leaseUntil !== undefined && isLeaseOver(record, now)
      ? { leaseEndRequest: { leaseUntil, at: new Date(now).toISOString() } }
      : undefined;
  });
}

/**
 * The marker is written before the event, so that of several callers one asks. An event that the bus didn't take gives
 * the marker back; a call that dies between the two has asked for nothing, and the sweep asks a day later.
 */
async function requestOnce(
  { table, emit }: RequestTools,
  genesysOrgId: string,
  markerFor: (record: LabOrgRecord) => Pick<RecordChanges, 'leaseEndRequest' | 'releaseRequest'> | undefined,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const record = await table.read(genesysOrgId);
    if (record === undefined) return false;
    const marker = markerFor(record);
    if (marker === undefined) return false;
    const marked = await table.compareAndSet(record, marker);
    if (marked === undefined) continue;
    try {
      await emit(DECOMMISSION_REQUESTED, { genesysOrgId });
    } catch (error) {
      const { leaseEndRequest, releaseRequest } = record;
      await table.compareAndSet(marked, { leaseEndRequest, releaseRequest });
      throw error;
    }
    return true;
  }
  // Whoever keeps changing the record works on the org; the next look decides anew.
  return false;
}
