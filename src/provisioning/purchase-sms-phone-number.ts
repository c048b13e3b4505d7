import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { OrgWork } from './org-work.ts';
import { PURCHASE, dropCandidate, postSmsPhoneNumber, refused, type PurchasedNumber } from './post-sms-phone-number.ts';
import { refuse } from './problems.ts';
import { chooseCandidate } from './sms-phone-number-choice.ts';
import { attemptsOf, isMereCandidate, ledgerNumber, settled } from './sms-phone-number-entry.ts';
import {
  getSmsPhoneNumber,
  isAsRequested,
  numberMissing,
  numberNotOwned,
  releasingProblem,
} from './sms-phone-number.ts';
import type { Budget } from './spending.ts';

/**
 * Adopts or buys the org's number. One candidate at a time: the choice is written before the POST, each POST before it
 * is sent, and while the outcome of one is unknown the same number is looked for and posted again, never another.
 * Elapsed time and 404s never free a candidate; only a definite refusal does.
 * @throws StageError SmsPhoneNumberRefused (retried with the next candidate), PurchaseInDoubt (retried with the same),
 *   SpendLimitReached, NumberMissing, SmsPhoneNumberNotOwned, SmsPhoneNumberNotPurchasable, NoSmsPhoneNumberAvailable
 */
export async function purchaseSmsPhoneNumber(work: OrgWork, budget: Budget): Promise<PurchasedNumber> {
  const { registration } = work.record;
  await leaveCandidateIfAsked(work, budget);
  const entry = work.record.smsPhoneNumber;
  refuse(work.record, releasingProblem(entry));
  const owned = ledgerNumber(entry);
  if (entry !== undefined && owned !== undefined) {
    const found = await getSmsPhoneNumber(work.genesys, owned);
    if (found !== undefined) return foundAgain(work, budget, entry, owned);
    if (entry.state === 'active') refuse(work.record, numberMissing(owned));
    if (entry.isAdopted) refuse(work.record, numberNotOwned(owned));
    return postSmsPhoneNumber(work, budget, entry, owned);
  }
  if (registration.sms.phoneNumber !== undefined) return adopt(work, registration.sms.phoneNumber);
  const chosen = await chooseCandidate(work);
  return postSmsPhoneNumber(work, budget, chosen, chosen.smsPhoneNumber ?? '');
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
async function foundAgain(
  work: OrgWork,
  budget: Budget,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<PurchasedNumber> {
  if (isMereCandidate(entry, smsPhoneNumber)) {
    await dropCandidate(
      work,
      budget,
      entry,
      smsPhoneNumber,
      'it turned up in the org without having been bought by lab-sms',
    );
    throw refused(work, smsPhoneNumber, 'it was bought by somebody else in this org meanwhile');
  }
  // Bought by an earlier call of this very run, it is still what this run bought.
  const isOfEarlierRun = attemptsOf(entry, smsPhoneNumber).some(
    ({ result, executionArn }) => result === 'accepted' && executionArn !== work.executionArn,
  );
  const isNews = entry.state !== 'active' && !entry.isAdopted && !isOfEarlierRun;
  work.audit({
    phase: 'found done',
    change: entry.isAdopted ? 'adopt SMS phone number' : PURCHASE,
    resourceId: smsPhoneNumber,
    costEffect: isNews ? 'monthly charge begins' : 'none',
  });
  if (entry.state !== 'active') {
    await work.change({
      smsPhoneNumber: { ...entry, state: 'purchasing', attempts: settled(entry, smsPhoneNumber, 'accepted') },
    });
  }
  return { smsPhoneNumber, isAdopted: entry.isAdopted };
}

/** A candidate is left when a person gives it up, or when it was never bought and the registration now wants another. */
async function leaveCandidateIfAsked(work: OrgWork, budget: Budget): Promise<void> {
  const { registration, smsPhoneNumber: entry } = work.record;
  const candidate = ledgerNumber(entry);
  if (entry === undefined || candidate === undefined || entry.isAdopted || entry.state === 'active') return;
  const isGivenUp = registration.abandonCandidate === candidate;
  const isUnwanted = isMereCandidate(entry, candidate) && !isAsRequested(entry, registration);
  if (!isGivenUp && !isUnwanted) return;
  if ((await getSmsPhoneNumber(work.genesys, candidate)) !== undefined) return;
  const reason = isGivenUp ? 'abandoned by the registration' : 'never bought, and the registration asks for another';
  await dropCandidate(work, budget, entry, candidate, reason);
  work.audit({ phase: 'refused', change: PURCHASE, resourceId: candidate, after: reason });
}
