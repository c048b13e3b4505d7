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

/** Lambdas that a rule starts, outside any state machine. */
export const RULE_TARGETS = ['RecordFailure'] as const;

/** Lambdas that a schedule starts. */
export const SCHEDULE_TARGETS = ['SweepLabOrgs'] as const;

/** Every Lambda of the product. */
export const STAGES = [...PROVISIONING_STAGES, ...VERIFICATION_STAGES, ...RULE_TARGETS, ...SCHEDULE_TARGETS] as const;

export type ProvisioningStage = (typeof PROVISIONING_STAGES)[number];
export type VerificationStage = (typeof VERIFICATION_STAGES)[number];
export type StageName = (typeof STAGES)[number];

/** `ClaimLabOrg` -> `claim-lab-org`: the stage's folder in `lambdas/`. */
export function stageFolder(stage: StageName): string {
  return stage.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
