import { randomUUID } from 'node:crypto';
import { beginText } from '../../../src/ledger/begin-text.ts';
import type { RecordChanges, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import { recordVerificationFailure } from '../../../src/provisioning/record-verification-failure.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { claimedRecord, executionArn, registrationOf, START_TIME } from '../../support/ledger-records.ts';

const ledger = ledgerDatabase();
const ID = 'run-1';
const ARN = executionArn(ID, 'verification');
const ENTRY = { executionArn: ARN, state: 'sending', since: START_TIME, textBegun: true } as const;
const STOPPED = {
  executionArn: ARN,
  redriveCount: 0,
  status: 'ABORTED',
  error: 'ABORTED',
  message: 'stopped',
  stopped: START_TIME,
};

interface Told {
  outcome: string;
  message: string;
}

/** Records the stop of a verification; `meanwhile` happens after it has looked and before it writes, each time. */
async function recordStop(
  changes: RecordChanges,
  meanwhile: (genesysOrgId: string, told: number) => Promise<unknown>,
): Promise<{ result: string; told: Told[]; entry: VerificationEntry | undefined }> {
  const genesysOrgId = randomUUID();
  await ledger.table.create(claimedRecord(registrationOf(genesysOrgId), { claim: undefined, ...changes }));
  const told: Told[] = [];
  const tools = {
    table: ledger.table,
    stageOf: () => Promise.resolve(undefined),
    report: () => Promise.resolve(),
    emit: async (_type: string, detail: object) => {
      told.push(detail as Told);
      await meanwhile(genesysOrgId, told.length);
    },
  };
  const result = await recordVerificationFailure(tools, genesysOrgId, ID, STOPPED);
  return { result, told, entry: (await ledger.table.read(genesysOrgId))?.verifications[ID] };
}

const inFlight = { verificationInFlight: { verificationId: ID, executionArn: ARN, since: START_TIME } };

describe('the end of a stopped verification', () => {
  it('never forgets a text that a last call begins meanwhile: unknown, and told again', async () => {
    const { result, told, entry } = await recordStop(inFlight, async (genesysOrgId, count) => {
      if (count > 1) return;
      const record = await ledger.table.read(genesysOrgId);
      if (record === undefined) throw new Error('no record');
      expect(await beginText(ledger.table, record, ID, ENTRY, 5)).toBe('begun');
    });
    expect(result).toBe('recorded');
    expect(told.map(({ outcome }) => outcome)).toEqual(['failed', 'unknown']);
    expect(entry).toMatchObject({ state: 'ended', outcome: 'unknown', textBegun: true });
    expect(entry).toHaveProperty('failureReportedAt');
  });

  it('is failed, and told once, when no text was begun', async () => {
    const { result, told, entry } = await recordStop(inFlight, () => Promise.resolve());
    expect([result, told.length]).toEqual(['recorded', 1]);
    expect(entry).toMatchObject({ state: 'ended', outcome: 'failed', message: 'stopped' });
    expect(entry).not.toHaveProperty('textBegun');
  });

  it('is left to whoever told of it first', async () => {
    const verifications = { [ID]: { ...ENTRY, writeToken: 'token' } };
    const { result, told, entry } = await recordStop({ ...inFlight, verifications }, async (genesysOrgId) => {
      const path = ['verifications', ID, 'failureReportedAt'];
      await ledger.table.setWhere(genesysOrgId, [[path, START_TIME]], {
        expression: 'attribute_exists(#id)',
        names: { '#id': 'genesysOrgId' },
        values: {},
      });
    });
    expect([result, told.length]).toEqual(['nothing to do', 1]);
    expect(entry).toMatchObject({ state: 'sending', failureReportedAt: START_TIME });
  });
});
