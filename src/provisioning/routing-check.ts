import type { Models } from 'purecloud-platform-client-v2';
import { conversationsApi } from '../genesys/apis/conversations-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { getMessageFlow, lockHolder } from './message-flow.ts';
import { getQueue, outboundNumberOf } from './queue.ts';
import { findRecipient } from './recipient.ts';

/** The lab promises that a reply within 72 hours reopens the conversation. */
const THREADING_MINUTES = 72 * 60;

/** What is provisioned, out of the ledger; the four things that a text needs to find its way. */
export interface Routing {
  smsPhoneNumber: string;
  queueId: string;
  messageFlowId: string;
  publishedVersion: string;
}

/** One way in which an org is not as it was provisioned. */
export interface RoutingDifference {
  about: 'number' | 'route' | 'flow' | 'queue' | 'threading';
  /** The id of the thing in Genesys. */
  resourceId: string;
  /** The difference in words, for the middle of a message. */
  words: string;
  expected: string;
  found: string;
  /** Who changed the thing last or has it open, where Genesys tells. */
  changedBy?: string | undefined;
  correlationId?: string | undefined;
}

/** The ledger's view of the routing, or undefined when the org is not provisioned. */
export function routingOf(record: LabOrgRecord): Routing | undefined {
  const { smsPhoneNumber: number, queue, messageFlow } = record;
  if (number?.state !== 'active' || number.smsPhoneNumber === undefined) return undefined;
  if (queue === undefined || messageFlow?.id === undefined || messageFlow.publishedVersion === undefined)
    return undefined;
  return {
    smsPhoneNumber: number.smsPhoneNumber,
    queueId: queue.id,
    messageFlowId: messageFlow.id,
    publishedVersion: messageFlow.publishedVersion,
  };
}

/**
 * Reads back what a text would meet: recipient's flow, published version, queue's number, threading time. Answers every
 * difference; changes nothing. A text proves the way out only, so this is the check of the way in.
 */
export async function routingDifferences(genesys: GenesysConnection, routing: Routing): Promise<RoutingDifference[]> {
  const differences = [
    await routeDifference(genesys, routing),
    await flowDifference(genesys, routing),
    await queueDifference(genesys, routing),
    await threadingDifference(genesys),
  ];
  return differences.filter((difference) => difference !== undefined);
}

async function routeDifference(genesys: GenesysConnection, routing: Routing): Promise<RoutingDifference | undefined> {
  const { smsPhoneNumber, messageFlowId: expected } = routing;
  const recipient = await findRecipient(genesys, smsPhoneNumber);
  const found = recipient?.flow?.id ?? 'none';
  if (found === expected) return undefined;
  return {
    about: 'route',
    resourceId: recipient?.id ?? smsPhoneNumber,
    words: `messages to ${smsPhoneNumber} go to flow ${found} instead of ${expected}`,
    expected,
    found,
    changedBy: personOf(recipient?.modifiedBy),
  };
}

async function flowDifference(genesys: GenesysConnection, routing: Routing): Promise<RoutingDifference | undefined> {
  const { messageFlowId: id, publishedVersion: expected } = routing;
  const flow = await getMessageFlow(genesys, id);
  const about = { about: 'flow', resourceId: id, expected: `version ${expected}` } as const;
  if (flow === undefined) return { ...about, words: `the flow ${id} is gone`, found: 'gone' };
  const found = flow.publishedVersion?.id ?? 'none';
  if (found === expected) return undefined;
  return {
    ...about,
    words: `the flow "${flow.name}" is published in version ${found} instead of ${expected}`,
    found: `version ${found}`,
    changedBy: personOf(flow.publishedBy) ?? personOf(flow.publishedVersion?.createdBy) ?? lockHolder(flow),
    correlationId: correlationIdOf(flow),
  };
}

async function queueDifference(genesys: GenesysConnection, routing: Routing): Promise<RoutingDifference | undefined> {
  const { queueId: id, smsPhoneNumber: expected } = routing;
  const queue = await getQueue(genesys, id);
  const about = { about: 'queue', resourceId: id, expected } as const;
  if (queue === undefined) return { ...about, words: `the queue ${id} is gone`, found: 'gone' };
  const found = outboundNumberOf(queue) ?? 'no number';
  if (found === expected) return undefined;
  return {
    ...about,
    words: `the queue "${queue.name ?? id}" sends from ${found} instead of ${expected}`,
    found,
    changedBy: queue.modifiedBy,
    correlationId: correlationIdOf(queue),
  };
}

/** That replies don't reopen a conversation for as long as the lab promises, or undefined. */
export async function threadingDifference(genesys: GenesysConnection): Promise<RoutingDifference | undefined> {
  const threading = await conversationsApi(genesys).getConversationsMessagingThreadingtimeline();
  const minutes =
    threading.settings.find((setting) => setting.messengerType.toLowerCase() === 'sms')?.timeoutInMinutes ??
    threading.defaultTimeoutMinutes;
  if (minutes === THREADING_MINUTES) return undefined;
  const found = `${minutes ?? 'an unknown number of'} minutes`;
  return {
    about: 'threading',
    resourceId: 'threading timeline',
    words: `replies reopen a conversation for ${found} instead of ${THREADING_MINUTES} (Admin > Message > Threading Timeline)`,
    expected: `${THREADING_MINUTES} minutes`,
    found,
    correlationId: correlationIdOf(threading),
  };
}

function personOf(user: Models.User | undefined): string | undefined {
  return user?.name ?? user?.id;
}
