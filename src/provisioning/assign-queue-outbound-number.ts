import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysRequestError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { QueueEntry } from '../ledger/lab-org-record.ts';
import { canonicalJson } from '../workflow/canonical-json.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { refuse } from './problems.ts';
import { findQueues, getQueue, outboundNumberOf, queueNameProblem, queueNumberProblem } from './queue.ts';
import { getSmsPhoneNumber, provisioningState } from './sms-phone-number.ts';

/** Members that Genesys itself moves: who changed it last and how many agents it has now. */
const MOVED_BY_GENESYS = ['dateModified', 'modifiedBy', 'memberCount', 'userMemberCount', 'joinedMemberCount'];

const CHANGE = 'set queue outbound SMS number';

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
  await giveBackEarlierQueue(work, id);

  const queue = await getQueue(work.genesys, id);
  if (queue === undefined)
    throw orgError('QueueNotFound', work.record, `the queue "${queueName}" (${id}) was deleted just now.`);
  const current = outboundNumberOf(queue);
  const entry: QueueEntry = work.record.queue ?? { id, name: queueName, previousSmsPhoneNumber: current };
  if (current !== smsPhoneNumber) {
    refuse(work.record, queueNumberProblem(work.record, queue));
    // The before-image goes to the ledger before the first PUT and is never overwritten.
    if (work.record.queue === undefined) await work.change({ queue: entry });
    await setOutboundNumber(work, queue, smsPhoneNumber);
  } else {
    work.audit({
      phase: 'found done',
      change: CHANGE,
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

/** Another `queueName` than before: the old queue gets its earlier number back, unless somebody has changed it since. */
async function giveBackEarlierQueue(work: OrgWork, newQueueId: string): Promise<void> {
  const earlier = work.record.queue;
  if (earlier === undefined || earlier.id === newQueueId) return;
  const queue = await getQueue(work.genesys, earlier.id);
  if (queue !== undefined && outboundNumberOf(queue) === work.record.smsPhoneNumber?.smsPhoneNumber) {
    await setOutboundNumber(work, queue, await stillActive(work, earlier.previousSmsPhoneNumber));
  }
  await work.change({ queue: undefined });
}

/** What a queue had, or none when the org has lost that number since: Genesys takes active numbers only. */
async function stillActive(work: OrgWork, smsPhoneNumber: string | null): Promise<string | null> {
  const found = smsPhoneNumber === null ? undefined : await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  return found !== undefined && provisioningState(found) === 'ready' ? smsPhoneNumber : null;
}

async function setOutboundNumber(work: OrgWork, queue: Models.Queue, smsPhoneNumber: string | null): Promise<void> {
  const id = queue.id ?? '';
  const before = outboundNumberOf(queue);
  const { smsAddress: replaced, ...siblings } = queue.outboundMessagingAddresses ?? {};
  const addresses = smsPhoneNumber === null ? siblings : { ...siblings, smsAddress: { id: smsPhoneNumber } };
  const change = { change: CHANGE, resourceId: id, before, after: smsPhoneNumber };
  work.audit({ phase: 'intended', ...change });
  const outcome = await putQueue(work, queue, addresses, smsPhoneNumber);
  if (outcome.doubt !== undefined)
    work.audit({ phase: 'in doubt', ...change, correlationId: outcome.doubt.correlationId });
  const now = await getQueue(work.genesys, id);
  // In doubt and without effect: the stage looks afresh and writes again, over what is there then.
  if (outcome.doubt !== undefined && now !== undefined && outboundNumberOf(now) !== smsPhoneNumber) throw outcome.doubt;
  const differing = now === undefined ? ['the queue is gone'] : differences(queue, now);
  if (now === undefined || outboundNumberOf(now) !== smsPhoneNumber || differing.length > 0) {
    throw orgError(
      'QueueChangedUnexpectedly',
      work.record,
      `after setting the outbound number of the queue "${queue.name ?? id}" (${id}) to ${smsPhoneNumber ?? 'none'}, more than that is different: ` +
        `${differing.join(', ') || 'the number was not kept'}. Somebody may have edited the queue at the same moment. Compare it with what ` +
        'you expect (Admin > Contact Center > Queues), then redrive this execution or register again.',
    );
  }
  if (outcome.doubt !== undefined) work.audit({ phase: 'found done', ...change });
  else work.audit({ phase: 'done', ...change, correlationId: correlationIdOf(outcome.answer) });
}

type Put = { answer: Models.Queue; doubt?: undefined } | { doubt: GenesysAmbiguousOutcomeError };

/** One PUT, never a second: without an answer the queue itself tells what became of it. */
async function putQueue(
  work: OrgWork,
  queue: Models.Queue,
  outboundMessagingAddresses: NonNullable<Models.Queue['outboundMessagingAddresses']>,
  smsPhoneNumber: string | null,
): Promise<Put> {
  try {
    // The whole object as it was read: a body rebuilt from typed fields would drop the fields newer than the types.
    const body = { ...queue, name: queue.name ?? '', outboundMessagingAddresses };
    return { answer: await routingApi(work.genesys).putRoutingQueue(queue.id ?? '', body) };
  } catch (error) {
    if (error instanceof GenesysAmbiguousOutcomeError) return { doubt: error };
    if (error instanceof GenesysRequestError && error.code === 'invalid.outbound.messaging.address.state') {
      throw orgError(
        'SmsPhoneNumberNotReady',
        work.record,
        `Genesys does not take ${smsPhoneNumber ?? ''} for a queue yet; waiting.`,
        error,
      );
    }
    throw error;
  }
}

function differences(before: Models.Queue, after: Models.Queue): string[] {
  const a = comparable(before);
  const b = comparable(after);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => canonicalJson(a[field]) !== canonicalJson(b[field]),
  );
}

function comparable(queue: Models.Queue): Record<string, unknown> {
  const { smsAddress: ours, ...siblings } = queue.outboundMessagingAddresses ?? {};
  return Object.fromEntries(
    Object.entries({ ...queue, outboundMessagingAddresses: siblings }).filter(
      ([field]) => !MOVED_BY_GENESYS.includes(field),
    ),
  );
}
