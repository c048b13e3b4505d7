import type { QueueEntry } from '../ledger/lab-org-record.ts';
import type { OrgWork } from './org-work.ts';
import { getQueue, outboundNumberOf } from './queue.ts';
import { SET_OUTBOUND_NUMBER, setOutboundNumber } from './set-outbound-number.ts';
import { numberToRelease } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, provisioningState } from './sms-phone-number.ts';

/** What became of a queue that was to get its earlier number back; `foreign`: somebody has given it another meanwhile. */
export type GivenBack = { outcome: 'given back' | 'found done' | 'gone' } | { outcome: 'foreign'; now: string | null };

/**
 * Gives a queue the number back that it had before the first change, or none where the org has lost that number since.
 * A queue that no longer sends from the org's number is somebody's decision, and left alone.
 */
export async function giveBackQueue(work: OrgWork, entry: QueueEntry): Promise<GivenBack> {
  const queue = await getQueue(work.genesys, entry.id);
  if (queue === undefined) return { outcome: 'gone' };
  const now = outboundNumberOf(queue);
  const earlier = await stillActive(work, entry.previousSmsPhoneNumber);
  if (now === earlier) {
    const change = { change: SET_OUTBOUND_NUMBER, resourceId: entry.id, before: now, after: earlier } as const;
    work.audit({ phase: 'found done', ...change });
    return { outcome: 'found done' };
  }
  if (now !== work.record.smsPhoneNumber?.smsPhoneNumber && !isTakenOff(work, now)) return { outcome: 'foreign', now };
  await setOutboundNumber(work, queue, earlier);
  return { outcome: 'given back' };
}

/** Genesys takes a number that is released off its queues by itself: an earlier run that came that far left it so. */
function isTakenOff(work: OrgWork, now: string | null): boolean {
  const state = work.record.smsPhoneNumber?.state;
  return now === null && (state === 'releasing' || state === 'released');
}

async function stillActive(work: OrgWork, smsPhoneNumber: string | null): Promise<string | null> {
  if (smsPhoneNumber === numberToRelease(work.record)) return null;
  const found = smsPhoneNumber === null ? undefined : await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  return found !== undefined && provisioningState(found) === 'ready' ? smsPhoneNumber : null;
}
