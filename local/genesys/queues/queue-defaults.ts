import type { Models } from 'purecloud-platform-client-v2';

const serviceLevel = (percentage: number, durationMs: number): Models.ServiceLevel => ({ percentage, durationMs });

/** What a queue has where a PUT says nothing: every other field is gone after a PUT that leaves it out. */
export function queueDefaults(): Models.Queue {
  return {
    mediaSettings: {
      call: { enableAutoAnswer: false, alertingTimeoutSeconds: 8, serviceLevel: serviceLevel(0.8, 20_000) },
      callback: { enableAutoAnswer: false, alertingTimeoutSeconds: 30, serviceLevel: serviceLevel(0.8, 20_000) },
      chat: { enableAutoAnswer: false, alertingTimeoutSeconds: 30, serviceLevel: serviceLevel(0.8, 20_000) },
      email: { enableAutoAnswer: false, alertingTimeoutSeconds: 300, serviceLevel: serviceLevel(0.8, 86_400_000) },
      message: { enableAutoAnswer: false, alertingTimeoutSeconds: 30, serviceLevel: serviceLevel(0.8, 20_000) },
    },
    acwSettings: { wrapupPrompt: 'OPTIONAL' },
    skillEvaluationMethod: 'ALL',
    scoringMethod: 'TimestampAndPriority',
    lastAgentRoutingMode: 'Disabled',
    autoAnswerOnly: true,
    enableTranscription: false,
    enableAudioMonitoring: false,
    enableManualAssignment: false,
    suppressInQueueCallRecording: true,
    cannedResponseLibraries: { mode: 'All' },
  };
}

/**
 * What the queues of a seed have besides: set away from the defaults above, so that a client whose PUT drops a field
 * leaves a visible difference behind.
 */
export function seededQueueFields(): Models.Queue {
  return {
    ...queueDefaults(),
    description: 'Riders who write or call',
    mediaSettings: {
      call: { enableAutoAnswer: false, alertingTimeoutSeconds: 12, serviceLevel: serviceLevel(0.9, 15_000) },
      callback: {
        enableAutoAnswer: false,
        alertingTimeoutSeconds: 45,
        serviceLevel: serviceLevel(0.75, 60_000),
        mode: 'AgentFirst',
      },
      chat: { enableAutoAnswer: true, alertingTimeoutSeconds: 25, serviceLevel: serviceLevel(0.85, 25_000) },
      email: { enableAutoAnswer: false, alertingTimeoutSeconds: 240, serviceLevel: serviceLevel(0.8, 43_200_000) },
      message: {
        enableAutoAnswer: false,
        alertingTimeoutSeconds: 40,
        serviceLevel: serviceLevel(0.7, 90_000),
        enableInactivityTimeout: true,
        inactivityTimeoutSettings: { timeoutSeconds: 3_600, actionType: 'DISCONNECT' },
      },
    },
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 120_000 },
    skillEvaluationMethod: 'BEST',
    scoringMethod: 'PriorityOnly',
    lastAgentRoutingMode: 'QueueMembersOnly',
    autoAnswerOnly: false,
    enableTranscription: true,
    enableManualAssignment: true,
    suppressInQueueCallRecording: false,
    agentOwnedRouting: { enableAgentOwnedCallbacks: true, maxOwnedCallbackHours: 24, maxOwnedCallbackDelayHours: 12 },
    directRouting: {
      callMediaSettings: { useAgentAddressOutbound: true },
      emailMediaSettings: { useAgentAddressOutbound: false },
      messageMediaSettings: { useAgentAddressOutbound: false },
      waitForAgent: true,
      agentWaitSeconds: 30,
    },
    callingPartyName: 'G Ride',
    callingPartyNumber: '+442079460123',
    memberCount: 3,
    userMemberCount: 3,
    joinedMemberCount: 1,
  };
}
