import { changeAsHolder, holdClaim, isBefore, type Holder } from '../ledger/claims.ts';
import type { KeptThing, LabOrgRecord, RecordChanges } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { RELEASED, type ReleasedDetail } from '../workflow/events.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { isKnown, keptText } from './kept-things.ts';
import { leftBehind, staysUnsaid, type GivenUp, type LeftThing } from './left-behind.ts';
import { orgError, orgLabel } from './org-work.ts';
import type { EmitEvent } from './record-provisioned.ts';
import { withoutNumber } from './sms-phone-number-entry.ts';

/** How a decommissioning ended: the number that was released, and what stays because it isn't ours. */
export interface Decommissioned {
  status: 'decommissioned';
  smsPhoneNumber: string | null;
  kept: string[];
}

/**
 * Emits `Lab Org SMS Released` first (its identity is the execution), then one write sets the status and gives the claim
 * back. Found done by this very execution: success. If anything of ours is still in the org, nothing is emitted.
 * @throws StageError LeftBehind with every thing, its reason and the by-hand step; ClaimLost, EventNotAccepted (retried),
 *   LedgerContention (retried)
 */
export async function recordReleased(
  table: LedgerTable,
  record: LabOrgRecord,
  me: Holder,
  givenUp: GivenUp,
  emit: EmitEvent,
): Promise<Decommissioned> {
  const isDone = record.status === 'decommissioned' && record.claim === undefined;
  if (isDone && record.lastExecution === me.executionArn) return answer(record);
  const held = await holdClaim(table, record, me);
  const left = leftBehind(held, givenUp);
  if (left.length > 0) {
    await changeAsHolder(table, held, me, { status: 'left behind' });
    throw orgError(
      'LeftBehind',
      held,
      `${left.length} of lab-sms's things ${left.length === 1 ? 'is' : 'are'} still there. ${listOfLeft(held, left)} Then, or when ` +
        `the reason is gone, ask for the decommissioning again ${HOW_TO_DECOMMISSION}: it goes on with what is left.`,
    );
  }
  const unsaid = staysUnsaid(held).filter((thing) => !isKnown(held.decommissioning?.kept ?? [], thing));
  const closed = withoutOpenEntries(held, unsaid);
  const { smsPhoneNumber, kept } = answer({ ...held, ...closed } as LabOrgRecord);
  const detail: ReleasedDetail = {
    genesysOrgId: held.genesysOrgId,
    name: held.registration.name,
    executionArn: me.executionArn,
    smsPhoneNumber,
    kept,
  };
  await emit(RELEASED, detail);
  await changeAsHolder(table, held, me, {
    ...closed,
    status: 'decommissioned',
    decommissionedAt: new Date().toISOString(),
    claim: undefined,
    lastError: undefined,
    readyAt: undefined,
    leaseUntil: undefined,
    leaseRequestedAt: undefined,
    // The next registration's text is a new one, whatever number it goes out from.
    lastVerificationId: undefined,
  });
  return { status: 'decommissioned', smsPhoneNumber, kept };
}

/** What is still open isn't ours, and no later registration must take it for ours. */
function withoutOpenEntries(
  { smsPhoneNumber: number, decommissioning }: LabOrgRecord,
  unsaid: KeptThing[],
): RecordChanges {
  const isClosed = number === undefined || number.state === 'released' || number.state === 'none';
  return {
    messageFlow: undefined,
    ...(isClosed ? {} : { smsPhoneNumber: withoutNumber(number) }),
    ...(decommissioning === undefined
      ? {}
      : { decommissioning: { ...decommissioning, kept: [...decommissioning.kept, ...unsaid] } }),
  };
}

function answer({ smsPhoneNumber: number, decommissioning, requestedAt }: LabOrgRecord): Decommissioned {
  // A number that was released before the last registration is not this decommissioning's.
  const isOfNow = requestedAt === undefined || !isBefore(number?.releasedAt ?? '', requestedAt);
  return {
    status: 'decommissioned',
    smsPhoneNumber: number?.state === 'released' && isOfNow ? (number.smsPhoneNumber ?? null) : null,
    kept: (decommissioning?.kept ?? []).map(keptText),
  };
}

/** Each thing with why and the step by hand; a reason that is another's too is told once, the org's name not again. */
function listOfLeft(record: LabOrgRecord, left: readonly LeftThing[]): string {
  const opening = `Org ${orgLabel(record)}: `;
  return left
    .map(({ what, reason, byHand }, index) => {
      const first = left.findIndex((other) => other.reason === reason);
      const told = reason.startsWith(opening) ? reason.slice(opening.length) : reason;
      const why = first < index ? `as (${first + 1})` : withoutDot(told);
      return `(${index + 1}) ${what}. Why: ${why}. By hand: ${byHand}.`;
    })
    .join(' ');
}

function withoutDot(text: string): string {
  return text.replace(/\.$/, '');
}
