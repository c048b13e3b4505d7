import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { REGISTERED, type LeaseEndingDetail } from '../workflow/events.ts';
import { observationKey, type Observation } from './observation.ts';
import { orgLabel } from './org-work.ts';

/** How long before its end a lease is told of, in milliseconds. */
const TOLD_BEFORE_MS = 3 * 24 * 3_600_000;

/** The key of what is remembered of a lease. */
export const LEASE_KEY = observationKey('lease', 'end');

/** The end of the org's lease if it is near and still ahead, or undefined: what is over or being undone is no news. */
export function endingLease({ leaseUntil, status }: LabOrgRecord, now: number): string | undefined {
  if (leaseUntil === undefined || (status !== 'ready' && status !== 'failed')) return undefined;
  const left = Date.parse(leaseUntil) - now;
  return left > 0 && left <= TOLD_BEFORE_MS ? leaseUntil : undefined;
}

/** That the org's lease is about to end, told once for each end; none while it isn't. */
export function observeLease(record: LabOrgRecord, now: number): Observation[] {
  const leaseUntil = endingLease(record, now);
  if (leaseUntil === undefined) return [];
  const message = leaseEndingMessage(record, leaseUntil);
  const { genesysOrgId: resourceId } = record;
  return [{ key: LEASE_KEY, value: leaseUntil, isCertain: true, finding: 'lease ending', resourceId, message }];
}

/** The event that tells the world of it. */
export function leaseEndingDetail(record: LabOrgRecord, leaseUntil: string): LeaseEndingDetail {
  const { genesysOrgId, registration } = record;
  const message = leaseEndingMessage(record, leaseUntil);
  return { genesysOrgId, name: registration.name, leaseUntil, undone: undoneAtTheEnd(record), message };
}

function leaseEndingMessage(record: LabOrgRecord, leaseUntil: string): string {
  const undone = undoneAtTheEnd(record);
  const what = undone.length === 0 ? 'nothing of lab-sms is in it' : undone.join('; ');
  return (
    `Org ${orgLabel(record)}: its lease ends at ${leaseUntil}, and it is decommissioned then: ${what}. To keep it, register it again ` +
    `(a new event ${REGISTERED}): its leaseDays count anew from the end of that run, and without leaseDays it has no end. ` +
    'Otherwise there is nothing to do.'
  );
}

/** What the ledger says is ours, in the words of what becomes of it. */
function undoneAtTheEnd({ smsPhoneNumber: entry, queue, messageFlow, recipient }: LabOrgRecord): string[] {
  const number = entry?.state === 'none' || entry?.state === 'released' ? undefined : entry?.smsPhoneNumber;
  return [
    ...(recipient === undefined ? [] : [`messages to ${recipient.id} go to ${recipient.previousFlowId ?? 'no flow'}`]),
    ...(queue === undefined ? [] : [`queue "${queue.name}" sends from ${queue.previousSmsPhoneNumber ?? 'no number'}`]),
    ...(messageFlow?.origin === 'created' ? [`flow "${messageFlow.name}" is deleted if unedited`] : []),
    ...(number === undefined || entry === undefined
      ? []
      : [entry.isAdopted ? `number ${number} stays (adopted)` : `number ${number} is released and can't be had back`]),
  ];
}
