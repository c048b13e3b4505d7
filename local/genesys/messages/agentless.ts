import { randomUUID } from 'node:crypto';
import type { Models } from 'purecloud-platform-client-v2';
import * as z from 'zod/mini';
import { ApiError } from '../http/api-error.ts';
import { optional, parseBody } from '../http/request-body.ts';
import type { Call } from '../http/route.ts';
import { isActive } from '../phone-numbers/lifecycle.ts';
import { LIMITS, withoutOldest } from '../state/limits.ts';
import type { PhoneNumberState, TextState } from '../state/org-state.ts';
import { carrierRefusal } from './delivery.ts';

/** Five segments of 153 characters. Source: the vendor's help on message length. */
const MAXIMUM_LENGTH = 765;

const Request = z.strictObject({
  fromAddress: z.string(),
  toAddress: optional(z.string()),
  toAddressMessengerType: z.enum(['sms', 'whatsapp', 'open', 'webmessaging', 'apple']),
  textBody: optional(z.string()),
  externalContactId: optional(z.string()),
  messagingTemplate: optional(z.record(z.string(), z.unknown())),
  useExistingActiveConversation: optional(z.boolean()),
});

function checkSender({ org, world }: Call, fromAddress: string): PhoneNumberState {
  const number = org.phoneNumbers.find(({ phoneNumber }) => phoneNumber === fromAddress);
  if (number && isActive(number, world.now())) return number;
  throw new ApiError(400, 'bad.request', [
    `fromAddress ${fromAddress.slice(0, 40)} is not an active SMS number of this org`,
  ]);
}

function checkText(body: string | null | undefined): string {
  if (!body) throw new ApiError(400, 'constraint.validation', ['textBody may not be empty']);
  if (body.length > MAXIMUM_LENGTH)
    throw new ApiError(400, 'max.length.exceeded', [`textBody, ${MAXIMUM_LENGTH} characters`]);
  return body;
}

const DAY_MS = 86_400_000;

/** Refuses a text over the limit of the last 24 hours. */
function checkUsage({ org, world }: Call): void {
  if (org.textsPerDay === undefined) return;
  const recent = org.texts.filter(({ acceptedAt }) => acceptedAt > world.now() - DAY_MS).length;
  if (recent >= org.textsPerDay) {
    throw new ApiError(409, 'organization.outbound.usage.limit.exceeded', [`${org.textsPerDay} in 24 hours`]);
  }
}

/** Why a text won't arrive, as far as that is known beforehand. */
function expectedFailure({ org, injected }: Call, number: PhoneNumberState, to: string): TextState['failure'] {
  if (injected?.outcome === 'Failed') {
    return { code: 'GeneralError', message: 'The carrier did not deliver the message.' };
  }
  const hasOptedOut = org.optOuts.some(
    ({ phoneNumber, address }) => phoneNumber === number.phoneNumber && address === to,
  );
  if (hasOptedOut) return { code: 'RecipientOptedOut', message: 'The recipient has texted STOP to this number.' };
  return carrierRefusal(number);
}

/** Accepts a text; the carrier's part follows with time. */
export function sendAgentless(call: Call): Models.SendAgentlessOutboundMessageResponse {
  const { org, world, injected } = call;
  const request = parseBody(Request, 'SendAgentlessOutboundMessageRequest', call.body);
  const { fromAddress, toAddress, toAddressMessengerType } = request;
  if (toAddressMessengerType !== 'sms') throw new ApiError(400, 'bad.request', ['only sms is simulated']);
  if (!toAddress || !/^\+[1-9]\d{6,14}$/.test(toAddress))
    throw new ApiError(400, 'bad.request', ['toAddress must be E.164']);
  const body = checkText(request.textBody);
  const number = checkSender(call, fromAddress);
  const connected = org.connectedConversations.find(
    ({ phoneNumber, address }) => phoneNumber === fromAddress && address === toAddress,
  );
  if (connected && request.useExistingActiveConversation !== true) {
    throw new ApiError(400, 'active.conversation', [connected.conversationId]);
  }
  checkUsage(call);
  const failure = expectedFailure(call, number, toAddress);
  const now = world.now();
  const text: TextState = {
    messageId: randomUUID(),
    conversationId: connected?.conversationId ?? randomUUID(),
    from: fromAddress,
    to: toAddress,
    body,
    acceptedAt: now,
    sentAt: now + Math.floor(world.settings.deliveryMs / 3),
    settledAt: now + world.settings.deliveryMs,
    outcome: injected?.outcome ?? (failure ? 'Failed' : 'Completed'),
    ...(failure ? { failure } : {}),
  };
  org.texts = withoutOldest([...org.texts, text], Math.max(LIMITS.texts, org.textsPerDay ?? 0), () => true);
  return {
    id: text.messageId,
    conversationId: text.conversationId,
    fromAddress,
    toAddress,
    messengerType: 'sms',
    useExistingActiveConversation: request.useExistingActiveConversation ?? false,
    timestamp: new Date(now).toISOString(),
    selfUri: `/api/v2/conversations/messages/${text.conversationId}`,
  };
}
