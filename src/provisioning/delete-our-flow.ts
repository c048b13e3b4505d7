import { architectApi } from '../genesys/apis/architect-api.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import { correlationIdOfCall } from '../genesys/responses.ts';
import type { PublishedFlow } from '../ledger/lab-org-record.ts';
import { getMessageFlow, isOurs, lockHolder } from './message-flow.ts';
import { orgError, type OrgWork } from './org-work.ts';

const CHANGE = 'delete message flow';

/** What became of a flow that was to go; `updated`: it was there before us; `edited`: somebody's work is in it since. */
export type FlowDeletion = 'deleted' | 'gone' | 'updated' | 'edited';

/**
 * Deletes a flow that we made and nobody has edited since; any other is left alone. An edited flow is somebody's work, and
 * one that was there before us was somebody's from the start.
 * @throws StageError MessageFlowLocked; GenesysConflictError while something still uses it
 */
export async function deleteOurFlow(work: OrgWork, published: PublishedFlow): Promise<FlowDeletion> {
  const { id } = published;
  const flow = id === undefined ? undefined : await getMessageFlow(work.genesys, id);
  if (id === undefined || flow === undefined) return 'gone';
  if (published.origin !== 'created') return 'updated';
  if (!isOurs(published, flow)) return 'edited';
  const holder = lockHolder(flow);
  if (holder !== undefined) {
    throw orgError(
      'MessageFlowLocked',
      work.record,
      `the flow "${published.name}" (${id}) can't be deleted: ${holder} has it open in Architect. Ask them to close it.`,
    );
  }
  const change = { change: CHANGE, resourceId: id, before: published.name } as const;
  work.audit({ phase: 'intended', ...change });
  let correlationId: string | undefined;
  try {
    correlationId = await correlationIdOfCall(architectApi(work.genesys).deleteFlow(id));
  } catch (error) {
    if (!(error instanceof GenesysNotFoundError)) throw error;
    correlationId = error.correlationId;
  }
  work.audit({ phase: 'done', ...change, correlationId });
  return 'deleted';
}
