import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import { GenesysConflictError, GenesysNotFoundError, GenesysRequestError } from '../genesys/errors.ts';
import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import { keep } from './kept-things.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { attemptsOf, isMereCandidate, withoutCandidate } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, provisioningState } from './sms-phone-number.ts';

/** How the audit trail calls the release. */
export const RELEASE = 'release SMS phone number';

/** What became of the number; `releasing`: Genesys has taken the release and works on it. */
export type NumberRelease = 'releasing' | 'released' | 'never bought' | 'adopted, kept' | 'nothing to release';

/**
 * Releases the org's number: one that we bought, or an adopted one that the request spells out. It ends its charges and
 * can't be taken back. `releasing` is written before the first DELETE, which may be repeated without harm.
 * @throws StageError SmsPhoneNumberInUse, SmsPhoneNumberNotReady (waited for), PurchaseInDoubt
 */
export async function releaseSmsPhoneNumber(
  work: OrgWork,
): Promise<{ smsPhoneNumber: string | null; outcome: NumberRelease }> {
  const entry = work.record.smsPhoneNumber;
  const smsPhoneNumber = entry?.smsPhoneNumber;
  if (entry === undefined || smsPhoneNumber === undefined || entry.state === 'released')
    return { smsPhoneNumber: null, outcome: 'nothing to release' };
  if (entry.isAdopted && work.record.decommissioning?.releaseAdopted !== smsPhoneNumber) {
    const why = 'it was in the org before lab-sms; "releaseAdopted" with this number would release it';
    await keep(work, { what: 'SMS phone number', id: smsPhoneNumber, why });
    await work.change({ smsPhoneNumber: undefined });
    return { smsPhoneNumber, outcome: 'adopted, kept' };
  }
  if (isMereCandidate(entry, smsPhoneNumber)) return neverBought(work, entry, smsPhoneNumber, 'chosen, never bought');
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  if (found === undefined) return releaseMissing(work, entry, smsPhoneNumber);
  if (entry.state !== 'active' && entry.state !== 'releasing' && provisioningState(found) === 'failed')
    return neverBought(work, entry, smsPhoneNumber, 'its purchase failed');
  await order(work, entry, found, smsPhoneNumber);
  return { smsPhoneNumber, outcome: 'releasing' };
}

/** Asks Genesys to release the number, unless it does so already. */
async function order(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  found: Models.SmsPhoneNumber,
  smsPhoneNumber: string,
): Promise<void> {
  if (entry.state !== 'releasing') await work.change({ smsPhoneNumber: { ...entry, state: 'releasing' } });
  const change = { change: RELEASE, resourceId: smsPhoneNumber, before: found.phoneNumberStatus };
  if (isBeingReleased(found)) {
    work.audit({ phase: 'found done', ...change });
    return;
  }
  work.audit({ phase: 'intended', ...change });
  try {
    await routingApi(work.genesys).deleteRoutingSmsPhonenumber(smsPhoneNumber);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return;
    const correlationId =
      error instanceof GenesysRequestError || error instanceof GenesysConflictError ? error.correlationId : undefined;
    work.audit({ phase: 'refused', ...change, correlationId });
    if (error instanceof GenesysConflictError && error.code === 'provisioning.action.in.progress') {
      const message = `Genesys still works on ${smsPhoneNumber}; waiting before it is released.`;
      throw orgError('SmsPhoneNumberNotReady', work.record, message, error);
    }
    if (error instanceof GenesysRequestError && error.code === 'recipient.has.flow') {
      throw orgError(
        'SmsPhoneNumberInUse',
        work.record,
        `${smsPhoneNumber} can't be released: messages to it are routed to a flow. Remove that route (Admin > Routing > Message ` +
          'Routing), then ask for the decommissioning again.',
        error,
      );
    }
    throw error;
  }
}

/** Whether Genesys has taken an order to release the number. */
export function isBeingReleased({ provisioningStatus, phoneNumberStatus }: Models.SmsPhoneNumber): boolean {
  const isDeletion = provisioningStatus?.action?.toLowerCase() === 'delete';
  return phoneNumberStatus?.toUpperCase() === 'PENDING_CANCELLATION' || (isDeletion && !hasFailed(provisioningStatus));
}

/** Whether what Genesys did last to a number has failed. */
export function hasFailed(status: Models.SmsProvisioningStatus | undefined): boolean {
  return status?.state?.toLowerCase() === 'failed';
}

/** The number isn't in the org: released before, by us or by somebody; or its purchase has never shown. */
async function releaseMissing(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<{ smsPhoneNumber: string; outcome: NumberRelease }> {
  if (entry.state === 'active' || entry.state === 'releasing' || entry.isAdopted) {
    await recordReleasedNumber(work, entry, smsPhoneNumber);
    return { smsPhoneNumber, outcome: 'released' };
  }
  if (work.record.decommissioning?.abandonCandidate === smsPhoneNumber)
    return neverBought(work, entry, smsPhoneNumber, 'abandoned by the request');
  const isAccepted = attemptsOf(entry, smsPhoneNumber).some(({ result }) => result === 'accepted');
  if (isAccepted) {
    const message = `Genesys took the purchase of ${smsPhoneNumber} and doesn't show the number yet; waiting before it is released.`;
    throw orgError('SmsPhoneNumberNotReady', work.record, message);
  }
  throw orgError(
    'PurchaseInDoubt',
    work.record,
    `whether ${smsPhoneNumber} was bought is not known, and it isn't in the org now. Look at the SMS number inventory again later: ` +
      `when it is there, ask for the decommissioning again; when it never comes, ask with "abandonCandidate": "${smsPhoneNumber}".`,
  );
}

/** Writes down that the org has given its number back. */
export async function recordReleasedNumber(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<void> {
  await work.change({ smsPhoneNumber: { ...entry, state: 'released', releasedAt: new Date().toISOString() } });
  work.audit({ phase: 'done', change: RELEASE, resourceId: smsPhoneNumber, after: 'not in the org any more' });
}

async function neverBought(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  reason: string,
): Promise<{ smsPhoneNumber: string; outcome: NumberRelease }> {
  const candidate = { smsPhoneNumber, executionArn: work.executionArn, reason };
  await work.change({ smsPhoneNumber: withoutCandidate(entry, candidate) });
  work.audit({ phase: 'found done', change: RELEASE, resourceId: smsPhoneNumber, after: reason });
  return { smsPhoneNumber, outcome: 'never bought' };
}
