import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { purchaseInDoubt } from './sms-phone-number-doubt.ts';
import { endingLease, LEASE_KEY } from './check-lease.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The schedule's starts and the orgs before this one shift a look by up to ten minutes: none is put off by a period for that. */
const SHIFT_MS = 10 * 60_000;

/** An org that failed or was decommissioned is looked at for so long: what was bought by mistake turns up within days. */
const LOOKED_AT_AFTERWARDS_MS = 30 * DAY_MS;

/** A purchase in doubt is looked for every hour for so long, then every day. */
const DOUBT_IS_FRESH_MS = 3 * DAY_MS;

/** How an org is looked at: its routing and numbers, its numbers only, or nothing of it in Genesys. */
export type Scope = 'routing and numbers' | 'numbers' | 'nothing';

/** Whether a run has the org: then everything there may be half done, and the check leaves it alone. */
export function isHeld({ claim }: LabOrgRecord): boolean {
  return claim !== undefined && claim.ended === undefined;
}

/** What of the org in Genesys is looked at, by its status. */
export function scopeOf(record: LabOrgRecord, now: number): Scope {
  const { status, decommissionedAt, updatedAt } = record;
  if (status === 'ready') return 'routing and numbers';
  if (status === 'provisioning' || status === 'decommissioning') return 'nothing';
  const since = status === 'decommissioned' ? (decommissionedAt ?? updatedAt) : updatedAt;
  return now - Date.parse(since) < LOOKED_AT_AFTERWARDS_MS ? 'numbers' : 'nothing';
}

/** When somebody last looked at all of the org: the check, or the run that made it ready. */
export function lastLookAt({ check, readyAt, status, updatedAt }: LabOrgRecord): number {
  const looks = [check?.lookedAt, status === 'ready' ? readyAt : undefined].filter((time) => time !== undefined);
  return Math.max(...(looks.length > 0 ? looks : [updatedAt]).map((time) => Date.parse(time)));
}

/**
 * Whether the org is to be looked at now. The schedule starts every hour; an org's turn comes a day after its last look, so
 * orgs that were registered at different hours are spread over the day. A first sight of drift, or a purchase in doubt,
 * brings it an hour later: drift that came at random is told after 12 hours on average and 25 at most.
 */
export function isCheckDue(record: LabOrgRecord, now: number): boolean {
  if (isHeld(record)) return false;
  const lease = endingLease(record, now);
  if (lease !== undefined && record.check?.reported[LEASE_KEY]?.value !== lease) return true;
  if (scopeOf(record, now) === 'nothing') return false;
  const isPending = Object.keys(record.check?.suspected ?? {}).length > 0 || isDoubtFresh(record, now);
  return now - lastLookAt(record) >= (isPending ? HOUR_MS : DAY_MS) - SHIFT_MS;
}

function isDoubtFresh(record: LabOrgRecord, now: number): boolean {
  const doubt = purchaseInDoubt(record);
  return doubt !== undefined && now - Date.parse(doubt.sent) < DOUBT_IS_FRESH_MS;
}
