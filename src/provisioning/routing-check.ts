import { conversationsApi } from '../genesys/apis/conversations-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { getMessageFlow } from './message-flow.ts';
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
 * Reads back what a text would meet: recipient's flow, published version, queue's number, threading time. Answers one
 * sentence per difference; changes nothing. A text proves the way out only, so this is the check of the way in.
 */
export async function routingDifferences(genesys: GenesysConnection, routing: Routing): Promise<string[]> {
  const differences: string[] = [];
  const recipient = await findRecipient(genesys, routing.smsPhoneNumber);
  if (recipient?.flow?.id !== routing.messageFlowId) {
    differences.push(
      `messages to ${routing.smsPhoneNumber} go to flow ${recipient?.flow?.id ?? 'none'} instead of ${routing.messageFlowId}`,
    );
  }
  const flow = await getMessageFlow(genesys, routing.messageFlowId);
  if (flow === undefined) differences.push(`the flow ${routing.messageFlowId} is gone`);
  else if (flow.publishedVersion?.id !== routing.publishedVersion) {
    differences.push(
      `the flow "${flow.name}" is published in version ${flow.publishedVersion?.id ?? 'none'} instead of ${routing.publishedVersion}`,
    );
  }
  const queue = await getQueue(genesys, routing.queueId);
  if (queue === undefined) differences.push(`the queue ${routing.queueId} is gone`);
  else if (outboundNumberOf(queue) !== routing.smsPhoneNumber) {
    differences.push(
      `the queue "${queue.name ?? routing.queueId}" sends from ${outboundNumberOf(queue) ?? 'no number'} instead of ${routing.smsPhoneNumber}`,
    );
  }
  const threading = await conversationsApi(genesys).getConversationsMessagingThreadingtimeline();
  const minutes =
    threading.settings.find((setting) => setting.messengerType.toLowerCase() === 'sms')?.timeoutInMinutes ??
    threading.defaultTimeoutMinutes;
  if (minutes !== THREADING_MINUTES) {
    differences.push(
      `replies reopen a conversation for ${minutes ?? 'an unknown number of'} minutes instead of ${THREADING_MINUTES} (Admin > Message > Threading Timeline)`,
    );
  }
  return differences;
}
