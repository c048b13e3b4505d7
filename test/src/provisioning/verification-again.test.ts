import { handler as awaitReceipt } from '../../../lambdas/await-test-sms-receipt/handler.ts';
import { handler as send } from '../../../lambdas/send-test-sms/handler.ts';
import type { RecordChanges, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import type { StageHandler } from '../../../src/runtime/stage.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { executionArn, EXECUTION, provisionedEntries, START_TIME } from '../../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const TEXT = 'postConversationsMessagesAgentless';

/** A verification that was asked for by hand: its id is the name of its execution. */
async function readyOrg(entry?: Partial<VerificationEntry>): Promise<LabOrg> {
  const smsPhoneNumber = lab.nextNumber();
  const org = lab.addOrg({ org: provisionedOrg(smsPhoneNumber), secret: { testSmsTo: '+447700900555' } });
  const base = {
    executionArn: executionArn(EXECUTION, 'verification'),
    state: 'ended',
    since: START_TIME,
    writeToken: 't',
  } as const;
  const verifications = entry === undefined ? {} : { [EXECUTION]: { ...base, ...entry } };
  const changes: RecordChanges = {
    ...provisionedEntries(smsPhoneNumber),
    status: 'ready',
    claim: undefined,
    verifications,
  };
  await org.inLedger(changes);
  return org;
}

const verify = <T>(org: LabOrg, handler: StageHandler<T>): Promise<T> =>
  org.run(handler, { input: org.verification() });

describe('a verification that is run again', () => {
  it('looks anew when it ended before any text was begun, and sends one', async () => {
    const org = await readyOrg({ outcome: 'routing wrong', message: 'mended since', failureReportedAt: START_TIME });
    await verify(org, send);
    expect(org.writes()).toEqual([TEXT]);
    const entry = (await org.record()).verifications[EXECUTION];
    expect(entry).toMatchObject({ state: 'sent', textBegun: true });
    expect(entry).not.toHaveProperty('failureReportedAt');
  });

  it('sends nothing when a text was begun, whatever became of it', async () => {
    const org = await readyOrg({ outcome: 'failed', message: `org said no`, textBegun: true });
    await expect(verify(org, send)).rejects.toMatchObject({ name: 'TestSmsFailed' });
    expect(org.writes()).toEqual([]);
  });

  it.each([
    ['failed', 'TestSmsFailed'],
    ['unknown', 'TestSmsOutcomeUnknown'],
    ['routing wrong', 'RoutingWrong'],
  ] as const)('does not succeed when its outcome is already written as %s', async (outcome, name) => {
    const org = await readyOrg({ outcome, message: 'as it was', textBegun: true });
    await expect(verify(org, awaitReceipt)).rejects.toMatchObject({ name });
  });

  it('tells a delivered one again, without asking Genesys', async () => {
    const org = await readyOrg({ outcome: 'delivered', message: 'as it was', textBegun: true });
    expect(await verify(org, awaitReceipt)).toEqual({ outcome: 'delivered', message: 'as it was' });
  });
});
