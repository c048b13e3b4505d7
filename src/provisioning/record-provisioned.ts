import { changeAsHolder, holdClaim, type Holder } from '../ledger/claims.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { leaseEnd } from '../ledger/provisioning-claim.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { PROVISIONED, type ProvisionedDetail } from '../workflow/events.ts';
import { routingOf } from './routing-check.ts';

/** Sends an event of the product. */
export type EmitEvent = (detailType: string, detail: object) => Promise<void>;

/**
 * Emits `Lab Org SMS Provisioned` first (its identity is the execution, so a repeat is recognised), then one write sets
 * the status and gives the claim back. Found done by this very execution: success.
 * @throws StageError ClaimLost, EventNotAccepted (retried), LedgerContention (retried)
 */
export async function recordProvisioned(
  table: LedgerTable,
  record: LabOrgRecord,
  me: Holder,
  requestedAt: string,
  emit: EmitEvent,
): Promise<{ status: 'ready' }> {
  const isDone = record.status === 'ready' && record.claim === undefined && record.lastExecution === me.executionArn;
  if (isDone) return { status: 'ready' };
  const held = await holdClaim(table, record, me);
  const routing = routingOf(held);
  if (routing === undefined)
    throw new Error('number, queue or flow are missing in the ledger: earlier stages have not run');
  const detail: ProvisionedDetail = {
    genesysOrgId: held.genesysOrgId,
    name: held.registration.name,
    executionArn: me.executionArn,
    smsPhoneNumber: routing.smsPhoneNumber,
    queueId: routing.queueId,
    messageFlowId: routing.messageFlowId,
  };
  await emit(PROVISIONED, detail);
  const now = new Date();
  const { leaseDays } = held.registration;
  // The lease runs from here and is extended only by a new event: the same one again leaves it alone.
  const isNewRequest = held.leaseRequestedAt === undefined || requestedAt > held.leaseRequestedAt;
  const leaseUntil =
    leaseDays === undefined ? undefined : isNewRequest ? leaseEnd(held.registration, now) : held.leaseUntil;
  await changeAsHolder(table, held, me, {
    status: 'ready',
    readyAt: now.toISOString(),
    leaseUntil,
    leaseRequestedAt: requestedAt,
    claim: undefined,
    lastError: undefined,
  });
  return { status: 'ready' };
}
