import type { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { StageLog } from '../../../src/runtime/logger.ts';
import { addSums, reportRun, type EndOfRun } from '../../../src/runtime/run-end.ts';
import { EXECUTION_ARN } from '../../support/ledger-records.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { stageLab } from '../../support/stage-lab.ts';

const ledger = ledgerDatabase();
const lab = stageLab();

const log = (): StageLog => new StageLog('RecordProvisioned', { startedBy: 'person', requestId: 'request-1' });
let runs = 0;
const end = (changes: Partial<EndOfRun> = {}): EndOfRun => ({
  executionArn: `${EXECUTION_ARN}-${runs}`,
  redriveCount: 0,
  startedAt: 1_000,
  endedAt: 42_500,
  outcome: 'ready',
  ...changes,
});
beforeEach(() => {
  runs += 1;
});

const call = { operation: 'GET /api/v2/organizations/me', status: 200, durationMs: 3, attempt: 1 };
const purchase = {
  phase: 'done',
  change: 'purchase SMS phone number',
  resourceId: '+447700900011',
  after: { countryCode: 'GB' },
} as const;

describe('the line at the end of a run', () => {
  it('says how it ended, how long it took, and what all its stages have done', async () => {
    const { executionArn } = end();
    const early = log();
    early.genesysCall(call);
    early.audit(purchase);
    await addSums(ledger.table, early, executionArn);
    const late = log();
    late.genesysCall(call);
    late.genesysCall(call);
    await reportRun(ledger.table, late, end({ isNewlyReady: true }));
    expect(lab.lines().at(-1)).toMatchObject({
      kind: 'run',
      machine: 'lab-sms-provisioning',
      outcome: 'ready',
      durationSeconds: 41.5,
      genesysCalls: 3,
      bought: ['+447700900011'],
      released: [],
      executionArn,
      OrgsProvisioned: 1,
      TimeToReady: 41.5,
    });
  });

  it('says of a failure where, why and what to do', async () => {
    const said = 'Org Vienna: the limit of 20 numbers a day is reached. Raise it and register again.';
    await reportRun(
      ledger.table,
      log(),
      end({ outcome: 'failed', errorName: 'SpendLimitReached', failedStage: 'PurchaseSmsPhoneNumber', said }),
    );
    expect(lab.lines().at(-1)).toMatchObject({
      level: 'ERROR',
      errorName: 'SpendLimitReached',
      failedStage: 'PurchaseSmsPhoneNumber',
      message: `lab-sms-provisioning: failed in PurchaseSmsPhoneNumber. SpendLimitReached: ${said}`,
    });
  });

  it('is written once, whoever brings the news again, and once more for the end of a redrive', async () => {
    await reportRun(ledger.table, log(), end({ outcome: 'failed' }));
    await reportRun(ledger.table, log(), end({ outcome: 'failed' }));
    await reportRun(ledger.table, log(), end({ redriveCount: 1 }));
    expect(lab.lines().map(({ outcome, redriveCount }) => [outcome, redriveCount])).toEqual([
      ['failed', 0],
      ['ready', 1],
    ]);
  });

  it('is written also when the ledger does not answer, with a note of that, and fails nothing', async () => {
    const silent = {
      addToCounts: () => Promise.reject(Object.assign(new Error('no'), { name: 'ThrottlingException' })),
      readCounts: () => Promise.reject(Object.assign(new Error('no'), { name: 'ThrottlingException' })),
    } as unknown as LedgerTable;
    const mine = log();
    mine.genesysCall(call);
    await reportRun(silent, mine, end());
    expect(lab.lines().map(({ kind, level, reason }) => [kind, level, reason])).toEqual([
      ['genesysCall', 'INFO', undefined],
      ['note', 'WARN', 'ThrottlingException'],
      ['note', 'WARN', 'ThrottlingException'],
      ['run', 'INFO', undefined],
      ['note', 'WARN', 'ThrottlingException'],
    ]);
  });
});
