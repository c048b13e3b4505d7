import { GenesysConflictError, GenesysPermissionError } from '../genesys/errors.ts';
import type { PublishedFlow } from '../ledger/lab-org-record.ts';
import { StageError } from '../workflow/stage-error.ts';
import { deleteOurFlow } from './delete-our-flow.ts';
import type { OrgWork } from './org-work.ts';

/**
 * Deletes the flows of earlier registrations that we made and nobody has edited since. Anything else is left alone and
 * said so; one that is locked or still in use is kept for the next run.
 */
export async function deleteSupersededFlows(work: OrgWork): Promise<void> {
  const entry = work.record.messageFlow;
  if (entry?.superseded === undefined || entry.superseded.length === 0) return;
  const kept: PublishedFlow[] = [];
  for (const flow of entry.superseded) if (!(await isDealtWith(work, flow))) kept.push(flow);
  await work.change({ messageFlow: { ...entry, superseded: kept } });
}

async function isDealtWith(work: OrgWork, published: PublishedFlow): Promise<boolean> {
  const change = {
    change: 'delete superseded message flow',
    resourceId: published.id ?? '',
    before: published.name,
  } as const;
  try {
    const outcome = await deleteOurFlow(work, published);
    const isLeft = outcome === 'updated' || outcome === 'edited';
    if (isLeft) work.audit({ phase: 'refused', ...change, after: 'left: not made by lab-sms, or edited since' });
    return true;
  } catch (error) {
    const isInUse = error instanceof GenesysConflictError || error instanceof GenesysPermissionError;
    if (!isInUse && !(error instanceof StageError)) throw error;
    const correlationId = isInUse ? error.correlationId : undefined;
    work.audit({ phase: 'refused', ...change, after: error.message, correlationId });
    return false;
  }
}
