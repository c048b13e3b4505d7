/** The stages of provisioning, in order. Each is a state, a folder in `lambdas/`, and the `stage` of its log lines. */
export const PROVISIONING_STAGES = [
  'ClaimLabOrg',
  'VerifyOrgAccess',
  'PublishMessageFlow',
  'AwaitMessageFlow',
  'PurchaseSmsPhoneNumber',
  'AwaitSmsPhoneNumber',
  'AssignQueueOutboundNumber',
  'RouteMessagesToFlow',
  'RecordProvisioned',
] as const;

/** The stages of verification, in order. */
export const VERIFICATION_STAGES = ['SendTestSms', 'AwaitTestSmsReceipt'] as const;

/** The stages of decommissioning, in order. */
export const DECOMMISSIONING_STAGES = [
  'ClaimLabOrgForRelease',
  'UnrouteMessages',
  'UnassignQueueOutboundNumber',
  'DeleteMessageFlow',
  'ReleaseSmsPhoneNumber',
  'AwaitSmsPhoneNumberReleased',
  'RecordReleased',
] as const;

/** The stages that undo: one that gives up is recorded as left, and the next one still has its turn. */
export const UNDOING_STAGES = [
  'UnrouteMessages',
  'UnassignQueueOutboundNumber',
  'DeleteMessageFlow',
  'ReleaseSmsPhoneNumber',
  'AwaitSmsPhoneNumberReleased',
] as const satisfies readonly (typeof DECOMMISSIONING_STAGES)[number][];

/** Stages that call Genesys, and so read the org's credentials. */
export const STAGES_THAT_CALL_GENESYS: readonly StageName[] = [
  'VerifyOrgAccess',
  'PublishMessageFlow',
  'AwaitMessageFlow',
  'PurchaseSmsPhoneNumber',
  'AwaitSmsPhoneNumber',
  'AssignQueueOutboundNumber',
  'RouteMessagesToFlow',
  'SendTestSms',
  'AwaitTestSmsReceipt',
  ...UNDOING_STAGES,
  'CheckLabOrgs',
  'PlanLabOrg',
];

/** Every stage that is a Task of a state machine. */
export const TASK_STAGES = [...PROVISIONING_STAGES, ...VERIFICATION_STAGES, ...DECOMMISSIONING_STAGES] as const;

/** Lambdas that a rule starts, outside any state machine. */
export const RULE_TARGETS = ['RecordFailure'] as const;

/** Lambdas that a schedule starts. */
export const SCHEDULE_TARGETS = ['SweepLabOrgs', 'CheckLabOrgs'] as const;

/** Lambdas that people start, and nothing else does; they wait for the answer. They change nothing, anywhere. */
export const HAND_TARGETS = ['PlanLabOrg'] as const;

/** Every Lambda of the product. */
export const STAGES = [...TASK_STAGES, ...RULE_TARGETS, ...SCHEDULE_TARGETS, ...HAND_TARGETS] as const;

export type ProvisioningStage = (typeof PROVISIONING_STAGES)[number];
export type VerificationStage = (typeof VERIFICATION_STAGES)[number];
export type DecommissioningStage = (typeof DECOMMISSIONING_STAGES)[number];
export type UndoingStage = (typeof UNDOING_STAGES)[number];
export type TaskStage = (typeof TASK_STAGES)[number];
export type HandTarget = (typeof HAND_TARGETS)[number];
export type StageName = (typeof STAGES)[number];

/** Where the state keeps why an undoing stage gave up: `{Error, Cause}` as Step Functions gives them to a catcher. */
export function givenUpKey(stage: UndoingStage): `${UndoingStage}GivenUp` {
  return `${stage}GivenUp`;
}

/** `ClaimLabOrg` -> `claim-lab-org`: the stage's folder in `lambdas/`. */
export function stageFolder(stage: StageName): string {
  return stage.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
