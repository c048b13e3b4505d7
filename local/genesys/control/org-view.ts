import type { Models } from 'purecloud-platform-client-v2';
import { flowBody } from '../flows/flow-routes.ts';
import { textStatus } from '../messages/delivery.ts';
import type { TextStatus } from '../messages/delivery.ts';
import { hasRecipient, smsPhoneNumber } from '../phone-numbers/lifecycle.ts';
import { recipient } from '../recipients/recipient-routes.ts';
import type { AddressState, ClientState, DivisionState, FlowAction, OrgState } from '../state/org-state.ts';

/** A text message that left an org, as a phone would show it, with where it is on its way. */
export interface SentText {
  genesysOrgId: string;
  from: string;
  to: string;
  body: string;
  /** ISO 8601: when it was accepted. */
  at: string;
  status: TextStatus;
  /** Why it was not delivered, in the carrier's words. */
  reason?: string;
  conversationId: string;
  messageId: string;
}

/** What is in an org: the API's own bodies, and what a published flow does. Secrets are left out. */
export interface OrgView {
  id: string;
  name: string;
  threadingTimeoutMinutes: number;
  divisions: DivisionState[];
  clients: { clientId: string; permissions: string[]; divisions?: string[] }[];
  addresses: AddressState[];
  queues: Models.Queue[];
  phoneNumbers: Models.SmsPhoneNumber[];
  recipients: Models.Recipient[];
  flows: (Models.Flow & { actions: FlowAction[] })[];
  texts: SentText[];
}

/** An OAuth client without its secret. */
export function clientView({ clientId, permissions, divisions }: ClientState): OrgView['clients'][number] {
  return { clientId, permissions, ...(divisions === undefined ? {} : { divisions }) };
}

/** The texts of an org, each with where it is at that time. */
export function textsOf(org: OrgState, now: number): SentText[] {
  return org.texts.map((text) => ({
    genesysOrgId: org.id,
    from: text.from,
    to: text.to,
    body: text.body,
    at: new Date(text.acceptedAt).toISOString(),
    status: textStatus(text, now),
    ...(textStatus(text, now) === 'delivery-failed' && text.failure ? { reason: text.failure.message } : {}),
    conversationId: text.conversationId,
    messageId: text.messageId,
  }));
}

/** What is in an org at that time. */
export function viewOf(org: OrgState, now: number): OrgView {
  return {
    id: org.id,
    name: org.name,
    threadingTimeoutMinutes: org.threadingTimeoutMinutes,
    divisions: org.divisions,
    clients: org.clients.map(clientView),
    queues: org.queues,
    phoneNumbers: org.phoneNumbers.map((number) => smsPhoneNumber(org, number, now)),
    addresses: org.addresses,
    recipients: org.phoneNumbers.filter((number) => hasRecipient(number, now)).map((number) => recipient(org, number)),
    flows: org.flows.map((flow) => ({ ...flowBody(org, flow), actions: flow.actions })),
    texts: textsOf(org, now),
  };
}
