import type { MessageFlowEntry, PublishedFlow } from '../ledger/lab-org-record.ts';
import { deleteOurFlow, type FlowDeletion } from './delete-our-flow.ts';
import { keep } from './kept-things.ts';
import { getMessageFlow, mayYetRun, readFlowJob } from './message-flow.ts';
import type { OrgWork } from './org-work.ts';
import { notReady, recordPublished } from './publish-message-flow.ts';

const WHY: Partial<Record<FlowDeletion, string>> = {
  updated: 'it was in the org before lab-sms published over it; its earlier versions are in Architect',
  edited: 'it was edited after lab-sms published it',
};

/**
 * Deletes the flows that we made and nobody has edited since, the earlier registrations' first, and closes the entry of each.
 * @throws StageError MessageFlowNotReady (waited for) while a job of ours still runs or may, MessageFlowLocked; GenesysConflictError
 */
export async function deleteMessageFlow(work: OrgWork): Promise<{ flows: { id: string; outcome: FlowDeletion }[] }> {
  await settleJob(work);
  const flows: { id: string; outcome: FlowDeletion }[] = [];
  for (let entry = work.record.messageFlow; entry !== undefined; entry = work.record.messageFlow) {
    const { superseded = [], ...current } = entry;
    const [flow = current] = superseded;
    const outcome = await deleteOurFlow(work, flow);
    const why = WHY[outcome];
    const id = flow.id ?? flow.name;
    if (why !== undefined) await keep(work, { what: 'message flow', id, why: `"${flow.name}": ${why}` });
    await work.change({ messageFlow: without(flow, entry) });
    if (flow.id !== undefined) flows.push({ id, outcome });
  }
  return { flows };
}

/** The entry without a flow that was dealt with; the registered one comes last, and closes it. */
function without(flow: PublishedFlow, entry: MessageFlowEntry): MessageFlowEntry | undefined {
  const { superseded = [] } = entry;
  return superseded.length === 0 ? undefined : { ...entry, superseded: superseded.filter((one) => one !== flow) };
}

/** A run that died may have left a job: what has come out of it is ours, and what is still running is waited for. */
async function settleJob(work: OrgWork): Promise<void> {
  const entry = work.record.messageFlow;
  if (entry?.job === undefined) return;
  const { job, ...published } = entry;
  const state = job.hasFailed === true ? undefined : await readFlowJob(work.genesys, job.id);
  if (mayYetRun(job, state)) throw notReady(work, job, state?.status ?? 'unknown');
  const id = state?.status === 'Success' ? state.flow?.id : undefined;
  const isThere = id !== undefined && (await getMessageFlow(work.genesys, id)) !== undefined;
  if (isThere && state !== undefined) await recordPublished(work, job, state);
  else await work.change({ messageFlow: published });
}
