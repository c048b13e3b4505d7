import type { OrgSpend } from '../ledger/spend.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { hasFailed, isBeingReleased, recordReleasedNumber } from './release-sms-phone-number.ts';
import { getSmsPhoneNumber } from './sms-phone-number.ts';

/**
 * Looks whether the number has left the org, and records it as released. One that Genesys has completely processed and
 * shows until its paid period ends counts as released.
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
  const isEnded = found?.provisioningStatus?.state?.toLowerCase() === 'completed' && isBeingReleased(found);
  if (found === undefined || isEnded) {
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
