import { routingApi } from '../genesys/apis/routing-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysConflictError, GenesysError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { PurchaseAttempt, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { refuse } from './problems.ts';
import { chooseCandidate } from './sms-phone-number-choice.ts';
import { attemptsOf, ledgerNumber, settled, withoutCandidate } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, numberMissing, numberNotOwned } from './sms-phone-number.ts';

/** Refusals of this number that another number may not meet. */
const NUMBER_REFUSED = ['phone.number.unavailable', 'phone.number.duplicate', 'bad.request', 'not.found'];

/** The number that the org has or is getting. */
export interface PurchasedNumber {
  smsPhoneNumber: string;
  isAdopted: boolean;
}

/**
 * Adopts or buys the org's number. One candidate at a time: the choice is written before the POST, each POST before it
 * is sent, and while the outcome of one is unknown the same number is looked for and posted again, never another.
 * Elapsed time and 404s never free a candidate; only a definite refusal does.
 * @throws StageError SmsPhoneNumberRefused (retried with the next candidate), PurchaseInDoubt (retried with the same),
 *   NumberMissing, SmsPhoneNumberNotOwned, SmsPhoneNumberNotPurchasable, NoSmsPhoneNumberAvailable
 */
export async function purchaseSmsPhoneNumber(work: OrgWork): Promise<PurchasedNumber> {
  const { registration } = work.record;
  await abandonCandidateIfAsked(work);
  const entry = work.record.smsPhoneNumber;
  const owned = ledgerNumber(entry);
  if (entry !== undefined && owned !== undefined) {
    const found = await getSmsPhoneNumber(work.genesys, owned);
    if (found !== undefined) return foundAgain(work, entry, owned);
    if (entry.state === 'active') refuse(work.record, numberMissing(owned));
    if (entry.isAdopted) refuse(work.record, numberNotOwned(owned));
    return post(work, entry, owned);
  }
  if (registration.sms.phoneNumber !== undefined) return adopt(work, registration.sms.phoneNumber);
  const chosen = await chooseCandidate(work);
  return post(work, chosen, chosen.smsPhoneNumber ?? '');
}

async function adopt(work: OrgWork, smsPhoneNumber: string): Promise<PurchasedNumber> {
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  if (found === undefined) refuse(work.record, numberNotOwned(smsPhoneNumber));
  const { registration, smsPhoneNumber: earlier } = work.record;
  await work.change({
    smsPhoneNumber: {
      state: 'purchasing',
      smsPhoneNumber,
      isAdopted: true,
      executionArn: work.executionArn,
      request: registration.sms,
      genesysRegion: registration.genesysRegion,
      attempts: earlier?.attempts ?? [],
      refused: earlier?.refused ?? [],
    },
  });
  work.audit({
    phase: 'found done',
    change: 'adopt SMS phone number',
    resourceId: smsPhoneNumber,
    after: { isAdopted: true },
  });
  return { smsPhoneNumber, isAdopted: true };
}

/** The ledger's number is in the org. Ours if we adopted it or may have bought it; a mere choice was never posted. */
async function foundAgain(work: OrgWork, entry: SmsPhoneNumberEntry, smsPhoneNumber: string): Promise<PurchasedNumber> {
  const wasPosted = attemptsOf(entry, smsPhoneNumber).some(
    (attempt) => attempt.result === undefined || attempt.result === 'accepted',
  );
  if (!entry.isAdopted && !wasPosted) {
    await dropCandidate(work, entry, smsPhoneNumber, 'it turned up in the org without having been bought by lab-sms');
    throw refused(work, smsPhoneNumber, 'it was bought by somebody else in this org meanwhile');
  }
  if (entry.state !== 'active') {
    await work.change({
      smsPhoneNumber: { ...entry, state: 'purchasing', attempts: settled(entry, smsPhoneNumber, 'accepted') },
    });
  }
  work.audit({ phase: 'found done', change: 'purchase SMS phone number', resourceId: smsPhoneNumber });
  return { smsPhoneNumber, isAdopted: entry.isAdopted };
}

async function post(work: OrgWork, entry: SmsPhoneNumberEntry, smsPhoneNumber: string): Promise<PurchasedNumber> {
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
  const change = 'purchase SMS phone number';
  const after = { countryCode, phoneNumberType, attempt: attempt.attempt, monthlyCharge: true };
  work.audit({ phase: 'intended', change, resourceId: smsPhoneNumber, before: null, after });
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
      change,
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
      change,
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
  const change = 'purchase SMS phone number';
  if (found !== undefined) {
    await settleAttempt(work, smsPhoneNumber, 'accepted');
    work.audit({ phase: 'found done', change, resourceId: smsPhoneNumber, correlationId: cause.correlationId });
    return { smsPhoneNumber, isAdopted: false };
  }
  const entry = work.record.smsPhoneNumber;
  if (entry !== undefined) await work.change({ smsPhoneNumber: { ...entry, state: 'in doubt' } });
  work.audit({ phase: 'in doubt', change, resourceId: smsPhoneNumber, correlationId: cause.correlationId });
  throw orgError(
    'PurchaseInDoubt',
    work.record,
    `whether ${smsPhoneNumber} was bought is not known. ${cause.message} The same number is tried again; no other is bought meanwhile. ` +
      `If this stays, look at the SMS number inventory: when the number is there, register again; when it never comes, register with ` +
      `"abandonCandidate": "${smsPhoneNumber}".`,
    cause,
  );
}

async function abandonCandidateIfAsked(work: OrgWork): Promise<void> {
  const { registration, smsPhoneNumber: entry } = work.record;
  const candidate = registration.abandonCandidate;
  if (candidate === undefined || entry?.smsPhoneNumber !== candidate || entry.isAdopted) return;
  if (entry.state === 'active' || (await getSmsPhoneNumber(work.genesys, candidate)) !== undefined) return;
  await dropCandidate(work, entry, candidate, 'abandoned by the registration');
  work.audit({
    phase: 'refused',
    change: 'purchase SMS phone number',
    resourceId: candidate,
    after: 'abandoned by the registration',
  });
}

async function dropCandidate(
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

function refused(work: OrgWork, smsPhoneNumber: string, reason: string): Error {
  return orgError(
    'SmsPhoneNumberRefused',
    work.record,
    `${smsPhoneNumber} cannot be had: ${reason} The next candidate is tried.`,
  );
}
