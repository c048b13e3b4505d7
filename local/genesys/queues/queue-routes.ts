import type { Models } from 'purecloud-platform-client-v2';
import { ApiError } from '../http/api-error.ts';
import { fitsNameFilter, page } from '../http/query.ts';
import { parseBody } from '../http/request-body.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { isActive } from '../phone-numbers/lifecycle.ts';
import type { QueueState } from '../state/org-state.ts';
import { queueDefaults } from './queue-defaults.ts';
import { QueueRequestSchema, READ_ONLY_MEMBERS } from './queue-request.ts';

function findQueue(call: Call): QueueState {
  const id = param(call, 'queueId');
  const queue = call.org.queues.find((each) => each.id === id);
  if (!queue) throw new ApiError(404, 'resource.not.found', [`queue ${id}`]);
  return queue;
}

function listQueues({ org, query }: Call): Models.QueueEntityListing {
  const ids = query.list('id');
  const queues = org.queues
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ name }) => fitsNameFilter(name, query.one('name')))
    .sort((a, b) => a.name.localeCompare(b.name));
  if (query.oneOf('sortOrder', ['asc', 'desc']) === 'desc') queues.reverse();
  return page(queues, query, '/api/v2/routing/queues', 500);
}

function checkName(call: Call, queue: QueueState, name: string): void {
  if (name.trim() === '' || name.length > 256) throw new ApiError(400, 'invalid.name', [name.slice(0, 80)]);
  const isTaken = call.org.queues.some((each) => each.id !== queue.id && each.name === name);
  if (name !== queue.name && isTaken) throw new ApiError(400, 'duplicate.name', [name]);
}

function checkSmsAddress({ org, world }: Call, id: string | null | undefined): void {
  const number = org.phoneNumbers.find(({ phoneNumber }) => phoneNumber === id);
  if (!number || !isActive(number, world.now())) {
    throw new ApiError(400, 'invalid.outbound.messaging.address.state', [id ?? 'no id']);
  }
}

const isGiven = ([key, value]: [string, unknown]): boolean =>
  value !== null && value !== undefined && !READ_ONLY_MEMBERS.includes(key);

/** A PUT replaces the whole object: what the body leaves out falls back to its default or is gone. */
function replaceQueue(call: Call): Models.Queue {
  const queue = findQueue(call);
  const body = parseBody(QueueRequestSchema, 'QueueRequest', call.body);
  checkName(call, queue, body.name);
  const divisionId = body.division?.id ?? call.org.divisionId;
  if (divisionId !== call.org.divisionId) throw new ApiError(400, 'resource.not.found', [`division ${divisionId}`]);
  const smsAddress = body.outboundMessagingAddresses?.smsAddress;
  if (smsAddress) checkSmsAddress(call, smsAddress.id);
  const keptMembers = Object.entries(queue).filter(([key]) => READ_ONLY_MEMBERS.includes(key) || key === 'division');
  const addresses = Object.entries(body.outboundMessagingAddresses ?? {}).filter(([, value]) => value !== null);
  const replaced: QueueState = {
    ...queueDefaults(),
    ...Object.fromEntries(Object.entries(body).filter(isGiven)),
    ...Object.fromEntries(keptMembers),
    outboundMessagingAddresses: Object.fromEntries(addresses),
    id: queue.id,
    name: body.name,
    dateModified: new Date(call.world.now()).toISOString(),
    modifiedBy: call.client.clientId,
  };
  call.org.queues = call.org.queues.map((each) => (each.id === queue.id ? replaced : each));
  return replaced;
}

/** The queues of an org. */
export const queueRoutes: readonly Route[] = [
  {
    operation: 'getRoutingQueues',
    method: 'GET',
    path: '/api/v2/routing/queues',
    permissions: ['routing:queue:view'],
    handle: (call) => ok(listQueues(call)),
  },
  {
    operation: 'getRoutingQueue',
    method: 'GET',
    path: '/api/v2/routing/queues/{queueId}',
    permissions: ['routing:queue:view'],
    handle: (call) => ok(findQueue(call)),
  },
  {
    operation: 'putRoutingQueue',
    method: 'PUT',
    path: '/api/v2/routing/queues/{queueId}',
    permissions: ['routing:queue:edit'],
    handle: (call) => ok(replaceQueue(call)),
  },
];
