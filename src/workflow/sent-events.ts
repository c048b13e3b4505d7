import {
  DECOMMISSION_REQUESTED,
  LEASE_ENDING,
  PROVISIONED,
  PROVISIONING_FAILED,
  RELEASED,
  VERIFICATION_FAILED,
  VERIFIED,
} from './events.ts';
import type { StageName } from './stages.ts';

const OF_FAILURES = [PROVISIONING_FAILED, VERIFICATION_FAILED, DECOMMISSION_REQUESTED] as const;

/** The detail types that each stage sends; its role may put events of these and no other. */
export const SENT_EVENTS: Readonly<Partial<Record<StageName, readonly string[]>>> = {
  RecordProvisioned: [PROVISIONED],
  SendTestSms: [VERIFIED],
  AwaitTestSmsReceipt: [VERIFIED],
  RecordReleased: [RELEASED],
  RecordFailure: OF_FAILURES,
  SweepLabOrgs: OF_FAILURES,
  CheckLabOrgs: [LEASE_ENDING],
};
