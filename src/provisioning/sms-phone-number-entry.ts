import type { LabOrgRecord, PurchaseAttempt, RefusedCandidate, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { Registration } from '../workflow/registration.ts';

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

/** Whether this very execution bought the org's number, or may have; an adopted number was bought by nobody here. */
export function mayHaveBoughtIn(entry: SmsPhoneNumberEntry, executionArn: string): boolean {
  const smsPhoneNumber = ledgerNumber(entry);
  if (smsPhoneNumber === undefined || entry.isAdopted) return false;
  const attempts = entry.attempts.filter((attempt) => attempt.executionArn === executionArn);
  return mayHaveBought({ ...entry, attempts }, smsPhoneNumber);
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
 * The entry after its number has left the ledger. What was asked for before stays known, because a candidate that was given
 * up may turn up later and cost money: undefined only where nothing was.
 */
export function withoutNumber(entry: SmsPhoneNumberEntry): SmsPhoneNumberEntry | undefined {
  const { smsPhoneNumber: left, activeSince, stateBeforeRelease, releasingSince, ...rest } = entry;
  const attempts = entry.attempts.filter(({ smsPhoneNumber }) => smsPhoneNumber !== left);
  return attempts.length === 0 ? undefined : { ...rest, state: 'none', isAdopted: false, attempts };
}

/**
 * The number that a decommissioning gives back, or undefined: a bought one, an adopted one only where the request spells it
 * out. While an org is provisioned, nothing is.
 */
export function numberToRelease({ status, smsPhoneNumber, decommissioning }: LabOrgRecord): string | undefined {
  if (status !== 'decommissioning' || smsPhoneNumber === undefined) return undefined;
  const { isAdopted, state, smsPhoneNumber: number } = smsPhoneNumber;
  // Once it was spelled out and its release has begun, that goes on; it can't be taken back.
  const isToStay = isAdopted && state !== 'releasing' && decommissioning?.releaseAdopted !== number;
  return isToStay ? undefined : number;
}

/** Whether the ledger's number may be left for another: it was never bought, or a person has given it up. */
export function mayBeLeft(entry: SmsPhoneNumberEntry, { abandonCandidate }: Registration): boolean {
  const owned = ledgerNumber(entry);
  if (owned === undefined) return true;
  return isMereCandidate(entry, owned) || (abandonCandidate === owned && entry.state !== 'active');
}

/**
 * The region to connect to. An org stays where its number is: a later registration that is refused may name another, and
 * must not lead verification, decommissioning or the refusal itself astray. A number is only ever chosen in an org that
 * has answered, so also the region of a number that has gone is the org's, for whatever is left to undo.
 */
export function regionToConnect({
  status,
  smsPhoneNumber: entry,
  registration,
}: LabOrgRecord): Registration['genesysRegion'] {
  if (entry === undefined) return registration.genesysRegion;
  const isUndone = status === 'decommissioning' || status === 'left behind' || status === 'decommissioned';
  const isBound = entry.state === 'releasing' || !mayBeLeft(entry, registration);
  return isUndone || isBound ? entry.genesysRegion : registration.genesysRegion;
}
