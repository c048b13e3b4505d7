import type { Models } from 'purecloud-platform-client-v2';
import * as z from 'zod/mini';
import { publishedVersion } from '../flows/flow-routes.ts';
import { ApiError } from '../http/api-error.ts';
import { page } from '../http/query.ts';
import { optional, parseBody } from '../http/request-body.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { hasRecipient } from '../phone-numbers/lifecycle.ts';
import type { OrgState, PhoneNumberState } from '../state/org-state.ts';

const PATH = '/api/v2/routing/message/recipients';
const MESSENGER_TYPES = ['sms', 'facebook', 'twitter', 'whatsapp', 'open', 'instagram', 'apple'];
const RecipientRequest = z.strictObject({ flow: optional(z.strictObject({ id: optional(z.string()) })) });

function flowReference(org: OrgState, flowId: string): Models.Flow {
  const flow = org.flows.find(({ id }) => id === flowId);
  return {
    id: flowId,
    name: flow?.name ?? '',
    ...(flow ? { type: flow.type.toUpperCase() } : {}),
    selfUri: `/api/v2/flows/${flowId}`,
  };
}

/** The recipient of an SMS number, as the API answers it; its id and its name are the number. */
export function recipient(org: OrgState, number: PhoneNumberState): Models.Recipient {
  return {
    id: number.phoneNumber,
    name: number.phoneNumber,
    messengerType: 'sms',
    ...(number.recipientFlowId === undefined ? {} : { flow: flowReference(org, number.recipientFlowId) }),
    dateCreated: new Date(number.recipientAt).toISOString(),
    dateModified: new Date(number.recipientModifiedAt ?? number.recipientAt).toISOString(),
    selfUri: `${PATH}/${encodeURIComponent(number.phoneNumber)}`,
  };
}

function findRecipient(call: Call): PhoneNumberState {
  const id = param(call, 'recipientId');
  const number = call.org.phoneNumbers.find(({ phoneNumber }) => phoneNumber === id);
  if (!number || !hasRecipient(number, call.world.now()))
    throw new ApiError(404, 'not.found', [`recipient ${id.slice(0, 40)}`]);
  return number;
}

function listRecipients({ org, query, world }: Call): Models.RecipientListing {
  const messengerType = query.oneOf('messengerType', MESSENGER_TYPES) ?? 'sms';
  const name = query.one('name') ?? '';
  const recipients = org.phoneNumbers
    .filter(
      (number) => messengerType === 'sms' && hasRecipient(number, world.now()) && number.phoneNumber.includes(name),
    )
    .sort((a, b) => a.phoneNumber.localeCompare(b.phoneNumber))
    .map((number) => recipient(org, number));
  return page(recipients, query, PATH);
}

/** Only a published inbound message flow can take messages. */
function checkFlow({ org }: Call, flowId: string | null | undefined): string {
  const flow = org.flows.find(({ id, isDeleted }) => id === flowId && !isDeleted);
  if (!flow || !publishedVersion(flow)) throw new ApiError(400, 'invalid.flow', [flowId ?? 'no id']);
  if (flow.type !== 'inboundshortmessage') throw new ApiError(400, 'invalid.flow.type', [flow.type]);
  return flow.id;
}

/** Sets the flow of a recipient; without a flow in the body, the recipient has none afterwards. */
function routeRecipient(call: Call): Models.Recipient {
  const number = findRecipient(call);
  const { flow } = parseBody(RecipientRequest, 'RecipientRequest', call.body);
  if (flow) number.recipientFlowId = checkFlow(call, flow.id);
  else delete number.recipientFlowId;
  number.recipientModifiedAt = call.world.now();
  return recipient(call.org, number);
}

/** Message routing: which flow takes the messages to a number. */
export const recipientRoutes: readonly Route[] = [
  {
    operation: 'getRoutingMessageRecipients',
    method: 'GET',
    path: PATH,
    permissions: ['routing:message:manage'],
    handle: (call) => ok(listRecipients(call)),
  },
  {
    operation: 'getRoutingMessageRecipient',
    method: 'GET',
    path: `${PATH}/{recipientId}`,
    permissions: ['routing:message:manage'],
    handle: (call) => ok(recipient(call.org, findRecipient(call))),
  },
  {
    operation: 'putRoutingMessageRecipient',
    method: 'PUT',
    path: `${PATH}/{recipientId}`,
    permissions: ['routing:message:manage'],
    handle: (call) => ok(routeRecipient(call)),
  },
];
