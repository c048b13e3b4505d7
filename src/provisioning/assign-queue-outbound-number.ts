import type { QueueEntry } from '../ledger/lab-org-record.ts';
import { giveBackQueue } from './give-back-queue.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { refuse } from './problems.ts';
import { findQueues, getQueue, outboundNumberOf, queueNameProblem, queueNumberProblem } from './queue.ts';
import { SET_OUTBOUND_NUMBER, setOutboundNumber } from './set-outbound-number.ts';

/**
 * Makes the registered queue send from the org's number: reads the whole queue, changes one field, writes it back
 * (the PUT replaces the object, so it is sent once), reads again and compares, also when its answer was lost. An earlier registration's queue gets back what it had.
 * @throws StageError QueueNotFound, QueueNameAmbiguous, QueueNumberForeign, QueueChangedUnexpectedly,
 *   SmsPhoneNumberNotReady (waited for) while Genesys doesn't take the number yet; GenesysAmbiguousOutcomeError (retried)
 *   where the PUT was in doubt and had no effect
 */
export async function assignQueueOutboundNumber(work: OrgWork): Promise<{ queueId: string; smsPhoneNumber: string }> {
  const smsPhoneNumber = work.record.smsPhoneNumber?.smsPhoneNumber;
  if (smsPhoneNumber === undefined) throw new Error('no number to assign: AwaitSmsPhoneNumber has not run');
  const { queueName } = work.record.registration;
  const queues = await findQueues(work.genesys, queueName);
  refuse(work.record, queueNameProblem(queueName, queues));
  const id = queues[0]?.id ?? '';
  const earlier = work.record.queue;
  if (earlier !== undefined && earlier.id !== id) {
    // Another queueName than before: the old queue gets back what it had, and its entry is closed.
    await giveBackQueue(work, earlier);
    await work.change({ queue: undefined });
  }

  const queue = await getQueue(work.genesys, id);
  if (queue === undefined)
    throw orgError('QueueNotFound', work.record, `the queue "${queueName}" (${id}) was deleted just now.`);
  const current = outboundNumberOf(queue);
  const entry = withImage(
    work.record.queue ?? { id, name: queueName, previousSmsPhoneNumber: current },
    current,
    smsPhoneNumber,
  );
  if (current !== smsPhoneNumber) {
    refuse(work.record, queueNumberProblem(work.record, queue));
    // The before-image goes to the ledger before the PUT.
    if (work.record.queue !== entry) await work.change({ queue: entry });
    await setOutboundNumber(work, queue, smsPhoneNumber);
  } else {
    work.audit({
      phase: 'found done',
      change: SET_OUTBOUND_NUMBER,
      resourceId: id,
      before: entry.previousSmsPhoneNumber,
      after: smsPhoneNumber,
    });
  }
  if (work.record.queue?.assigned === undefined) {
    await work.change({ queue: { ...entry, assigned: new Date().toISOString() } });
  }
  return { queueId: id, smsPhoneNumber };
}

/**
 * The queue's entry with its before-image: the number to put back at the end. No repeat of ours overwrites an image; but a
 * number that somebody has set since our last change, and that `replace` lets go, is the new one: it was promised back.
 */
function withImage(entry: QueueEntry, current: string | null, ours: string): QueueEntry {
  const isKnown = current === null || current === ours || current === entry.previousSmsPhoneNumber;
  return isKnown ? entry : { ...entry, previousSmsPhoneNumber: current };
}
