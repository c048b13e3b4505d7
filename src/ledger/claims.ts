import { canonicalJson } from '../workflow/canonical-json.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../workflow/timeouts.ts';
import type { Registration } from '../workflow/registration.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { Claim, LabOrgRecord, RecordChanges } from './lab-org-record.ts';
import type { LedgerTable } from './ledger-table.ts';

/** An execution as a claim knows it: a redrive lives on under the same ARN with a higher count. */
export interface Holder {
  executionArn: string;
  redriveCount: number;
}

/** What Step Functions says of an execution. `stopped` is when it ended, ISO 8601. */
export type HolderStatus = { state: 'running' } | { state: 'ended'; stopped: string } | { state: 'missing' };

/** Asks Step Functions about an execution. */
export type HolderLookup = (executionArn: string) => Promise<HolderStatus>;

/** The outcome of asking for a claim: held, or somebody runs the same registration already. */
export type ClaimOutcome = { isHeld: true; record: LabOrgRecord } | { isHeld: false; holder: string };

/** The record changed between the look and the write: look again. */
const OVERTAKEN = Symbol('overtaken');
const LOOKS_BEFORE_GIVING_UP = 8;

const MISSING_HOLDER_IS_DEAD_AFTER_MS = 24 * 3_600_000;

/** Whether an execution is over; one that Step Functions doesn't know may have just begun, for a day from `since`. */
export function isOver(status: HolderStatus, since: string): boolean {
  if (status.state !== 'missing') return status.state === 'ended';
  return Date.now() - Date.parse(since) > MISSING_HOLDER_IS_DEAD_AFTER_MS;
}

/** Two registrations are the same when all fields are, after defaults. */
export function isSameRegistration(a: Registration, b: Registration): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * Takes the org for one execution, or says who has it. An ended holder's claim is taken one function timeout after
 * its end, so that a late call of the dead execution lands before anyone acts.
 * @throws StageError ClaimSettling (retried), LabOrgBusy, RegistrationOutdated, ClaimLost, LedgerContention (retried)
 */
export async function takeClaim(
  table: LedgerTable,
  registration: Registration,
  me: Holder & { requestedAt: string },
  lookUp: HolderLookup,
): Promise<ClaimOutcome> {
  for (let look = 0; look < LOOKS_BEFORE_GIVING_UP; look++) {
    const outcome = await tryToTakeClaim(table, registration, me, lookUp);
    if (outcome !== OVERTAKEN) return outcome;
  }
  throw contended(registration.genesysOrgId);
}

async function tryToTakeClaim(
  table: LedgerTable,
  registration: Registration,
  me: Holder & { requestedAt: string },
  lookUp: HolderLookup,
): Promise<ClaimOutcome | typeof OVERTAKEN> {
  const { genesysOrgId } = registration;
  const now = new Date();
  const claim: Claim = { executionArn: me.executionArn, redriveCount: me.redriveCount, since: now.toISOString() };
  const taken = { claim, registration, lastExecution: me.executionArn, status: 'provisioning' } as const;
  const record = await table.read(genesysOrgId);
  if (record === undefined) {
    const fresh = { genesysOrgId, ...taken, registeredAt: now.toISOString(), verifications: {} };
    const created = await table.create(fresh);
    return created === undefined ? OVERTAKEN : { isHeld: true, record: created };
  }

  if (record.decommissionedAt !== undefined && me.requestedAt < record.decommissionedAt) {
    throw outdated(registration, me.requestedAt, record.decommissionedAt);
  }
  const held = record.claim;
  if (held?.executionArn === me.executionArn) return { isHeld: true, record: await holdClaim(table, record, me) };
  if (held?.ended === undefined && held !== undefined) {
    const status = await lookUp(held.executionArn);
    if (!isOver(status, held.since)) {
      if (isSameRegistration(record.registration, registration)) return { isHeld: false, holder: held.executionArn };
      throw busy(registration, held.executionArn);
    }
    const ended = status.state === 'ended' ? status.stopped : now.toISOString();
    await table.compareAndSet(record, { claim: { ...held, ended } });
    return OVERTAKEN;
  }
  if (held?.ended !== undefined && now.getTime() < settledAt(held.ended)) throw settling(genesysOrgId, held);

  const next = await table.compareAndSet(record, taken);
  return next === undefined ? OVERTAKEN : { isHeld: true, record: next };
}

/**
 * Makes sure that this execution still holds the org, taking an absent or ended claim again after a redrive.
 * @throws StageError ClaimLost when somebody else has it or had it since, LedgerContention (retried)
 */
export async function holdClaim(table: LedgerTable, record: LabOrgRecord, me: Holder): Promise<LabOrgRecord> {
  const held = record.claim;
  const isMine = held?.executionArn === me.executionArn;
  if (isMine && held.ended === undefined && held.redriveCount === me.redriveCount) return record;
  const isFree = held === undefined || held.ended !== undefined || isMine;
  const mayTake =
    isFree && record.lastExecution === me.executionArn && (held === undefined || me.redriveCount >= held.redriveCount);
  if (!mayTake) throw claimLost(record.genesysOrgId, me);
  const claim: Claim = { ...me, since: new Date().toISOString() };
  const next = await table.compareAndSet(record, { claim, status: 'provisioning' });
  if (next === undefined) throw contended(record.genesysOrgId);
  return next;
}

/**
 * A write of the execution that holds the org.
 * @throws StageError ClaimLost when it no longer does, LedgerContention (retried) when its own other call was faster
 */
export async function changeAsHolder(
  table: LedgerTable,
  record: LabOrgRecord,
  me: Holder,
  changes: RecordChanges,
): Promise<LabOrgRecord> {
  if (!holds(record, me)) throw claimLost(record.genesysOrgId, me);
  const next = await table.compareAndSet(record, changes);
  if (next !== undefined) return next;
  const now = await table.read(record.genesysOrgId);
  throw now !== undefined && holds(now, me) ? contended(record.genesysOrgId) : claimLost(record.genesysOrgId, me);
}

/** Whether that execution, at that redrive count, holds the org now. */
export function holds(record: LabOrgRecord, me: Holder): boolean {
  const { claim } = record;
  return claim?.executionArn === me.executionArn && claim.redriveCount === me.redriveCount && claim.ended === undefined;
}

function settledAt(ended: string): number {
  return Date.parse(ended) + FUNCTION_TIMEOUT_SECONDS * 1000;
}

function settling(genesysOrgId: string, claim: Claim): StageError {
  return new StageError(
    'ClaimSettling',
    `Org ${genesysOrgId} was held by ${claim.executionArn}, which ended at ${claim.ended ?? 'an unknown time'}. Its last call may ` +
      `still land within ${FUNCTION_TIMEOUT_SECONDS} s of that; this run waits and goes on by itself.`,
  );
}

function busy(registration: Registration, holder: string): StageError {
  return new StageError(
    'LabOrgBusy',
    `Org ${registration.genesysOrgId} (${registration.name}) is being provisioned by ${holder} with another registration. ` +
      'Wait until it has ended, or stop it, then register again.',
  );
}

function outdated(registration: Registration, requestedAt: string, decommissionedAt: string): StageError {
  return new StageError(
    'RegistrationOutdated',
    `Org ${registration.genesysOrgId} (${registration.name}) was decommissioned at ${decommissionedAt}, after this registration of ` +
      `${requestedAt}. Nothing was changed. Register it anew if it is wanted again.`,
  );
}

function contended(genesysOrgId: string): StageError {
  return new StageError(
    'LedgerContention',
    `The ledger's record of org ${genesysOrgId} changed at the same moment. Nothing was done; the stage looks again.`,
  );
}

function claimLost(genesysOrgId: string, me: Holder): StageError {
  return new StageError(
    'ClaimLost',
    `Execution ${me.executionArn} (redrive ${me.redriveCount}) does not hold org ${genesysOrgId} any more: another run has ` +
      'taken or finished it since. Register the org again instead of redriving this execution.',
  );
}
