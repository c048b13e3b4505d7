import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysRequestError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import { canonicalJson } from '../workflow/canonical-json.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { getQueue, outboundNumberOf } from './queue.ts';

/** Members that Genesys itself moves: who changed it last and how many agents it has now. */
const MOVED_BY_GENESYS = ['dateModified', 'modifiedBy', 'memberCount', 'userMemberCount', 'joinedMemberCount'];

/** How the audit trail calls the change. */
export const SET_OUTBOUND_NUMBER = 'set queue outbound SMS number';

/**
 * Sets the number that a queue sends from (null: none) in a queue as it was just read: the PUT replaces the object, so the
 * whole of it goes back; then it is read again and compared.
 * @throws StageError QueueChangedUnexpectedly, SmsPhoneNumberNotReady while Genesys doesn't take the number yet
 */
export async function setOutboundNumber(
  work: OrgWork,
  queue: Models.Queue,
  smsPhoneNumber: string | null,
): Promise<void> {
  const id = queue.id ?? '';
  const before = outboundNumberOf(queue);
  const { smsAddress: replaced, ...siblings } = queue.outboundMessagingAddresses ?? {};
  const addresses = smsPhoneNumber === null ? siblings : { ...siblings, smsAddress: { id: smsPhoneNumber } };
  const change = { change: SET_OUTBOUND_NUMBER, resourceId: id, before, after: smsPhoneNumber } as const;
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
        'you expect (Admin > Contact Center > Queues), then redrive this execution or ask again.',
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
