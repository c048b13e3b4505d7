import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord } from '../../../src/ledger/lab-org-record.ts';
import { LEDGER_TABLE_NAME } from '../../../src/workflow/names.ts';
import { registration } from '../../scenarios/lab.ts';
import type { Scenario } from '../../scenarios/scenario.ts';

/** The id of the org with that number. */
export function orgId(number: number): string {
  return `22222222-2222-4333-8444-${String(number).padStart(12, '0')}`;
}

/** A record as it is after an org has been provisioned and its text delivered, with changes. */
export function readyRecord(number: number, changes: Partial<LabOrgRecord> = {}): LabOrgRecord {
  const genesysOrgId = orgId(number);
  const smsPhoneNumber = `+4477009${String(number).padStart(5, '0')}`;
  const executionArn = `arn:aws:states:eu-central-1:000000000000:execution:lab-sms-provisioning:run-${number}`;
  const { name, ...rest } = registration() as unknown as LabOrgRecord['registration'];
  return {
    genesysOrgId,
    revision: 7,
    writeToken: 'token',
    registration: { ...rest, name: name.replace('Scenario', `Class ${String(number).padStart(2, '0')}`), genesysOrgId },
    status: 'ready',
    lastExecution: executionArn,
    registeredAt: '2026-11-01T08:00:00.000Z',
    updatedAt: '2026-11-01T08:05:00.000Z',
    readyAt: '2026-11-01T08:05:00.000Z',
    smsPhoneNumber: {
      state: 'active',
      smsPhoneNumber,
      isAdopted: false,
      executionArn,
      request: rest.sms,
      genesysRegion: 'eu-west-2',
      attempts: [],
      refused: [],
    },
    queue: { id: `queue-${number}`, name: 'G Ride', previousSmsPhoneNumber: null },
    messageFlow: { id: `flow-${number}`, name: 'G Ride', publishedVersion: '1.0', origin: 'created' },
    recipient: { id: smsPhoneNumber, previousFlowId: null, routedFlowId: `flow-${number}` },
    verifications: {
      [`verification-${number}`]: {
        executionArn,
        state: 'ended',
        since: '2026-11-01T08:05:01.000Z',
        outcome: 'delivered',
        message: 'The carrier has delivered the text.',
        writeToken: 'token',
      },
    },
    ...changes,
  };
}

/** Puts records into the ledger as they are. */
export async function seedLedger({ clients }: Scenario, records: readonly LabOrgRecord[]): Promise<void> {
  for (const Item of records) await clients.dynamoDb.send(new PutCommand({ TableName: LEDGER_TABLE_NAME, Item }));
}
