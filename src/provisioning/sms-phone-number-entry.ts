import type { LabOrgRecord, PurchaseAttempt, RefusedCandidate, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';

/** States in which the ledger's number is the org's, or may be. */
const OWNED: readonly SmsPhoneNumberEntry['state'][] = ['chosen', 'purchasing', 'in doubt', 'active'];

/** The number that the ledger holds for the org, whatever is known of its purchase, or undefined. */
export function ledgerNumber(entry: SmsPhoneNumberEntry | undefined): string | undefined {
  return entry !== undefined && OWNED.includes(entry.state) ? entry.smsPhoneNumber : undefined;
}

/** The POSTs of one candidate, oldest first. */
export function attemptsOf(entry: SmsPhoneNumberEntry, smsPhoneNumber: string): PurchaseAttempt[] {
  return entry.attempts.filter((attempt) => attempt.smsPhoneNumber === smsPhoneNumber);
}

/** Whether a POST of the number may have bought it: unless every one of them ended refused or unsent. */
export function mayHaveBought(entry: SmsPhoneNumberEntry, smsPhoneNumber: string): boolean {
  return attemptsOf(entry, smsPhoneNumber).some(({ result }) => result !== 'refused' && result !== 'unsent');
}

/** States of a number that was not seen to be the org's yet. */
const UNSEEN: readonly SmsPhoneNumberEntry['state'][] = ['chosen', 'purchasing', 'in doubt'];

/** A candidate that was never bought and isn't adopted: it may be left for another. */
export function isMereCandidate(entry: SmsPhoneNumberEntry, smsPhoneNumber: string): boolean {
  return UNSEEN.includes(entry.state) && !entry.isAdopted && !mayHaveBought(entry, smsPhoneNumber);
}

/** The attempts after an answer: the last one of the number gets its result; once accepted, the doubtful ones do too. */
export function settled(
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  result: NonNullable<PurchaseAttempt['result']>,
): PurchaseAttempt[] {
  const last = attemptsOf(entry, smsPhoneNumber).at(-1);
  return entry.attempts.map((attempt) =>
    attempt === last ||
    (result === 'accepted' && attempt.smsPhoneNumber === smsPhoneNumber && attempt.result === undefined)
      ? { ...attempt, result }
      : attempt,
  );
}

/** The entry after its candidate was definitely lost: no number, and the reason kept. */
export function withoutCandidate(entry: SmsPhoneNumberEntry, candidate: RefusedCandidate): SmsPhoneNumberEntry {
  const { smsPhoneNumber: lost, ...rest } = entry;
  return { ...rest, state: 'none', refused: [...entry.refused, candidate] };
}

/**
 * The number that a decommissioning gives back, or undefined: a bought one, an adopted one only where the request spells it
 * out. While an org is provisioned, nothing is.
 */
export function numberToRelease({ status, smsPhoneNumber, decommissioning }: LabOrgRecord): string | undefined {
  if (status !== 'decommissioning' || smsPhoneNumber === undefined) return undefined;
  const { isAdopted, smsPhoneNumber: number } = smsPhoneNumber;
  return isAdopted && decommissioning?.releaseAdopted !== number ? undefined : number;
}
