import { routingApi } from '../genesys/apis/routing-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysConflictError, GenesysError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { PurchaseAttempt, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { attemptsOf, settled, withoutCandidate } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber } from './sms-phone-number.ts';

/** How the purchase is called in the audit trail. */
export const PURCHASE = 'purchase SMS phone number';

/** Refusals of this number that another number may not meet. */
const NUMBER_REFUSED = ['phone.number.unavailable', 'phone.number.duplicate', 'bad.request', 'not.found'];

/** The number that the org has or is getting. */
export interface PurchasedNumber {
  smsPhoneNumber: string;
  isAdopted: boolean;
}

/**
 * Sends one POST for one candidate and settles what it means. The attempt is written before it is sent and its result
 * after a definite answer; without one, the inventory is asked, and as long as that doesn't tell, the purchase is in doubt.
 * @throws StageError SmsPhoneNumberRefused, PurchaseInDoubt, SmsPhoneNumberNotPurchasable
 */
export async function postSmsPhoneNumber(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<PurchasedNumber> {
  const { countryCode, phoneNumberType, addressId } = entry.request;
  const earlier = attemptsOf(entry, smsPhoneNumber);
  const wasInDoubt = earlier.some((attempt) => attempt.result === undefined);
  const attempt: PurchaseAttempt = {
    smsPhoneNumber,
    attempt: earlier.length + 1,
    executionArn: work.executionArn,
    sent: new Date().toISOString(),
  };
  await work.change({ smsPhoneNumber: { ...entry, state: 'purchasing', attempts: [...entry.attempts, attempt] } });
  const after = { countryCode, phoneNumberType, attempt: attempt.attempt, monthlyCharge: true };
  work.audit({ phase: 'intended', change: PURCHASE, resourceId: smsPhoneNumber, before: null, after });
  const body = {
    phoneNumber: smsPhoneNumber,
    phoneNumberType,
    countryCode,
    ...(addressId === undefined ? {} : { addressId }),
  };
  try {
    const answer = await routingApi(work.genesys).postRoutingSmsPhonenumbers(body);
    await settleAttempt(work, smsPhoneNumber, 'accepted');
    work.audit({
      phase: 'done',
      change: PURCHASE,
      resourceId: smsPhoneNumber,
      before: null,
      after,
      correlationId: correlationIdOf(answer),
    });
    return { smsPhoneNumber, isAdopted: false };
  } catch (error) {
    if (!(error instanceof GenesysError)) throw error;
    const isUnclear = error instanceof GenesysAmbiguousOutcomeError || error instanceof GenesysConflictError;
    if (isUnclear || (wasInDoubt && isRefusal(error))) return lookAfterDoubt(work, smsPhoneNumber, error);
    if (!isRefusal(error)) {
      await settleAttempt(work, smsPhoneNumber, 'unsent');
      throw error;
    }
    work.audit({
      phase: 'refused',
      change: PURCHASE,
      resourceId: smsPhoneNumber,
      after: error.code,
      correlationId: error.correlationId,
    });
    const current = work.record.smsPhoneNumber ?? entry;
    await dropCandidate(
      work,
      { ...current, attempts: settled(current, smsPhoneNumber, 'refused') },
      smsPhoneNumber,
      error.code ?? work.clean(error.message),
    );
    if (NUMBER_REFUSED.includes(error.code ?? '')) throw refused(work, smsPhoneNumber, error.message);
    throw orgError(
      'SmsPhoneNumberNotPurchasable',
      work.record,
      `no ${phoneNumberType} number in ${countryCode} can be bought like this. ${error.message} Nothing was bought. Where an address ` +
        'is required, make one and give its id as sms.addressId; where documents are required, the country is bought by hand in ' +
        'Genesys Cloud, then adopted with sms.phoneNumber.',
      error,
    );
  }
}

/** A POST may or may not have bought the number: the inventory knows. */
async function lookAfterDoubt(work: OrgWork, smsPhoneNumber: string, cause: GenesysError): Promise<PurchasedNumber> {
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  if (found !== undefined) {
    await settleAttempt(work, smsPhoneNumber, 'accepted');
    work.audit({
      phase: 'found done',
      change: PURCHASE,
      resourceId: smsPhoneNumber,
      correlationId: cause.correlationId,
    });
    return { smsPhoneNumber, isAdopted: false };
  }
  const entry = work.record.smsPhoneNumber;
  if (entry !== undefined) await work.change({ smsPhoneNumber: { ...entry, state: 'in doubt' } });
  work.audit({ phase: 'in doubt', change: PURCHASE, resourceId: smsPhoneNumber, correlationId: cause.correlationId });
  throw orgError(
    'PurchaseInDoubt',
    work.record,
    `whether ${smsPhoneNumber} was bought is not known. ${cause.message} The same number is tried again; no other is bought meanwhile. ` +
      `If this stays, look at the SMS number inventory: when the number is there, register again; when it never comes, register with ` +
      `"abandonCandidate": "${smsPhoneNumber}".`,
    cause,
  );
}

/** The candidate is definitely lost: the ledger keeps why. */
export async function dropCandidate(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  reason: string,
): Promise<void> {
  await work.change({
    smsPhoneNumber: withoutCandidate(entry, { smsPhoneNumber, executionArn: work.executionArn, reason }),
  });
}

async function settleAttempt(work: OrgWork, smsPhoneNumber: string, result: 'accepted' | 'unsent'): Promise<void> {
  const entry = work.record.smsPhoneNumber;
  if (entry !== undefined)
    await work.change({ smsPhoneNumber: { ...entry, attempts: settled(entry, smsPhoneNumber, result) } });
}

/** A 400 or 404 is the vendor's answer about this number; anything else was not decided on the number. */
function isRefusal(error: GenesysError): boolean {
  return error.status === 400 || error.status === 404;
}

/** The failure that makes the state machine try the next candidate. */
export function refused(work: OrgWork, smsPhoneNumber: string, reason: string): Error {
  return orgError(
    'SmsPhoneNumberRefused',
    work.record,
    `${smsPhoneNumber} cannot be had: ${reason} The next candidate is tried.`,
  );
}
