import { randomUUID } from 'node:crypto';
import { HOME } from '../authorization/divisions.ts';
import { seededQueueFields } from '../queues/queue-defaults.ts';
import type { ClientState, DivisionState, FlowState, OrgState, PhoneNumberState, QueueState } from './org-state.ts';
import type { SeedOrg } from './seed.ts';

const DEFAULT_THREADING_MINUTES = 72 * 60;

const divisionIdOf = (divisions: readonly DivisionState[], name: string): string =>
  divisions.find((division) => division.name === name)?.id ?? '';

/** A queue with everything that its seed leaves out. */
export function newQueue(
  {
    name,
    id = randomUUID(),
    division: divisionName = HOME,
    smsPhoneNumber,
    ...fields
  }: NonNullable<SeedOrg['queues']>[number],
  divisions: readonly DivisionState[],
  now: number,
): QueueState {
  const selfUri = `/api/v2/routing/queues/${id}`;
  const divisionId = divisionIdOf(divisions, divisionName);
  return {
    ...seededQueueFields(),
    dateCreated: new Date(now).toISOString(),
    dateModified: new Date(now).toISOString(),
    createdBy: 'seed',
    modifiedBy: 'seed',
    division: { id: divisionId, name: divisionName, selfUri: `/api/v2/authorization/divisions/${divisionId}` },
    outboundMessagingAddresses: smsPhoneNumber === undefined ? {} : { smsAddress: { id: smsPhoneNumber } },
    ...fields,
    id,
    name,
    selfUri,
  };
}

/** A flow as its seed describes it, saved once. */
export function newFlow(
  seed: NonNullable<SeedOrg['flows']>[number],
  divisions: readonly DivisionState[],
  now: number,
): FlowState {
  return {
    id: seed.id ?? randomUUID(),
    name: seed.name,
    type: (seed.type ?? 'inboundshortmessage').toLowerCase(),
    versions: [{ number: 1, savedAt: now, isPublished: seed.published ?? true }],
    actions: [{ kind: 'disconnect' }],
    ...(seed.lockedBy === undefined ? {} : { lockedBy: seed.lockedBy }),
    divisionId: divisionIdOf(divisions, seed.division ?? HOME),
    isDeleted: false,
  };
}

/** A number that an org has had for a while: active, its recipient there, routed to the flow of that name. */
export function newPhoneNumber(
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
    registration: { state: seed.registered === true ? 'registered' : 'none' },
  };
}

/** An OAuth client that may do everything, everywhere, unless its seed gives it less. */
export function newClient({ clientId, clientSecret, permissions, divisions }: SeedOrg['clients'][number]): ClientState {
  return {
    clientId,
    clientSecret,
    permissions: permissions ?? ['*:*:*'],
    ...(divisions === undefined ? {} : { divisions }),
  };
}

/** The state of an org as its seed describes it, from `now` on. */
export function newOrg(seed: SeedOrg, now: number): OrgState {
  const divisions = [HOME, ...(seed.divisions ?? [])].map((name) => ({ id: randomUUID(), name }));
  const flows = (seed.flows ?? []).map((flow) => newFlow(flow, divisions, now));
  return {
    id: seed.id,
    name: seed.name,
    createdAt: now,
    divisionId: divisionIdOf(divisions, HOME),
    divisions,
    threadingTimeoutMinutes: seed.threadingTimeoutMinutes ?? DEFAULT_THREADING_MINUTES,
    ...(seed.textsPerDay === undefined ? {} : { textsPerDay: seed.textsPerDay }),
    clients: seed.clients.map(newClient),
    queues: (seed.queues ?? []).map((queue) => newQueue(queue, divisions, now)),
    phoneNumbers: (seed.phoneNumbers ?? []).map((number) => newPhoneNumber(number, flows, now)),
    flows,
    flowJobs: [],
    texts: [],
    connectedConversations: [],
    addresses: [],
    optOuts: [],
  };
}

type NewMember = 'divisions' | 'addresses' | 'optOuts' | 'phoneNumbers';
type KeptNumber = Omit<PhoneNumberState, 'registration'> & Partial<Pick<PhoneNumberState, 'registration'>>;

/** An org as an earlier version may have kept it. */
export type KeptOrg = Omit<OrgState, NewMember> &
  Partial<Pick<OrgState, Exclude<NewMember, 'phoneNumbers'>>> & { phoneNumbers: KeptNumber[] };

/** An org out of kept state, with what earlier versions did not keep. */
export function upgradedOrg(org: KeptOrg): OrgState {
  return {
    ...org,
    divisions: org.divisions ?? [{ id: org.divisionId, name: HOME }],
    addresses: org.addresses ?? [],
    optOuts: org.optOuts ?? [],
    phoneNumbers: org.phoneNumbers.map((number) => ({
      ...number,
      registration: number.registration ?? { state: 'none' },
    })),
  };
}
