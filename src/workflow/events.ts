/** The bus carries two sources: whoever registers orgs, and this product. */
export const LAB_ORGS_SOURCE = 'lab.orgs';
export const LAB_SMS_SOURCE = 'lab.sms';

/** Detail types of the events that this product listens to. */
export const REGISTERED = 'Lab Org Registered';
export const VERIFICATION_REQUESTED = 'Lab Org SMS Verification Requested';
export const DECOMMISSION_REQUESTED = 'Lab Org Decommission Requested';

/** The source of an event: what this product listens to comes from whoever asks for it, also when it asks itself. */
export function sourceOf(detailType: string): typeof LAB_ORGS_SOURCE | typeof LAB_SMS_SOURCE {
  return [REGISTERED, VERIFICATION_REQUESTED, DECOMMISSION_REQUESTED].includes(detailType)
    ? LAB_ORGS_SOURCE
    : LAB_SMS_SOURCE;
}

/** Detail types of the events that this product sends. */
export const PROVISIONED = 'Lab Org SMS Provisioned';
export const PROVISIONING_FAILED = 'Lab Org SMS Provisioning Failed';
export const VERIFIED = 'Lab Org SMS Verified';
export const VERIFICATION_FAILED = 'Lab Org SMS Verification Failed';
export const RELEASED = 'Lab Org SMS Released';
export const LEASE_ENDING = 'Lab Org SMS Lease Ending';

/** How a verification ended, in the words that people read. */
export const VERIFICATION_OUTCOMES = [
  'delivered',
  'sent, receipt pending',
  'not sendable yet',
  'no test recipient',
  'failed',
  'unknown',
  'routing wrong',
] as const;
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number];

/** `Lab Org SMS Provisioned`; the execution's ARN is the event's identity, so a repeat is recognised. */
export interface ProvisionedDetail {
  genesysOrgId: string;
  name: string;
  executionArn: string;
  smsPhoneNumber: string;
  queueId: string;
  messageFlowId: string;
}

/** `Lab Org SMS Provisioning Failed`; `error` is one of the error names or a service's own. */
export interface ProvisioningFailedDetail {
  genesysOrgId: string;
  executionArn: string;
  status: string;
  error: string;
  message: string;
}

/** `Lab Org SMS Released`: what went back, and what stays because it isn't ours; the number is null where none was released. */
export interface ReleasedDetail {
  genesysOrgId: string;
  name: string;
  executionArn: string;
  smsPhoneNumber: string | null;
  kept: string[];
}

/** `Lab Org SMS Lease Ending`: what goes and stays when the lease ends, and in `message` how to keep the org. */
export interface LeaseEndingDetail {
  genesysOrgId: string;
  name: string;
  /** ISO 8601. */
  leaseUntil: string;
  undone: string[];
  message: string;
}

/** `Lab Org SMS Verified` and `Lab Org SMS Verification Failed`. */
export interface VerificationDetail {
  genesysOrgId: string;
  executionArn: string;
  verificationId: string;
  outcome: VerificationOutcome;
  message: string;
}
