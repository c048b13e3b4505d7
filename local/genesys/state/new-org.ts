import { randomUUID } from 'node:crypto';
import { seededQueueFields } from '../queues/queue-defaults.ts';
import type { FlowState, OrgState, PhoneNumberState, QueueState } from './org-state.ts';
import type { SeedOrg } from './seed.ts';

const DEFAULT_THREADING_MINUTES = 72 * 60;

function newQueue(
  { name, id = randomUUID(), smsPhoneNumber, ...fields }: NonNullable<SeedOrg['queues']>[number],
  divisionId: string,
  now: number,
): QueueState {
  const selfUri = `/api/v2/routing/queues/${id}`;
  return {
    ...seededQueueFields(),
    dateCreated: new Date(now).toISOString(),
    dateModified: new Date(now).toISOString(),
    createdBy: 'seed',
    modifiedBy: 'seed',
    division: { id: divisionId, name: 'Home', selfUri: `/api/v2/authorization/divisions/${divisionId}` },
    outboundMessagingAddresses: smsPhoneNumber === undefined ? {} : { smsAddress: { id: smsPhoneNumber } },
    ...fields,
    id,
    name,
    selfUri,
  };
}

function newFlow(seed: NonNullable<SeedOrg['flows']>[number], now: number): FlowState {
  return {
    id: seed.id ?? randomUUID(),
    name: seed.name,
    type: (seed.type ?? 'inboundshortmessage').toLowerCase(),
    versions: [{ number: 1, savedAt: now, isPublished: seed.published ?? true }],
    actions: [{ kind: 'disconnect' }],
    ...(seed.lockedBy === undefined ? {} : { lockedBy: seed.lockedBy }),
    isDeleted: false,
  };
}

/** A number that an org has had for a while: active, its recipient there, routed to the flow of that name. */
function newPhoneNumber(
  seed: NonNullable<SeedOrg['phoneNumbers']>[number],
  flows: readonly FlowState[],
  now: number,
): PhoneNumberState {
  const flowId = flows.find(({ name }) => name === seed.flow)?.id;
  return {
    phoneNumber: seed.phoneNumber,
    phoneNumberType: seed.phoneNumberType,
    countryCode: seed.countryCode,
    capabilities: ['sms', 'mms', 'voice'],
    version: 1,
    orderedAt: now,
    settledAt: now,
    outcome: 'Completed',
    recipientAt: now,
    ...(flowId === undefined ? {} : { recipientFlowId: flowId, recipientModifiedAt: now }),
    isRegistered: seed.registered ?? false,
  };
}

/** The state of an org as its seed describes it, from `now` on. */
export function newOrg(seed: SeedOrg, now: number): OrgState {
  const divisionId = randomUUID();
  const flows = (seed.flows ?? []).map((flow) => newFlow(flow, now));
  return {
    id: seed.id,
    name: seed.name,
    createdAt: now,
    divisionId,
    threadingTimeoutMinutes: seed.threadingTimeoutMinutes ?? DEFAULT_THREADING_MINUTES,
    clients: seed.clients.map(({ clientId, clientSecret, permissions }) => ({
      clientId,
      clientSecret,
      permissions: permissions ?? ['*:*:*'],
    })),
    queues: (seed.queues ?? []).map((queue) => newQueue(queue, divisionId, now)),
    phoneNumbers: (seed.phoneNumbers ?? []).map((number) => newPhoneNumber(number, flows, now)),
    flows,
    flowJobs: [],
    texts: [],
    connectedConversations: [],
  };
}
