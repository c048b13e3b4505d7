import { changeAsHolder, holdClaim, type Holder } from '../ledger/claims.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { RELEASED, type ReleasedDetail } from '../workflow/events.ts';
import { keptText } from './kept-things.ts';
import { leftBehind, type GivenUp } from './left-behind.ts';
import { orgError } from './org-work.ts';
import type { EmitEvent } from './record-provisioned.ts';

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
    const list = left
      .map(({ what, reason, byHand }, index) => `(${index + 1}) ${what}. ${withoutDot(reason)}. By hand: ${byHand}.`)
      .join(' ');
    throw orgError(
      'LeftBehind',
      held,
      `${left.length} of lab-sms's things ${left.length === 1 ? 'is' : 'are'} still there. ${list} Then, or when the reason is gone, ` +
        'ask for the decommissioning again: it goes on with what is left.',
    );
  }
  const { smsPhoneNumber, kept } = answer(held);
  const detail: ReleasedDetail = {
    genesysOrgId: held.genesysOrgId,
    name: held.registration.name,
    executionArn: me.executionArn,
    smsPhoneNumber,
    kept,
  };
  await emit(RELEASED, detail);
  await changeAsHolder(table, held, me, {
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

function answer({ smsPhoneNumber: number, decommissioning }: LabOrgRecord): Decommissioned {
  return {
    status: 'decommissioned',
    smsPhoneNumber: number?.state === 'released' ? (number.smsPhoneNumber ?? null) : null,
    kept: (decommissioning?.kept ?? []).map(keptText),
  };
}

function withoutDot(text: string): string {
  return text.replace(/\.$/, '');
}
