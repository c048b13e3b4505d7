import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { OrgSpend, SpendCount, SpendLimits } from '../ledger/spend.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import type { OrgWork } from './org-work.ts';
import { refuse, type Problem } from './problems.ts';
import { attemptsOf, mayHaveBought } from './sms-phone-number-entry.ts';

/** What may be spent, and what is counted as spent. */
export interface Budget {
  limits: SpendLimits;
  spend: OrgSpend;
}

/**
 * Counts the number before it is asked for. A number in doubt counts on the day on which it may have been bought, however
 * long it stays in doubt.
 * @throws StageError SpendLimitReached
 */
export async function countPurchase(
  work: OrgWork,
  { limits, spend }: Budget,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  now: string,
): Promise<void> {
  const doubtful = attemptsOf(entry, smsPhoneNumber).find(({ result }) => result !== 'refused' && result !== 'unsent');
  const day = dayOf(doubtful?.sent ?? now);
  const outcome = await spend.count(smsPhoneNumber, day, limits);
  if (outcome !== 'counted') refuse(work.record, spendProblem(limits, outcome, day));
}

/** The number is lost to the org: what it counted is given back, except on its day where it may have been bought. */
export async function uncountCandidate(
  spend: OrgSpend,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<void> {
  if (mayHaveBought(entry, smsPhoneNumber)) await spend.uncount(smsPhoneNumber);
  else await giveBackPurchase(spend, entry, smsPhoneNumber);
}

/** The number was definitely not bought, whatever was thought of its attempts. */
export async function giveBackPurchase(
  spend: OrgSpend,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<void> {
  await spend.giveBack(smsPhoneNumber, new Set(attemptsOf(entry, smsPhoneNumber).map(({ sent }) => dayOf(sent))));
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** Why no number may be bought, and what to do. */
export function spendProblem(limits: SpendLimits, outcome: Exclude<SpendCount, 'counted'>, day: string): Problem {
  const raised = 'in settings.json and deploy (npm run deploy), then redrive this execution or register again.';
  const message =
    outcome === 'day is full'
      ? `nothing was bought, because the limit of ${limits.perDay} numbers a day (numbersPerDay) is used up for ${day} (UTC). Every number ` +
        'that any org of this deployment asked for counts, also if it was released since; refused and adopted ones do not. ' +
        `Register again after 00:00 UTC, or raise numbersPerDay ${raised}`
      : `nothing was bought, because the limit of ${limits.inAll} numbers in all (numbersInAll) is used up. Every number that this ` +
        'deployment bought for any org and has not released counts; adopted ones do not. Decommission orgs that are no longer ' +
        `needed ${HOW_TO_DECOMMISSION}, or raise numbersInAll ${raised}`;
  return { name: 'SpendLimitReached', message };
}
