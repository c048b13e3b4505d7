import { giveBackQueue, type GivenBack } from './give-back-queue.ts';
import { keep } from './kept-things.ts';
import type { OrgWork } from './org-work.ts';

/**
 * Gives the queue the number back that it had before, and closes its entry: what the ledger still has is still to be undone.
 * @throws StageError QueueChangedUnexpectedly
 */
export async function unassignQueueOutboundNumber(
  work: OrgWork,
): Promise<{ queueId: string | null; outcome: GivenBack['outcome'] | 'nothing to undo' }> {
  const entry = work.record.queue;
  if (entry === undefined) return { queueId: null, outcome: 'nothing to undo' };
  const back = await giveBackQueue(work, entry);
  if (back.outcome === 'foreign') {
    const why = `the queue "${entry.name}" sends from ${back.now ?? 'no number'} now, which lab-sms did not set`;
    await keep(work, { what: 'queue outbound number', id: entry.id, why });
  }
  await work.change({ queue: undefined });
  return { queueId: entry.id, outcome: back.outcome };
}
