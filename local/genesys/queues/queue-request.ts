import * as z from 'zod/mini';
import { optional, reference } from '../http/request-body.ts';

const object = optional(z.record(z.string(), z.unknown()));
const list = optional(z.array(z.unknown()));
const text = optional(z.string());
const flag = optional(z.boolean());
const count = optional(z.int());

/** The members that an answer has and a PUT does not change. */
export const READ_ONLY_MEMBERS: readonly string[] = [
  'id',
  'dateCreated',
  'dateModified',
  'createdBy',
  'modifiedBy',
  'memberCount',
  'userMemberCount',
  'joinedMemberCount',
  'selfUri',
];

/** The members of the SDK's QueueRequest; what is inside the settings objects is taken as it comes. */
export const QueueRequestSchema = z.strictObject({
  id: text,
  name: z.string(),
  division: optional(reference),
  description: text,
  dateCreated: text,
  dateModified: text,
  modifiedBy: text,
  createdBy: text,
  memberCount: count,
  userMemberCount: count,
  joinedMemberCount: count,
  mediaSettings: object,
  routingRules: list,
  conditionalGroupRouting: object,
  conditionalGroupActivation: object,
  bullseye: object,
  scoringMethod: optional(z.enum(['TimestampAndPriority', 'PriorityOnly'])),
  lastAgentRoutingMode: optional(z.enum(['Disabled', 'QueueMembersOnly', 'AnyAgent'])),
  acwSettings: optional(
    z.strictObject({
      wrapupPrompt: optional(
        z.enum(['MANDATORY', 'OPTIONAL', 'MANDATORY_TIMEOUT', 'MANDATORY_FORCED_TIMEOUT', 'AGENT_REQUESTED']),
      ),
      timeoutMs: count,
    }),
  ),
  skillEvaluationMethod: optional(z.enum(['NONE', 'BEST', 'ALL'])),
  memberGroups: list,
  queueFlow: optional(reference),
  emailInQueueFlow: optional(reference),
  messageInQueueFlow: optional(reference),
  whisperPrompt: optional(reference),
  onHoldPrompt: optional(reference),
  defaultMediaLanguage: text,
  autoAnswerOnly: flag,
  cannedResponseLibraries: object,
  enableTranscription: flag,
  enableAudioMonitoring: flag,
  enableManualAssignment: flag,
  agentOwnedRouting: object,
  directRouting: object,
  callingPartyName: text,
  callingPartyNumber: text,
  defaultScripts: object,
  outboundMessagingAddresses: optional(
    z.strictObject({
      smsAddress: optional(reference),
      openMessagingRecipient: optional(reference),
      whatsAppRecipient: optional(reference),
    }),
  ),
  outboundEmailAddress: object,
  peerId: text,
  suppressInQueueCallRecording: flag,
  selfUri: text,
});
