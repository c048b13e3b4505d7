/** Fixed names, so that ARNs can be written down without a dependency between resources, and people can find things. */
export const LEDGER_TABLE_NAME = 'lab-sms-ledger';
export const EVENT_BUS_NAME = 'lab-orgs';
export const PROVISIONING_STATE_MACHINE_NAME = 'lab-sms-provisioning';
export const VERIFICATION_STATE_MACHINE_NAME = 'lab-sms-verification';
export const DECOMMISSIONING_STATE_MACHINE_NAME = 'lab-sms-decommissioning';
/** Every state machine of the product. */
export const STATE_MACHINE_NAMES = [
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
  DECOMMISSIONING_STATE_MACHINE_NAME,
] as const;

export const SWEEP_SCHEDULE_NAME = 'lab-sms-sweep';
export const CHECK_SCHEDULE_NAME = 'lab-sms-check';
export const STAGE_LOG_GROUP_NAME = '/lab-sms/stages';

/** The log group of a state machine. Groups under /aws/vendedlogs/ don't use up the size-limited log resource policy. */
export function stateMachineLogGroupName(stateMachine: string): string {
  return `/aws/vendedlogs/states/${stateMachine}`;
}

/** Every function is named after its stage. */
export const STAGE_FUNCTION_PREFIX = 'lab-sms-';
/** The function that people ask what provisioning would do. */
export const PLAN_FUNCTION_NAME = 'lab-sms-PlanLabOrg';
/** The function that buys numbers, within the limits in its environment. */
export const BUYING_FUNCTION_NAME = 'lab-sms-PurchaseSmsPhoneNumber';

/** The secret of one org is `lab-sms/<genesysOrgId>`; an event never names a secret. */
export const SECRET_NAME_PREFIX = 'lab-sms/';

/** The name of an org's secret in Secrets Manager. */
export function secretName(genesysOrgId: string): string {
  return `${SECRET_NAME_PREFIX}${genesysOrgId}`;
}
