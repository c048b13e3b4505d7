import type { Models } from 'purecloud-platform-client-v2';
import type { PhoneNumberState, TextState } from '../state/org-state.ts';

/** Where a text is on its way; `sent` for good when the carrier never says more. */
export type TextStatus = 'queued' | 'sent' | 'delivery-success' | 'delivery-failed';

/** A text's status at that time. */
export function textStatus(text: TextState, now: number): TextStatus {
  if (now < text.sentAt) return 'queued';
  if (text.outcome === 'Pending' || now < text.settledAt) return 'sent';
  return text.outcome === 'Completed' ? 'delivery-success' : 'delivery-failed';
}

/** Why carriers refuse texts from a number that nobody has registered, or undefined where they take them. */
export function carrierRefusal(number: PhoneNumberState): TextState['failure'] {
  const { state, reason = 'no reason was given' } = number.registration;
  if (state === 'registered' || !['US', 'CA'].includes(number.countryCode)) return undefined;
  const words =
    number.phoneNumberType === 'tollfree'
      ? {
          none: 'the toll-free number has not been verified',
          pending: 'the toll-free verification of this number has not been decided yet',
          rejected: `the toll-free verification of this number was rejected: ${reason}`,
        }
      : {
          none: 'the 10-digit long code has not been registered (10DLC)',
          pending: 'the 10DLC campaign of this long code is under review',
          rejected: `the 10DLC campaign of this long code was rejected: ${reason}`,
        };
  return { code: 'MessageNotAllowed', message: `Blocked by the carrier: ${words[state]}.` };
}

function receipt(text: TextState, status: TextStatus): Models.ConversationNormalizedMessage[] {
  if (status === 'queued') return [];
  const isFinal = status !== 'sent';
  const normalized = { sent: 'Sent', 'delivery-success': 'Delivered', 'delivery-failed': 'Failed' }[status];
  return [
    {
      id: text.messageId,
      type: 'Receipt',
      status: normalized,
      isFinalReceipt: isFinal,
      direction: 'Outbound',
      ...(status === 'delivery-failed' && text.failure ? { reasons: [text.failure] } : {}),
    },
  ];
}

/**
 * A text as the API answers it. The published schema requires `textBody`; the SDK's typings have dropped it.
 */
export function messageData(text: TextState, now: number): Models.MessageData & { textBody: string } {
  const status = textStatus(text, now);
  return {
    id: text.messageId,
    name: text.messageId,
    providerMessageId: `carrier-${text.messageId}`,
    timestamp: new Date(text.acceptedAt).toISOString(),
    fromAddress: text.from,
    toAddress: text.to,
    direction: 'outbound',
    messengerType: 'sms',
    textBody: text.body,
    status,
    normalizedMessage: {
      id: text.messageId,
      channel: {
        platform: 'Sms',
        type: 'Private',
        messageId: text.messageId,
        to: { id: text.to, idType: 'Phone' },
        from: { id: text.from, idType: 'Phone' },
        time: new Date(text.acceptedAt).toISOString(),
      },
      type: 'Text',
      text: text.body,
      direction: 'Outbound',
      originatingEntity: 'Bot',
    },
    normalizedReceipts: receipt(text, status),
    conversationId: text.conversationId,
    selfUri: `/api/v2/conversations/messages/${text.conversationId}/messages/${text.messageId}`,
  };
}
