/**
 * Every error name that leaves a stage: what the state machine matches, alarms count and the runbook explains.
 * The names are literals in the throwing classes too, because minifiers rename classes; a test holds both together.
 */
export const ERROR_NAMES = [
  // The input of an execution.
  'InvalidRegistration',
  'InvalidVerificationRequest',
  'InvalidDecommissionRequest',
  'RegistrationOutdated',
  'DecommissionRequestOutdated',
  // The claim.
  'LabOrgBusy',
  'ClaimSettling',
  'ClaimLost',
  'LedgerContention',
  // The org as VerifyOrgAccess and the later stages find it.
  'CredentialsMissing',
  'CredentialsInvalid',
  'WrongOrg',
  'OrgNotReady',
  'PermissionsMissing',
  'QueueNotFound',
  'QueueNameAmbiguous',
  'QueueNumberForeign',
  'MessageFlowForeign',
  'MessageFlowLocked',
  'MessageRouteForeign',
  'SmsPhoneNumberNotOwned',
  'SmsPhoneNumberChangeRefused',
  'NumberMissing',
  'SmsPhoneNumberUnusable',
  // Waiting and going back.
  'MessageFlowNotReady',
  'MessageFlowJobFailed',
  'MessageFlowPublishFailed',
  'SmsPhoneNumberRefused',
  'SmsPhoneNumberNotReady',
  'SmsPhoneNumberFailed',
  'NoSmsPhoneNumberAvailable',
  'SmsPhoneNumberNotPurchasable',
  'PurchaseInDoubt',
  'SpendLimitReached',
  'RecipientNotReady',
  'QueueChangedUnexpectedly',
  'MessageRouteNotKept',
  // Verification.
  'LabOrgNotProvisioned',
  'RoutingWrong',
  'TestSmsReceiptPending',
  'TestSmsFailed',
  'TestSmsLimitReached',
  'TestSmsOutcomeUnknown',
  // Decommissioning.
  'SmsPhoneNumberInUse',
  'SmsPhoneNumberNotReleased',
  'SmsPhoneNumberReleaseFailed',
  'LeftBehind',
  // Events.
  'EventNotAccepted',
  // The sweep and the scheduled checks.
  'SweepIncomplete',
  'CheckIncomplete',
  // The Genesys client.
  'GenesysHostRefusedError',
  'GenesysAuthenticationError',
  'GenesysPermissionError',
  'GenesysNotFoundError',
  'GenesysConflictError',
  'GenesysRateLimitError',
  'GenesysUnavailableError',
  'GenesysAmbiguousOutcomeError',
  'GenesysRequestError',
] as const;

/** Errors of ours that no registration and no org explains: trouble in Genesys Cloud or AWS, or a bug. */
export const TROUBLE: readonly ErrorName[] = [
  'LedgerContention',
  'EventNotAccepted',
  'GenesysHostRefusedError',
  'GenesysRateLimitError',
  'GenesysUnavailableError',
  'GenesysAmbiguousOutcomeError',
  'GenesysRequestError',
];

/** The name of an error that ends a stage. */
export type ErrorName = (typeof ERROR_NAMES)[number];
