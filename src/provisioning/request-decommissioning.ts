import type { LabOrgRecord, RecordChanges } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { DECOMMISSION_REQUESTED } from '../workflow/events.ts';
import type { DecommissionRequest } from '../workflow/registration.ts';
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
 * The failed execution because of which the org is to be released, or undefined. The ledger's registration says so, and
 * either nobody had the org since and this very execution bought the number, or may have; or a decommissioning asked for
 * because of it has left something behind. At most once a day.
 */
export function releaseDueTo(record: LabOrgRecord, now: number): string | undefined {
  const { claim, registration, releaseRequest, smsPhoneNumber, status } = record;
  if (registration.onFailure !== 'release' || smsPhoneNumber === undefined || claim?.ended === undefined)
    return undefined;
  const executionArn = status === 'left behind' ? releaseRequest?.executionArn : claim.executionArn;
  if (executionArn === undefined) return undefined;
  const isAsked = releaseRequest?.executionArn === executionArn && now - Date.parse(releaseRequest.at) < DAY_MS;
  if (isAsked) return undefined;
  if (status === 'left behind') return executionArn;
  return status === 'failed' && mayHaveBoughtIn(smsPhoneNumber, executionArn) ? executionArn : undefined;
}

/** Whether the lease has ended, nobody holds the org, and its decommissioning was not asked for within the last day. */
export function isLeaseOver(record: LabOrgRecord, now: number): boolean {
  const { claim, leaseEndRequest, leaseUntil, releaseRequest, status } = record;
  if (leaseUntil === undefined || Date.parse(leaseUntil) > now) return false;
  if ((claim !== undefined && claim.ended === undefined) || UNDONE.includes(status)) return false;
  if (releaseRequest !== undefined && now - Date.parse(releaseRequest.at) < DAY_MS) return false;
  return leaseEndRequest?.leaseUntil !== leaseUntil || now - Date.parse(leaseEndRequest.at) >= DAY_MS;
}

/** Asks for the decommissioning of an org whose `onFailure` is `release`, once a day until it is done. True: asked just now. */
export async function requestRelease(tools: RequestTools, genesysOrgId: string): Promise<boolean> {
  return requestOnce(tools, genesysOrgId, (record) => {
    const now = Date.now();
    const failedExecution = releaseDueTo(record, now);
    if (failedExecution === undefined) return undefined;
    const releaseRequest = { executionArn: failedExecution, at: new Date(now).toISOString() };
    return { marker: { releaseRequest }, dueTo: { failedExecution } };
  });
}

/** Asks for the decommissioning of an org whose lease is over, once a day at most. True: asked just now. */
export async function requestAtLeaseEnd(tools: RequestTools, genesysOrgId: string): Promise<boolean> {
  return requestOnce(tools, genesysOrgId, (record) => {
    const now = Date.now();
    const { leaseUntil } = record;
    if (leaseUntil === undefined || !isLeaseOver(record, now)) return undefined;
    return { marker: { leaseEndRequest: { leaseUntil, at: new Date(now).toISOString() } }, dueTo: { leaseUntil } };
  });
}

/** What is written before a request is sent, and what the request says that it is due to. */
interface DueRequest {
  marker: Pick<RecordChanges, 'leaseEndRequest' | 'releaseRequest'>;
  dueTo: Pick<DecommissionRequest, 'leaseUntil' | 'failedExecution'>;
}

/**
 * The marker is written before the event, so that of several callers one asks. An event that the bus didn't take gives
 * the marker back; a call that dies between the two has asked for nothing, and the sweep asks a day later.
 */
async function requestOnce(
  { table, emit }: RequestTools,
  genesysOrgId: string,
  dueRequest: (record: LabOrgRecord) => DueRequest | undefined,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const record = await table.read(genesysOrgId);
    if (record === undefined) return false;
    const due = dueRequest(record);
    if (due === undefined) return false;
    const marked = await table.compareAndSet(record, due.marker);
    if (marked === undefined) continue;
    try {
      await emit(DECOMMISSION_REQUESTED, { genesysOrgId, ...due.dueTo });
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
