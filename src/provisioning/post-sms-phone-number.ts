import { routingApi } from '../genesys/apis/routing-api.ts';
import type { Models } from 'purecloud-platform-client-v2';
import {
  GenesysAmbiguousOutcomeError,
  GenesysConflictError,
  GenesysError,
  GenesysNotFoundError,
  GenesysRequestError,
} from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { PurchaseAttempt, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { StageError } from '../workflow/stage-error.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { attemptsOf, mayHaveBought, settled, withoutCandidate } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber } from './sms-phone-number.ts';
import { countPurchase, uncountCandidate, type Budget } from './spending.ts';

/** How the purchase is called in the audit trail. */
export const PURCHASE = 'purchase SMS phone number';

/** Where tokens come from: a failure there means that the call itself was not sent. */
const TOKEN_PATH = '/oauth/token';

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
 * The number counts as spent before it is asked for, and no more once it is definitely not bought.
 * @throws StageError SpendLimitReached, SmsPhoneNumberRefused, PurchaseInDoubt, SmsPhoneNumberNotPurchasable
 */
export async function postSmsPhoneNumber(
  work: OrgWork,
  budget: Budget,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<PurchasedNumber> {
  const { countryCode, phoneNumberType, addressId } = entry.request;
  const earlier = attemptsOf(entry, smsPhoneNumber);
  const mayBeOurs = mayHaveBought(entry, smsPhoneNumber);
  const attempt: PurchaseAttempt = {
    smsPhoneNumber,
    attempt: earlier.length + 1,
    executionArn: work.executionArn,
    sent: new Date().toISOString(),
  };
  await countPurchase(work, budget, entry, smsPhoneNumber, attempt.sent);
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
    // Said before it is written: a call that ends in between finds the number and says it again.
    work.audit({
      phase: 'done',
      change: PURCHASE,
      resourceId: smsPhoneNumber,
      before: null,
      after,
      correlationId: correlationIdOf(answer),
    });
    await settleAttempt(work, smsPhoneNumber, 'accepted');
    return { smsPhoneNumber, isAdopted: false };
  } catch (error) {
    if (!(error instanceof GenesysError)) throw error;
    if (isUnclear(error) || (mayBeOurs && isRefusal(error))) return lookAfterDoubt(work, smsPhoneNumber, error);
    const current = work.record.smsPhoneNumber ?? entry;
    if (!isRefusal(error)) {
      const attempts = settled(current, smsPhoneNumber, 'unsent');
      // One that was in doubt before stays so, and stays counted.
      if (!mayBeOurs) await uncountCandidate(budget.spend, { ...current, attempts }, smsPhoneNumber);
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
    await dropCandidate(
      work,
      budget,
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

/** A POST may or may not have bought the number: the inventory knows, if it can be asked. */
async function lookAfterDoubt(work: OrgWork, smsPhoneNumber: string, cause: GenesysError): Promise<PurchasedNumber> {
  const audit = { change: PURCHASE, resourceId: smsPhoneNumber, correlationId: cause.correlationId } as const;
  const entry = work.record.smsPhoneNumber;
  if (entry !== undefined) await work.change({ smsPhoneNumber: { ...entry, state: 'in doubt' } });
  work.audit({ phase: 'in doubt', ...audit });
  let found: Models.SmsPhoneNumber | undefined;
  try {
    found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  } catch (error) {
    if (!(error instanceof GenesysError)) throw error;
    throw inDoubt(work, smsPhoneNumber, error);
  }
  if (found === undefined) throw inDoubt(work, smsPhoneNumber, cause);
  work.audit({ phase: 'found done', ...audit, costEffect: 'monthly charge begins' });
  const doubtful = work.record.smsPhoneNumber;
  if (doubtful !== undefined) {
    const attempts = settled(doubtful, smsPhoneNumber, 'accepted');
    await work.change({ smsPhoneNumber: { ...doubtful, state: 'purchasing', attempts } });
  }
  return { smsPhoneNumber, isAdopted: false };
}

function inDoubt(work: OrgWork, smsPhoneNumber: string, cause: GenesysError): StageError {
  return orgError(
    'PurchaseInDoubt',
    work.record,
    `whether ${smsPhoneNumber} was bought is not known. ${cause.message} The same number is tried again; no other is bought meanwhile. ` +
      `If this stays, look at the SMS number inventory (Admin > Message > SMS Number Inventory): when the number is there, register again; when it never comes, register with ` +
      `"abandonCandidate": "${smsPhoneNumber}".`,
    cause,
  );
}

/** The candidate is definitely lost: the ledger keeps why. */
export async function dropCandidate(
  work: OrgWork,
  { spend }: Budget,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  reason: string,
): Promise<void> {
  await uncountCandidate(spend, entry, smsPhoneNumber);
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
  return (error instanceof GenesysRequestError && error.status === 400) || error instanceof GenesysNotFoundError;
}

/** No answer, or one that says that something is under way. Without a token the purchase itself was never sent. */
function isUnclear(error: GenesysError): boolean {
  if (error.path === TOKEN_PATH) return false;
  return error instanceof GenesysAmbiguousOutcomeError || error instanceof GenesysConflictError;
}

/** The failure that makes the state machine try the next candidate. */
export function refused(work: OrgWork, smsPhoneNumber: string, reason: string): StageError {
  return orgError(
    'SmsPhoneNumberRefused',
    work.record,
    `${smsPhoneNumber} cannot be had: ${reason} The next candidate is tried.`,
  );
}
