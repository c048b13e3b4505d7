import type { Models } from 'purecloud-platform-client-v2';
import { ApiError } from '../http/api-error.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { sendAgentless } from './agentless.ts';
import { messageData } from './delivery.ts';

const VIEW = ['conversation:message:view', 'conversation:webmessaging:view'];

function findMessage(call: Call, conversationId?: string): Models.MessageData {
  const messageId = param(call, 'messageId');
  const text = call.org.texts.find(
    (each) => each.messageId === messageId && (conversationId ?? each.conversationId) === each.conversationId,
  );
  if (!text) throw new ApiError(404, 'not.found', [`message ${messageId.slice(0, 80)}`]);
  return messageData(text, call.world.now());
}

function threadingTimeline({ org }: Call): Models.ConversationThreadingWindow {
  return {
    settings: [{ messengerType: 'sms', timeoutInMinutes: org.threadingTimeoutMinutes }],
    defaultTimeoutMinutes: 72 * 60,
  };
}

/** Texts, and how long a conversation by text stays the same one. */
export const messageRoutes: readonly Route[] = [
  {
    operation: 'postConversationsMessagesAgentless',
    method: 'POST',
    path: '/api/v2/conversations/messages/agentless',
    permissions: ['conversation:message:create'],
    handle: (call) => ok(sendAgentless(call)),
  },
  {
    operation: 'getConversationsMessageMessage',
    method: 'GET',
    path: '/api/v2/conversations/messages/{conversationId}/messages/{messageId}',
    permissions: VIEW,
    isAnyEnough: true,
    handle: (call) => ok(findMessage(call, param(call, 'conversationId'))),
  },
  {
    operation: 'getConversationsMessageDetails',
    method: 'GET',
    path: '/api/v2/conversations/messages/{messageId}/details',
    permissions: VIEW,
    isAnyEnough: true,
    handle: (call) => ok(findMessage(call)),
  },
  {
    operation: 'getConversationsMessagingThreadingtimeline',
    method: 'GET',
    path: '/api/v2/conversations/messaging/threadingtimeline',
    permissions: [],
    handle: (call) => ok(threadingTimeline(call)),
  },
];
