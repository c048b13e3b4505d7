import { FUNCTION_TIMEOUT_SECONDS } from '../workflow/timeouts.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { DECOMMISSIONING_STATE_MACHINE_NAME } from '../workflow/names.ts';
import { machineNameIn } from '../workflow/status-change.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { Claim, LabOrgRecord, NewRecord, RecordChanges } from './lab-org-record.ts';
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

/** Who asks for an org. */
export interface Claimant extends Holder {
  /** When it was asked for, ISO 8601. */
  requestedAt: string;
}

/** The outcome of asking for a claim: held; or somebody does the same already; or (`holder` null) nothing is left to do. */
export type ClaimOutcome = { isHeld: true; record: LabOrgRecord } | { isHeld: false; holder: string | null };

/** What an execution wants an org for. */
export interface ClaimWish {
  genesysOrgId: string;
  /** The record of an org that has none yet. @throws StageError where the wish needs one */
  newRecord(claim: Claim, now: string): NewRecord;
  /** Throws where the wish makes no sense for the org as it is; nothing has been written then. */
  check(record: LabOrgRecord): void;
  /** Whether what it was asked for no longer holds, whoever has the org. */
  isMoot(record: LabOrgRecord): boolean;
  /** Whether all of it is done already and nobody holds the org. */
  isDone(record: LabOrgRecord): boolean;
  /** What is written when all of it is done already; undefined: nothing. */
  changesWhenDone(record: LabOrgRecord): RecordChanges | undefined;
  /** Whether the running holder does the very same. */
  isSame(record: LabOrgRecord): boolean;
  /** What is written together with the claim. */
  changes(record: LabOrgRecord): RecordChanges;
}

/** The record changed between the look and the write: look again. */
const OVERTAKEN = Symbol('overtaken');
const LOOKS_BEFORE_GIVING_UP = 8;

const MISSING_HOLDER_IS_DEAD_AFTER_MS = 24 * 3_600_000;

/** Whether an execution is over; one that Step Functions doesn't know may have just begun, for a day from `since`. */
export function isOver(status: HolderStatus, since: string): boolean {
  if (status.state !== 'missing') return status.state === 'ended';
  return Date.now() - Date.parse(since) > MISSING_HOLDER_IS_DEAD_AFTER_MS;
}

/** Whether a moment is before another; events carry whole seconds, so the same second is not before. */
export function isBefore(moment: string, other: string): boolean {
  return Math.floor(Date.parse(moment) / 1000) < Math.floor(Date.parse(other) / 1000);
}

/**
 * Takes the org for one execution, or says who has it. An ended holder's claim is taken one function timeout after
 * its end, so that a late call of the dead execution lands before anyone acts.
 * @throws StageError ClaimSettling (retried), LabOrgBusy, ClaimLost, LedgerContention (retried), and what the wish throws
 */
export async function takeClaim(
  table: LedgerTable,
  wish: ClaimWish,
  me: Holder,
  lookUp: HolderLookup,
): Promise<ClaimOutcome> {
  for (let look = 0; look < LOOKS_BEFORE_GIVING_UP; look++) {
    const outcome = await tryToTakeClaim(table, wish, me, lookUp);
    if (outcome !== OVERTAKEN) return outcome;
  }
  throw contended(wish.genesysOrgId);
}

async function tryToTakeClaim(
  table: LedgerTable,
  wish: ClaimWish,
  me: Holder,
  lookUp: HolderLookup,
): Promise<ClaimOutcome | typeof OVERTAKEN> {
  const { genesysOrgId } = wish;
  const now = new Date();
  const { executionArn, redriveCount } = me;
  const claim: Claim = { executionArn, redriveCount, since: now.toISOString() };
  const record = await table.read(genesysOrgId);
  if (record === undefined) {
    const created = await table.create(wish.newRecord(claim, now.toISOString()));
    return created === undefined ? OVERTAKEN : { isHeld: true, record: created };
  }

  const held = record.claim;
  if (held?.executionArn === me.executionArn) return { isHeld: true, record: await holdClaim(table, record, me) };
  wish.check(record);
  if (wish.isMoot(record)) return { isHeld: false, holder: null };
  if (held === undefined && wish.isDone(record)) {
    const news = wish.changesWhenDone(record);
    const isWritten = news === undefined || (await table.compareAndSet(record, news)) !== undefined;
    return isWritten ? { isHeld: false, holder: null } : OVERTAKEN;
  }
  if (held?.ended === undefined && held !== undefined) {
    const status = await lookUp(held.executionArn);
    if (!isOver(status, held.since)) {
      if (wish.isSame(record)) return { isHeld: false, holder: held.executionArn };
      throw busy(record, held.executionArn);
    }
    const ended = status.state === 'ended' ? status.stopped : now.toISOString();
    await table.compareAndSet(record, { claim: { ...held, ended } });
    return OVERTAKEN;
  }
  if (held?.ended !== undefined && now.getTime() < settledAt(held.ended)) throw settling(genesysOrgId, held);

  const next = await table.compareAndSet(record, { ...wish.changes(record), claim, lastExecution: me.executionArn });
  return next === undefined ? OVERTAKEN : { isHeld: true, record: next };
}

/**
 * Makes sure that this execution still holds the org, taking an absent or ended claim again after a redrive: like anyone
 * else's, one function timeout after its end, because a call of the run that was stopped may still land.
 * @throws StageError ClaimSettling (retried), ClaimLost when somebody else has it or had it since, LedgerContention (retried)
 */
export async function holdClaim(table: LedgerTable, record: LabOrgRecord, me: Holder): Promise<LabOrgRecord> {
  const held = record.claim;
  const isMine = held?.executionArn === me.executionArn;
  if (isMine && held.ended === undefined && held.redriveCount === me.redriveCount) return record;
  const isFree = held === undefined || held.ended !== undefined || isMine;
  const mayTake =
    isFree && record.lastExecution === me.executionArn && (held === undefined || me.redriveCount >= held.redriveCount);
  if (!mayTake) throw claimLost(record, me);
  const now = new Date();
  if (held !== undefined && held.ended === undefined) {
    // Redriven before its own end was written down, so the end is not long ago.
    const ended: Claim = { ...held, ended: now.toISOString() };
    await table.compareAndSet(record, { claim: ended });
    throw settling(record.genesysOrgId, ended);
  }
  if (held?.ended !== undefined && now.getTime() < settledAt(held.ended)) throw settling(record.genesysOrgId, held);
  const claim: Claim = { ...me, since: now.toISOString() };
  const next = await table.compareAndSet(record, { claim, status: statusWhileHeld(record, me) });
  if (next === undefined) throw contended(record.genesysOrgId);
  return next;
}

/** A redriven execution goes on with what it was begun for. */
function statusWhileHeld({ decommissioning }: LabOrgRecord, me: Holder): LabOrgRecord['status'] {
  return decommissioning?.executionArn === me.executionArn ? 'decommissioning' : 'provisioning';
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
  if (!holds(record, me)) throw claimLost(record, me);
  const next = await table.compareAndSet(record, changes);
  if (next !== undefined) return next;
  const now = await table.read(record.genesysOrgId);
  throw now !== undefined && holds(now, me) ? contended(record.genesysOrgId) : claimLost(record, me);
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

function busy({ genesysOrgId, registration, status }: LabOrgRecord, holder: string): StageError {
  const work = status === 'decommissioning' ? 'decommissioned' : 'provisioned';
  return new StageError(
    'LabOrgBusy',
    `Org ${genesysOrgId} (${registration.name}) is being ${work} by ${holder}. What is asked for now is something else and was not ` +
      'begun. Wait until that execution has ended, or stop it, then ask again.',
  );
}

function contended(genesysOrgId: string): StageError {
  return new StageError(
    'LedgerContention',
    `The ledger's record of org ${genesysOrgId} changed at the same moment. Nothing was done; the stage looks again.`,
  );
}

function claimLost({ genesysOrgId, registration }: LabOrgRecord, me: Holder): StageError {
  return new StageError(
    'ClaimLost',
    `Execution ${me.executionArn} (redrive ${me.redriveCount}) does not hold org ${genesysOrgId} (${registration.name}) any more: another ` +
      `run has taken or finished it since. ${insteadOfRedriving(me)}`,
  );
}

function insteadOfRedriving({ executionArn }: Holder): string {
  const isUndoing = machineNameIn(executionArn) === DECOMMISSIONING_STATE_MACHINE_NAME;
  return isUndoing
    ? `Look at the org's status in the ledger; if it is still to go, ask for its decommissioning again ${HOW_TO_DECOMMISSION}, which ` +
        'goes on with what is left. This execution goes on no more.'
    : 'Register the org again instead of redriving this execution.';
}
