import type {
  DecommissioningEntry,
  LabOrgRecord,
  MessageFlowEntry,
  PurchaseAttempt,
  QueueEntry,
  RecordChanges,
  SmsPhoneNumberEntry,
} from '../../src/ledger/lab-org-record.ts';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../src/workflow/names.ts';
import type { Registration } from '../../src/workflow/registration.ts';

/** A record as it is created; the table adds revision, write token and time. */
export type NewRecord = Omit<LabOrgRecord, 'revision' | 'writeToken' | 'updatedAt'>;

/** The queue's id, number and flow that the seeded orgs and records of tests agree on. */
export const QUEUE_ID = 'queue-1';
export const FLOW_NAME = 'GRide100MessageFlow';
export const FLOW_ID = 'flow-1';

export const START_TIME = '2026-03-01T09:00:00.000Z';

const MACHINES = {
  provisioning: PROVISIONING_STATE_MACHINE_NAME,
  verification: VERIFICATION_STATE_MACHINE_NAME,
  decommissioning: DECOMMISSIONING_STATE_MACHINE_NAME,
};

/** A state machine, as tests call it. */
export type Machine = keyof typeof MACHINES;

/** The ARN of an execution of a machine, by its name. */
export function executionArn(name: string, machine: Machine = 'provisioning'): string {
  return `arn:aws:states:eu-west-2:000000000000:execution:${MACHINES[machine]}:${name}`;
}

/** The execution that holds the org in `claimedRecord`. */
export const EXECUTION = 'run-1';
export const EXECUTION_ARN = executionArn(EXECUTION);

/** The execution of that name that decommissions an org. */
export const DECOMMISSIONING_ARN = executionArn(EXECUTION, 'decommissioning');

/** A registration with its defaults. */
export function registrationOf(genesysOrgId: string, changes: Partial<Registration> = {}): Registration {
  return {
    genesysOrgId,
    name: 'Lab Vienna 1',
    genesysRegion: 'eu-west-2',
    sms: { countryCode: 'GB', phoneNumberType: 'mobile' },
    queueName: 'G Ride',
    flow: 'gride-message-flow',
    onFailure: 'keep',
    replace: [],
    ...changes,
  };
}

/** A record that `run-1` holds and has put nothing into yet; a change to undefined leaves the field out. */
export function claimedRecord(registration: Registration, changes: RecordChanges = {}): NewRecord {
  const record: NewRecord = {
    genesysOrgId: registration.genesysOrgId,
    registration,
    status: 'provisioning',
    claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME },
    lastExecution: EXECUTION_ARN,
    registeredAt: START_TIME,
    verifications: {},
  };
  return { ...record, ...changes } as NewRecord;
}

/** What a record says of its org: without the last error and the traces of having been written. */
export function knownOf(record: LabOrgRecord): Partial<LabOrgRecord> {
  const { lastError, revision, writeToken, updatedAt, ...known } = record;
  return known;
}

/** A bought, active number. */
export function numberEntry(changes: Partial<SmsPhoneNumberEntry> = {}): SmsPhoneNumberEntry {
  return {
    state: 'active',
    smsPhoneNumber: '+447700900101',
    isAdopted: false,
    executionArn: EXECUTION_ARN,
    request: { countryCode: 'GB', phoneNumberType: 'mobile' },
    genesysRegion: 'eu-west-2',
    attempts: [],
    refused: [],
    ...changes,
  };
}

/** A POST whose outcome nobody has written down. */
export function attemptOf(smsPhoneNumber: string, changes: Partial<PurchaseAttempt> = {}): PurchaseAttempt {
  return { smsPhoneNumber, attempt: 1, executionArn: EXECUTION_ARN, sent: START_TIME, ...changes };
}

/** The queue as it was before and is now. */
export function queueEntry(changes: Partial<QueueEntry> = {}): QueueEntry {
  return { id: QUEUE_ID, name: 'G Ride', previousSmsPhoneNumber: null, assigned: START_TIME, ...changes };
}

/** A flow of ours in its first version, as the simulator counts versions. */
export function flowEntry(changes: Partial<MessageFlowEntry> = {}): MessageFlowEntry {
  return {
    name: FLOW_NAME,
    id: FLOW_ID,
    contentHash: 'of the flow in its first version',
    publishedVersion: '1.0',
    savedVersion: '1.0',
    origin: 'created',
    ...changes,
  };
}

/** Number, queue, flow and route as RecordProvisioned finds them. */
export function provisionedEntries(smsPhoneNumber = '+447700900101'): RecordChanges {
  return {
    smsPhoneNumber: numberEntry({ smsPhoneNumber }),
    queue: queueEntry(),
    messageFlow: flowEntry(),
    recipient: { id: smsPhoneNumber, previousFlowId: null, routedFlowId: FLOW_ID },
  };
}

/** What makes a record one that is being decommissioned by its first decommissioning, for that request. */
export function decommissioningChanges(request: Partial<DecommissioningEntry> = {}): RecordChanges {
  return {
    status: 'decommissioning',
    claim: { executionArn: DECOMMISSIONING_ARN, redriveCount: 0, since: START_TIME },
    lastExecution: DECOMMISSIONING_ARN,
    decommissioning: { executionArn: DECOMMISSIONING_ARN, requestedAt: START_TIME, kept: [], ...request },
  };
}
