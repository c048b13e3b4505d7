import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { SpendCount, SpendLimits } from '../ledger/spend.ts';
import type { NumberCharge, PlannedThing } from '../workflow/plan.ts';
import type { Problem } from './problems.ts';
import { findCandidate, nothingOffered } from './sms-phone-number-choice.ts';
import { isMereCandidate, ledgerNumber } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, isAsRequested } from './sms-phone-number.ts';
import { spendProblem } from './spending.ts';
import type { Looks } from './survey-org.ts';

/** What a plan of a number is made from. */
export interface NumberSurroundings {
  readonly genesys: GenesysConnection;
  readonly record: LabOrgRecord;
  readonly limits: SpendLimits;
  /** How a purchase of today would count; asked only when one is planned. */
  readonly counts: (day: string) => Promise<SpendCount>;
}

/** What would become of the number. */
export interface NumberPlan {
  thing: PlannedThing;
  /** E.164; undefined while nobody knows which one it will be. */
  smsPhoneNumber: string | undefined;
  charge: NumberCharge;
  problem?: Problem;
}

/**
 * What the purchase would do, in its own order, with GET calls only: keep the ledger's number, ask for one in doubt again, adopt
 * the registered one, or buy one that is on offer. `isRefused`: a look has found already that the org can't have it.
 */
export async function planNumber(
  surroundings: NumberSurroundings,
  isRefused: boolean,
  looks: Looks,
): Promise<NumberPlan> {
  const { genesys, record } = surroundings;
  const { smsPhoneNumber: entry, registration } = record;
  const now = numberNow(entry);
  const owned = ledgerNumber(entry);
  if (isRefused) return plan(owned, 'unknown', { now, planned: 'refused: see below', action: 'refused' });
  if (entry !== undefined && owned !== undefined) {
    if (entry.state === 'active') return kept(owned, now);
    const found = await looks.take(async () => (await getSmsPhoneNumber(genesys, owned)) ?? 'not there');
    if (found === undefined) return unseen(now);
    const isThere = found !== 'not there';
    const isMere = isMereCandidate(entry, owned);
    if (isThere && !isMere) return kept(owned, now);
    const isLeft =
      isThere || registration.abandonCandidate === owned || (isMere && !isAsRequested(entry, registration));
    if (!isLeft && isMere) return purchase(surroundings, now, owned);
    if (!isLeft)
      return plan(owned, 'possible', {
        now,
        planned: `${owned}, asked for again: nobody knows yet whether it was bought`,
        action: 'buy',
      });
  }
  const wanted = registration.sms.phoneNumber;
  if (wanted !== undefined)
    return plan(wanted, 'goes on', { now: `${wanted} is in the org`, planned: `${wanted}, adopted`, action: 'adopt' });
  const candidate = await looks.take(async () => (await findCandidate(surroundings, entry?.refused ?? [])) ?? 'none');
  if (candidate === undefined) return unseen(now);
  if (candidate !== 'none') return purchase(surroundings, now);
  return {
    ...plan(undefined, 'unknown', { now, planned: 'refused: none is on offer', action: 'refused' }),
    problem: { name: 'NoSmsPhoneNumberAvailable', message: nothingOffered(registration.sms) },
  };
}

/** Which one it will be, a search does not tell: it answers random numbers and reserves none. */
async function purchase(
  { record, limits, counts }: NumberSurroundings,
  now: string,
  chosen?: string,
): Promise<NumberPlan> {
  const { countryCode, phoneNumberType } = record.registration.sms;
  const day = new Date().toISOString().slice(0, 10);
  const outcome = await counts(day);
  const which = chosen ?? `a ${phoneNumberType} number of ${countryCode}`;
  if (outcome === 'counted') return plan(chosen, 'begins', { now, planned: `${which}, bought`, action: 'buy' });
  return {
    ...plan(undefined, 'unknown', { now, planned: 'refused: the limit is used up', action: 'refused' }),
    problem: spendProblem(limits, outcome, day),
  };
}

function kept(smsPhoneNumber: string, now: string): NumberPlan {
  return plan(smsPhoneNumber, 'goes on', { now, planned: smsPhoneNumber, action: 'nothing' });
}

function unseen(now: string): NumberPlan {
  return plan(undefined, 'unknown', { now, planned: 'not to be seen', action: 'unknown' });
}

function plan(
  smsPhoneNumber: string | undefined,
  charge: NumberCharge,
  thing: Omit<PlannedThing, 'thing'>,
): NumberPlan {
  return { smsPhoneNumber, charge, thing: { thing: 'number', ...thing } };
}

function numberNow(entry: SmsPhoneNumberEntry | undefined): string {
  if (entry?.smsPhoneNumber === undefined || entry.state === 'released') return 'none';
  return `${entry.smsPhoneNumber} (${entry.isAdopted ? 'adopted' : 'ours'}, ${entry.state})`;
}
