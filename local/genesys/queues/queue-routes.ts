import type { Models } from 'purecloud-platform-client-v2';
import { checkDivision, divisionName, isInReach } from '../authorization/divisions.ts';
import { ApiError } from '../http/api-error.ts';
import { fitsList, fitsNameFilter, page } from '../http/query.ts';
import { parseBody } from '../http/request-body.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { isActive } from '../phone-numbers/lifecycle.ts';
import type { QueueState } from '../state/org-state.ts';
import { queueDefaults } from './queue-defaults.ts';
import { QueueRequestSchema, READ_ONLY_MEMBERS } from './queue-request.ts';

const divisionOf = ({ org }: Call, queue: QueueState): string => queue.division?.id ?? org.divisionId;

function findQueue(call: Call, permission: string): QueueState {
  const id = param(call, 'queueId');
  const queue = call.org.queues.find((each) => each.id === id);
  if (!queue) throw new ApiError(404, 'resource.not.found', [`queue ${id.slice(0, 80)}`]);
  checkDivision(call, divisionOf(call, queue), permission, 'missing.division.permissions');
  return queue;
}

/** The queues in the client's divisions that fit all of the filters. */
function listQueues(call: Call): Models.QueueEntityListing {
  const { org, client, query } = call;
  const hasPeer = query.oneOf('hasPeer', ['true', 'false']);
  const queues = org.queues
    .filter((queue) => isInReach(org, client, divisionOf(call, queue)))
    .filter((queue) => fitsList(query.list('divisionId'), divisionOf(call, queue)))
    .filter(({ id }) => fitsList(query.list('id'), id))
    .filter(({ peerId }) => fitsList(query.list('peerId'), peerId))
    .filter(({ peerId }) => hasPeer === undefined || hasPeer === String(peerId !== undefined))
    .filter(({ cannedResponseLibraries: libraries }) =>
      fitsList(query.list('cannedResponseLibraryId'), ...(libraries?.libraryIds ?? [])),
    )
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

/** The division that a queue is in after a PUT: a move takes the right to edit queues there as well. */
function divisionAfter(call: Call, id: string): Models.Division {
  const name = divisionName(call.org, id);
  if (name === '') throw new ApiError(400, 'resource.not.found', [`division ${id.slice(0, 80)}`]);
  checkDivision(call, id, 'routing:queue:edit', 'missing.division.permissions');
  return { id, name, selfUri: `/api/v2/authorization/divisions/${id}` };
}

const isGiven = ([key, value]: [string, unknown]): boolean =>
  value !== null && value !== undefined && !READ_ONLY_MEMBERS.includes(key);

/** A PUT replaces the whole object: what the body leaves out falls back to its default or is gone. */
function replaceQueue(call: Call): Models.Queue {
  const queue = findQueue(call, 'routing:queue:edit');
  const body = parseBody(QueueRequestSchema, 'QueueRequest', call.body);
  checkName(call, queue, body.name);
  const division = divisionAfter(call, body.division?.id ?? divisionOf(call, queue));
  const smsAddress = body.outboundMessagingAddresses?.smsAddress;
  if (smsAddress) checkSmsAddress(call, smsAddress.id);
  const keptMembers = Object.entries(queue).filter(([key]) => READ_ONLY_MEMBERS.includes(key));
  const addresses = Object.entries(body.outboundMessagingAddresses ?? {}).filter(([, value]) => value !== null);
  const replaced: QueueState = {
    ...queueDefaults(),
    ...Object.fromEntries(Object.entries(body).filter(isGiven)),
    ...Object.fromEntries(keptMembers),
    outboundMessagingAddresses: Object.fromEntries(addresses),
    division,
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
    handle: (call) => ok(findQueue(call, 'routing:queue:view')),
  },
  {
    operation: 'putRoutingQueue',
    method: 'PUT',
    path: '/api/v2/routing/queues/{queueId}',
    permissions: ['routing:queue:edit'],
    handle: (call) => ok(replaceQueue(call)),
  },
];
