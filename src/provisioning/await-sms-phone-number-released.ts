import type { Models } from 'purecloud-platform-client-v2';
import type { OrgSpend } from '../ledger/spend.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { hasFailed, isBeingReleased, recordReleasedNumber } from './release-sms-phone-number.ts';
import { getSmsPhoneNumber } from './sms-phone-number.ts';

/**
 * Looks whether the number has left the org, and records it as released. One that Genesys has completely processed and
 * shows until its paid period ends counts as released; one that waits for its cancellation without saying that the release
 * is done, only after some minutes, since a release may still fail.
 * @throws StageError SmsPhoneNumberNotReleased (waited for), SmsPhoneNumberReleaseFailed
 */
export async function awaitSmsPhoneNumberReleased(
  work: OrgWork,
  spend: OrgSpend,
): Promise<{ smsPhoneNumber: string | null }> {
  const entry = work.record.smsPhoneNumber;
  const smsPhoneNumber = entry?.smsPhoneNumber;
  if (entry === undefined || smsPhoneNumber === undefined || entry.state !== 'releasing')
    return { smsPhoneNumber: null };
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  if (found === undefined || isReleaseEnded(found, entry.releasingSince, Date.now())) {
    await recordReleasedNumber(work, spend, entry, smsPhoneNumber);
    return { smsPhoneNumber };
  }
  const { provisioningStatus: status, phoneNumberStatus } = found;
  const seen = `${status?.action ?? 'no action'} ${status?.state ?? 'unknown'}, number ${phoneNumberStatus ?? 'unknown'}`;
  if (isBeingReleased(found)) {
    const message = `${smsPhoneNumber} is ${seen}; waiting for Genesys to release it.`;
    throw orgError('SmsPhoneNumberNotReleased', work.record, message);
  }
  const said = hasFailed(status) ? work.clean(status?.error?.message ?? seen) : `no release is under way (${seen})`;
  throw orgError(
    'SmsPhoneNumberReleaseFailed',
    work.record,
    `${smsPhoneNumber} was not released: ${said.replace(/\.$/, '')}. It costs money until it is released (Admin > Message > SMS Number Inventory).`,
  );
}

/** How long a number may wait for its cancellation before that counts as its end. */
const CANCELLATION_SETTLES_MS = 10 * 60_000;

/** Whether Genesys is through with the release of a number that it still shows. */
export function isReleaseEnded(found: Models.SmsPhoneNumber, releasingSince: string | undefined, now: number): boolean {
  const { action, state } = found.provisioningStatus ?? {};
  if (!isBeingReleased(found) || (state ?? 'Completed').toLowerCase() !== 'completed') return false;
  if (action?.toLowerCase() === 'delete') return true;
  return releasingSince === undefined || now - Date.parse(releasingSince) > CANCELLATION_SETTLES_MS;
}
