import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { OrgWork } from './org-work.ts';
import { PURCHASE, dropCandidate, postSmsPhoneNumber, refused, type PurchasedNumber } from './post-sms-phone-number.ts';
import { refuse } from './problems.ts';
import { chooseCandidate } from './sms-phone-number-choice.ts';
import { attemptsOf, ledgerNumber, settled } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, numberMissing, numberNotOwned } from './sms-phone-number.ts';

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
    return postSmsPhoneNumber(work, entry, owned);
  }
  if (registration.sms.phoneNumber !== undefined) return adopt(work, registration.sms.phoneNumber);
  const chosen = await chooseCandidate(work);
  return postSmsPhoneNumber(work, chosen, chosen.smsPhoneNumber ?? '');
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
  work.audit({ phase: 'found done', change: PURCHASE, resourceId: smsPhoneNumber });
  return { smsPhoneNumber, isAdopted: entry.isAdopted };
}

async function abandonCandidateIfAsked(work: OrgWork): Promise<void> {
  const { registration, smsPhoneNumber: entry } = work.record;
  const candidate = registration.abandonCandidate;
  if (candidate === undefined || entry?.smsPhoneNumber !== candidate || entry.isAdopted) return;
  if (entry.state === 'active' || (await getSmsPhoneNumber(work.genesys, candidate)) !== undefined) return;
  await dropCandidate(work, entry, candidate, 'abandoned by the registration');
  work.audit({
    phase: 'refused',
    change: PURCHASE,
    resourceId: candidate,
    after: 'abandoned by the registration',
  });
}
