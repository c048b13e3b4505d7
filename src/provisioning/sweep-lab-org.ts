import { isOver } from '../ledger/claims.ts';
import type { Claim, LabOrgRecord, VerificationEntry } from '../ledger/lab-org-record.ts';
import { clearInFlight } from '../ledger/verifications.ts';
import { DECOMMISSIONING_STATE_MACHINE_NAME, PROVISIONING_STATE_MACHINE_NAME } from '../workflow/names.ts';
import { isRunning, machineNameIn, type StatusChangeDetail } from '../workflow/status-change.ts';
import { isLeaseOver, releaseDueTo, requestAtLeaseEnd, requestRelease } from './request-decommissioning.ts';
import { missingExecution } from './ended-execution.ts';
import { recordEnd } from './record-end.ts';
import type { FailureTools } from './record-failure.ts';

/** What sweeping works with. */
export interface SweepTools extends FailureTools {
  /** What Step Functions says of an execution, running or ended; undefined when it knows none. */
  describe: (executionArn: string) => Promise<StatusChangeDetail | undefined>;
}

/** One thing that the sweep did to an org. */
export type SweepAction = 'claim ended' | 'verification ended' | 'release requested' | 'lease end requested';

/**
 * The status event and the repeats of its handler (after 1 and 2 minutes) come first: the sweep is for what they missed.
 * Nothing younger is looked at.
 */
export const NEWS_IS_LATE_AFTER_MS = 5 * 60_000;

/** Whether there may be something to do for the org: only then is its record read again, and Step Functions asked. */
export function needsSweep(record: LabOrgRecord): boolean {
  const now = Date.now();
  const isRequestDue = releaseDueTo(record, now) !== undefined || isLeaseOver(record, now);
  const isVerified = record.verificationInFlight === undefined && openVerifications(record).length === 0;
  return isUnsettled(record) || !isVerified || isRequestDue;
}

/**
 * Does for one org what lost news left undone: ends the claim and the verification of executions that are over, asks for
 * the release that a failed one owes, and for the decommissioning when the lease has ended. Safe to run beside itself
 * and beside the stages: each step reads the record again and writes conditionally.
 * @throws StageError LedgerContention, EventNotAccepted
 */
export async function sweepLabOrg(tools: SweepTools, genesysOrgId: string): Promise<SweepAction[]> {
  const record = await tools.table.read(genesysOrgId);
  if (record === undefined) return [];
  return [
    ...(await sweepClaim(tools, record)),
    ...((await requestRelease(tools, genesysOrgId)) ? (['release requested'] as const) : []),
    ...((await requestAtLeaseEnd(tools, genesysOrgId)) ? (['lease end requested'] as const) : []),
    ...(await sweepVerification(tools, record)),
    ...(await sweepOvertaken(tools, record)),
  ];
}

/** A claim whose end nobody has written, or has told of. */
function isUnsettled(record: LabOrgRecord): boolean {
  const { claim, status } = record;
  if (claim === undefined) return false;
  const isUntold = status === 'provisioning' || status === 'decommissioning';
  return claim.ended === undefined || isUntold;
}

async function sweepClaim(tools: SweepTools, record: LabOrgRecord): Promise<SweepAction[]> {
  const { claim, genesysOrgId } = record;
  if (claim === undefined || !isUnsettled(record)) return [];
  const end = await endOf(tools, claim.executionArn, claim.since, claim.redriveCount);
  if (end === undefined) return [];
  if (end.status === 'SUCCEEDED') return (await giveBack(tools, record, claim)) ? ['claim ended'] : [];
  const { result, isReleaseRequested } = await recordEnd(tools, { genesysOrgId, verificationId: undefined }, end);
  return [
    ...(result === 'recorded' ? (['claim ended'] as const) : []),
    ...(isReleaseRequested ? (['release requested'] as const) : []),
  ];
}

/** A late call of an execution that had already given the org back has taken it again: what that one reached still holds. */
async function giveBack({ table }: SweepTools, record: LabOrgRecord, claim: Claim): Promise<boolean> {
  const machine = machineNameIn(claim.executionArn);
  const isReady = machine === PROVISIONING_STATE_MACHINE_NAME && record.readyAt !== undefined;
  const isDecommissioned = machine === DECOMMISSIONING_STATE_MACHINE_NAME && record.decommissionedAt !== undefined;
  const status = isReady ? 'ready' : isDecommissioned ? 'decommissioned' : record.status;
  const changes = { claim: undefined, status } as const;
  return (await table.compareAndSet(record, changes)) !== undefined;
}

async function sweepVerification(tools: SweepTools, record: LabOrgRecord): Promise<SweepAction[]> {
  const { genesysOrgId, verificationInFlight: inFlight } = record;
  if (inFlight === undefined) return [];
  const end = await endOf(tools, inFlight.executionArn, inFlight.since);
  if (end === undefined) return [];
  const { verificationId } = inFlight;
  const { result } =
    end.status === 'SUCCEEDED'
      ? { result: 'nothing to do' }
      : await recordEnd(tools, { genesysOrgId, verificationId }, end);
  const isCleared = await clearInFlight(tools.table, genesysOrgId, inFlight);
  return result === 'recorded' || isCleared ? ['verification ended'] : [];
}

/** Verifications whose end is not written, the one in flight apart: a later one has taken its place before that. */
function openVerifications({ verificationInFlight, verifications }: LabOrgRecord): [id: string, VerificationEntry][] {
  return Object.entries(verifications).filter(
    ([id, { state }]) => state !== 'ended' && id !== verificationInFlight?.verificationId,
  );
}

async function sweepOvertaken(tools: SweepTools, record: LabOrgRecord): Promise<SweepAction[]> {
  const { genesysOrgId } = record;
  const actions: SweepAction[] = [];
  for (const [verificationId, { executionArn, since }] of openVerifications(record)) {
    const end = await endOf(tools, executionArn, since);
    if (end === undefined || end.status === 'SUCCEEDED') continue;
    const { result } = await recordEnd(tools, { genesysOrgId, verificationId }, end);
    if (result === 'recorded') actions.push('verification ended');
  }
  return actions;
}

/** How an execution ended that took something at `since`; undefined while it runs, or its own news may still come. */
async function endOf(
  tools: SweepTools,
  executionArn: string,
  since: string,
  redriveCount = 0,
): Promise<StatusChangeDetail | undefined> {
  if (ageMs(since) < NEWS_IS_LATE_AFTER_MS) return undefined;
  const described = await tools.describe(executionArn);
  if (described === undefined)
    return isOver({ state: 'missing' }, since) ? missingExecution(executionArn, redriveCount) : undefined;
  if (isRunning(described.status)) return undefined;
  return Date.now() - (described.stopDate ?? 0) < NEWS_IS_LATE_AFTER_MS ? undefined : described;
}

function ageMs(time: string): number {
  const age = Date.now() - Date.parse(time);
  if (Number.isNaN(age)) throw new Error(`the ledger says "${time}" where a time should be`);
  return age;
}
