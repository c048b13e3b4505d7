import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import {
  GenesysConflictError,
  GenesysNotFoundError,
  GenesysPermissionError,
  GenesysRateLimitError,
  GenesysRequestError,
} from '../genesys/errors.ts';
import { correlationIdOfCall } from '../genesys/responses.ts';
import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { OrgSpend } from '../ledger/spend.ts';
import type { CostEffect } from '../workflow/audit.ts';
import { keep } from './kept-things.ts';
import { orgError, type OrgWork } from './org-work.ts';
import {
  attemptsOf,
  isMereCandidate,
  numberToRelease,
  withoutCandidate,
  withoutNumber,
} from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, provisioningState } from './sms-phone-number.ts';
import { uncountCandidate } from './spending.ts';

/** How the audit trail calls the release. */
export const RELEASE = 'release SMS phone number';

/** Why an adopted number is left where it is. */
export const WHY_ADOPTED_STAYS =
  'it was in the org before lab-sms, and the request did not spell it out (releaseAdopted); it is billed as before';

/** What became of the number; `releasing`: Genesys has taken the release and works on it. */
export type NumberRelease = 'releasing' | 'released' | 'never bought' | 'adopted, kept' | 'nothing to release';

/**
 * Releases the org's number: one that we bought, or an adopted one that the request spells out. It ends its charges and
 * can't be taken back. `releasing` is written before the DELETE, which may be repeated without harm, and taken back when it
 * is definitely refused: the number is then as it was, for whatever is asked for next.
 * @throws StageError SmsPhoneNumberInUse, SmsPhoneNumberNotReady (waited for), PurchaseInDoubt
 */
export async function releaseSmsPhoneNumber(
  work: OrgWork,
  spend: OrgSpend,
): Promise<{ smsPhoneNumber: string | null; outcome: NumberRelease }> {
  const entry = work.record.smsPhoneNumber;
  const smsPhoneNumber = entry?.smsPhoneNumber;
  if (entry === undefined || smsPhoneNumber === undefined || entry.state === 'released')
    return { smsPhoneNumber: null, outcome: 'nothing to release' };
  if (entry.isAdopted && numberToRelease(work.record) === undefined) {
    await keep(work, { what: 'SMS phone number', id: smsPhoneNumber, why: WHY_ADOPTED_STAYS });
    await work.change({ smsPhoneNumber: withoutNumber(entry) });
    return { smsPhoneNumber, outcome: 'adopted, kept' };
  }
  if (isMereCandidate(entry, smsPhoneNumber))
    return neverBought(work, spend, entry, smsPhoneNumber, 'chosen, never bought');
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  if (found === undefined) return releaseMissing(work, spend, entry, smsPhoneNumber);
  if (stateBefore(entry) !== 'active' && provisioningState(found) === 'failed')
    return neverBought(work, spend, entry, smsPhoneNumber, 'its purchase failed', 'monthly charge ends');
  auditLatePurchase(work, entry, smsPhoneNumber);
  await order(work, entry, found, smsPhoneNumber);
  return { smsPhoneNumber, outcome: 'releasing' };
}

/** A purchase whose outcome was in doubt has had its effect: what ends now has begun. */
function auditLatePurchase(work: OrgWork, entry: SmsPhoneNumberEntry, smsPhoneNumber: string): void {
  const isKnown = attemptsOf(entry, smsPhoneNumber).some(({ result }) => result === 'accepted');
  if (entry.isAdopted || isKnown || !['purchasing', 'in doubt'].includes(stateBefore(entry))) return;
  const purchase = { change: 'purchase SMS phone number', resourceId: smsPhoneNumber } as const;
  work.audit({ phase: 'found done', ...purchase, costEffect: 'monthly charge begins' });
}

/** Asks Genesys to release the number, unless it does so already. */
async function order(
  work: OrgWork,
  entry: SmsPhoneNumberEntry,
  found: Models.SmsPhoneNumber,
  smsPhoneNumber: string,
): Promise<void> {
  const before = stateBefore(entry);
  if (entry.state !== 'releasing') {
    const releasing = { state: 'releasing', releasingSince: new Date().toISOString() } as const;
    await work.change({ smsPhoneNumber: { ...entry, ...releasing, stateBeforeRelease: before } });
  }
  const change = { change: RELEASE, resourceId: smsPhoneNumber, before: found.phoneNumberStatus } as const;
  if (isBeingReleased(found)) {
    work.audit({ phase: 'found done', ...change });
    return;
  }
  work.audit({ phase: 'intended', ...change });
  try {
    const call = routingApi(work.genesys).deleteRoutingSmsPhonenumber(smsPhoneNumber);
    work.audit({ phase: 'done', ...change, after: 'release ordered', correlationId: await correlationIdOfCall(call) });
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return;
    const correlationId =
      error instanceof GenesysRequestError || error instanceof GenesysConflictError ? error.correlationId : undefined;
    work.audit({ phase: 'refused', ...change, correlationId });
    // It was just seen that no release is under way, and this one is refused: the number is as it was.
    if (isRefused(error)) await work.change({ smsPhoneNumber: asBefore(work.record.smsPhoneNumber ?? entry, before) });
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

/** The states that a release goes back to when it is refused. */
type StateBefore = NonNullable<SmsPhoneNumberEntry['stateBeforeRelease']>;

function stateBefore({ state, stateBeforeRelease }: SmsPhoneNumberEntry): StateBefore {
  return state === 'releasing' ? (stateBeforeRelease ?? 'active') : state;
}

function asBefore(entry: SmsPhoneNumberEntry, state: StateBefore): SmsPhoneNumberEntry {
  const { stateBeforeRelease, releasingSince, ...rest } = entry;
  return { ...rest, state };
}

/** Whether Genesys has definitely not taken the order. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof GenesysRequestError ||
    error instanceof GenesysConflictError ||
    error instanceof GenesysPermissionError ||
    error instanceof GenesysRateLimitError
  );
}

/** Whether Genesys has taken an order to release the number. */
export function isBeingReleased({ provisioningStatus, phoneNumberStatus }: Models.SmsPhoneNumber): boolean {
  if (provisioningStatus?.action?.toLowerCase() === 'delete') return !hasFailed(provisioningStatus);
  return phoneNumberStatus?.toUpperCase() === 'PENDING_CANCELLATION';
}

/** Whether what Genesys did last to a number has failed. */
export function hasFailed(status: Models.SmsProvisioningStatus | undefined): boolean {
  return status?.state?.toLowerCase() === 'failed';
}

/** The number isn't in the org: released before, by us or by somebody; or its purchase has never shown. */
async function releaseMissing(
  work: OrgWork,
  spend: OrgSpend,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<{ smsPhoneNumber: string; outcome: NumberRelease }> {
  if (entry.state === 'active' || entry.state === 'releasing' || entry.isAdopted) {
    await recordReleasedNumber(work, spend, entry, smsPhoneNumber);
    return { smsPhoneNumber, outcome: 'released' };
  }
  if (work.record.decommissioning?.abandonCandidate === smsPhoneNumber)
    return neverBought(work, spend, entry, smsPhoneNumber, 'abandoned by the request');
  const isAccepted = attemptsOf(entry, smsPhoneNumber).some(({ result }) => result === 'accepted');
  if (isAccepted) {
    const message = `Genesys took the purchase of ${smsPhoneNumber} and doesn't show the number yet; waiting before it is released. ${givingUp(smsPhoneNumber)}`;
    throw orgError('SmsPhoneNumberNotReady', work.record, message);
  }
  throw orgError(
    'PurchaseInDoubt',
    work.record,
    `whether ${smsPhoneNumber} was bought is not known, and it isn't in the org now. Look at the SMS number inventory (Admin > Message > ` +
      `SMS Number Inventory) again later: ` +
      `when it is there, ask for the decommissioning again. ${givingUp(smsPhoneNumber)}`,
  );
}

function givingUp(smsPhoneNumber: string): string {
  return `When it never comes, ask for the decommissioning with "abandonCandidate": "${smsPhoneNumber}".`;
}

/**
 * Writes down that the org has given its number back; a bought one frees its place in the limit of numbers in all. Another
 * life of the same number would begin without these attempts.
 */
export async function recordReleasedNumber(
  work: OrgWork,
  spend: OrgSpend,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
): Promise<void> {
  if (!entry.isAdopted) await spend.uncount(smsPhoneNumber);
  const attempts = entry.attempts.filter((attempt) => attempt.smsPhoneNumber !== smsPhoneNumber);
  const releasedAt = new Date().toISOString();
  work.audit({
    phase: 'found done',
    change: RELEASE,
    resourceId: smsPhoneNumber,
    after: 'released',
    costEffect: 'monthly charge ends',
  });
  await work.change({ smsPhoneNumber: { ...entry, state: 'released', releasedAt, attempts } });
}

async function neverBought(
  work: OrgWork,
  spend: OrgSpend,
  entry: SmsPhoneNumberEntry,
  smsPhoneNumber: string,
  reason: string,
  costEffect: CostEffect = 'none',
): Promise<{ smsPhoneNumber: string; outcome: NumberRelease }> {
  await uncountCandidate(spend, entry, smsPhoneNumber);
  const candidate = { smsPhoneNumber, executionArn: work.executionArn, reason };
  await work.change({ smsPhoneNumber: withoutCandidate(entry, candidate) });
  work.audit({ phase: 'found done', change: RELEASE, resourceId: smsPhoneNumber, after: reason, costEffect });
  return { smsPhoneNumber, outcome: 'never bought' };
}
