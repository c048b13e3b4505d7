import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from './names.ts';

/** The outputs by which people and clients find the parts of a deployed stack. */
export const EVENT_BUS_OUTPUT = 'EventBusName';
export const LEDGER_OUTPUT = 'LedgerTableName';
export const STAGE_LOGS_OUTPUT = 'StageLogGroupName';

/** The output that holds each state machine's ARN, by the machine's name. */
export const STATE_MACHINE_OUTPUTS = {
  [PROVISIONING_STATE_MACHINE_NAME]: 'ProvisioningStateMachineArn',
  [VERIFICATION_STATE_MACHINE_NAME]: 'VerificationStateMachineArn',
  [DECOMMISSIONING_STATE_MACHINE_NAME]: 'DecommissioningStateMachineArn',
} as const;
