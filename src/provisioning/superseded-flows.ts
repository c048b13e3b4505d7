import { architectApi } from '../genesys/apis/architect-api.ts';
import { GenesysConflictError, GenesysNotFoundError, GenesysPermissionError } from '../genesys/errors.ts';
import type { PublishedFlow } from '../ledger/lab-org-record.ts';
import { getMessageFlow, isOurs } from './message-flow.ts';
import type { OrgWork } from './org-work.ts';

const CHANGE = 'delete superseded message flow';

/**
 * Deletes the flows of earlier registrations that we made and nobody has edited since. Anything else is left alone and
 * said so: an edited flow is somebody's work, and one still in use is kept for the next run.
 */
export async function deleteSupersededFlows(work: OrgWork): Promise<void> {
  const entry = work.record.messageFlow;
  if (entry?.superseded === undefined || entry.superseded.length === 0) return;
  const kept: PublishedFlow[] = [];
  for (const flow of entry.superseded) if (!(await isDealtWith(work, flow))) kept.push(flow);
  await work.change({ messageFlow: { ...entry, superseded: kept } });
}

async function isDealtWith(work: OrgWork, published: PublishedFlow): Promise<boolean> {
  const id = published.id ?? '';
  const flow = id === '' ? undefined : await getMessageFlow(work.genesys, id);
  if (flow === undefined) return true;
  const change = { change: CHANGE, resourceId: id, before: published.name };
  if (published.origin !== 'created' || !isOurs(published, flow)) {
    work.audit({ phase: 'refused', ...change, after: 'left: not made by lab-sms, or edited since' });
    return true;
  }
  work.audit({ phase: 'intended', ...change });
  try {
    await architectApi(work.genesys).deleteFlow(id);
  } catch (error) {
    if (error instanceof GenesysConflictError || error instanceof GenesysPermissionError) {
      work.audit({ phase: 'refused', ...change, after: error.message, correlationId: error.correlationId });
      return false;
    }
    if (!(error instanceof GenesysNotFoundError)) throw error;
  }
  work.audit({ phase: 'done', ...change });
  return true;
}
