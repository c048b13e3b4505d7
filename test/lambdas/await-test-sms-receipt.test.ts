import { handler } from '../../lambdas/await-test-sms-receipt/handler.ts';
import { handler as send } from '../../lambdas/send-test-sms/handler.ts';
import type { VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import { isoAgo } from '../support/date.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { EXECUTION_ARN, executionArn, numberEntry, provisionedEntries } from '../support/ledger-records.ts';
import { BUS, provisionedOrg, stageLab } from '../support/stage-lab.ts';

const lab = stageLab({ deliveryMs: 60_000 });
const ARN = executionArn('run-1', 'verification');
let americanNumbers = 10;

/** An org from which a text has just gone out. */
const textedOrg = async (countryCode: 'GB' | 'US' = 'GB', outcome?: 'Failed' | 'Pending'): Promise<LabOrg> => {
  const number = countryCode === 'GB' ? lab.nextNumber() : `+161755501${americanNumbers++}`;
  const request = { countryCode, phoneNumberType: 'local' } as const;
  const org = lab.addOrg({ org: provisionedOrg(number, countryCode) });
  const smsPhoneNumber = numberEntry({ smsPhoneNumber: number, request });
  await org.inLedger({ ...provisionedEntries(number), smsPhoneNumber, status: 'ready', claim: undefined });
  if (outcome !== undefined) org.fault({ operation: 'postConversationsMessagesAgentless', outcome });
  await org.run(send, { input: org.verification(EXECUTION_ARN) });
  return org;
};

const entryOf = async (org: LabOrg): Promise<VerificationEntry> => {
  const entry = (await org.record()).verifications[EXECUTION_ARN];
  if (entry === undefined) throw new Error('no entry');
  return entry;
};

const options = (org: LabOrg): { input: ReturnType<LabOrg['verification']> } => ({
  input: org.verification(EXECUTION_ARN),
});

describe('AwaitTestSmsReceipt', () => {
  it("is TestSmsReceiptPending until the carrier's last word, which is waited for", async () => {
    const org = await textedOrg();
    expect(await org.failure(handler, 'TestSmsReceiptPending', options(org))).toContain('the text is queued');
    lab.control.advanceClock(30_000);
    expect(await org.failure(handler, 'TestSmsReceiptPending', options(org))).toContain('the text is sent');
    expect(await entryOf(org)).toMatchObject({ state: 'sent' });
    expect(lab.aws.events()).toEqual([]);
  });

  it('records the delivery, tells the world and makes room for the next verification', async () => {
    const org = await textedOrg();
    lab.control.advanceClock(60_000);
    const output = await org.run(handler, options(org));
    expect(output.outcome).toBe('delivered');
    expect(lab.aws.events()).toEqual([
      {
        bus: BUS,
        source: 'lab.sms',
        detailType: 'Lab Org SMS Verified',
        detail: { genesysOrgId: org.id, executionArn: ARN, verificationId: EXECUTION_ARN, ...output },
      },
    ]);
    const record = await org.record();
    expect(record).toMatchObject({ lastVerificationId: EXECUTION_ARN, status: 'ready' });
    expect(record.verifications[EXECUTION_ARN]).toMatchObject({ state: 'ended', ...output });
    expect(record).not.toHaveProperty('verificationInFlight');
  });

  it('run again, says the same and tells nobody twice', async () => {
    const org = await textedOrg();
    lab.control.advanceClock(60_000);
    const output = await org.run(handler, options(org));
    const before = await org.record();
    expect(await org.run(handler, options(org))).toEqual(output);
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toHaveLength(1);
    expect(org.writes()).toEqual(['postConversationsMessagesAgentless']);
  });

  it('calls a text "sent, receipt pending" when the carrier says no more for five minutes', async () => {
    const org = await textedOrg('GB', 'Pending');
    lab.control.advanceClock(60_000);
    await org.changeLedger({
      verifications: { [EXECUTION_ARN]: { ...(await entryOf(org)), sentAt: isoAgo(4.9 * 60_000) } },
    });
    await org.failure(handler, 'TestSmsReceiptPending', options(org));
    await org.changeLedger({
      verifications: { [EXECUTION_ARN]: { ...(await entryOf(org)), sentAt: isoAgo(5.1 * 60_000) } },
    });
    const { outcome, message } = await org.run(handler, options(org));
    expect(outcome).toBe('sent, receipt pending');
    expect(message).toContain('The next verification asks for it again');
    expect(await org.record()).toMatchObject({ lastVerificationId: EXECUTION_ARN });
    expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org SMS Verified', detail: { outcome } }]);
  });

  it('waits on for a message that Genesys does not show yet', async () => {
    const org = await textedOrg();
    org.fault({ operation: 'getConversationsMessageMessage', status: 404 });
    await org.failure(handler, 'TestSmsReceiptPending', options(org));
  });
});

describe('AwaitTestSmsReceipt of a text that the carrier refused', () => {
  it('is a success with a next step for a number of the US that has no 10DLC registration', async () => {
    const org = await textedOrg('US');
    lab.control.advanceClock(60_000);
    const { outcome, message } = await org.run(handler, options(org));
    expect(outcome).toBe('not sendable yet');
    expect(message).toContain('MessageNotAllowed: Blocked by the carrier');
    expect(message).toContain('register brand and campaign');
    expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org SMS Verified', detail: { outcome } }]);
    expect(await org.record()).not.toHaveProperty('lastVerificationId');
  });

  it('is TestSmsFailed with the reason elsewhere, which only RecordFailure tells the world', async () => {
    const org = await textedOrg('GB', 'Failed');
    lab.control.advanceClock(60_000);
    const message = await org.failure(handler, 'TestSmsFailed', options(org));
    expect(message).toContain('GeneralError: The carrier did not deliver the message');
    expect(await entryOf(org)).toMatchObject({ state: 'ended', outcome: 'failed' });
    expect(lab.aws.events()).toEqual([]);
  });
});

describe('AwaitTestSmsReceipt without a text', () => {
  it('is LabOrgNotProvisioned where the org has left the ledger', async () => {
    const org = lab.addOrg();
    await org.failure(handler, 'LabOrgNotProvisioned', options(org));
  });

  it('is InvalidVerificationRequest where the request is none', async () => {
    const org = lab.addOrg();
    await expect(org.run(handler, { input: { request: {} } })).rejects.toMatchObject({
      name: 'InvalidVerificationRequest',
    });
  });

  it('fails where SendTestSms has written no entry', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    await expect(org.run(handler, options(org))).rejects.toThrow('SendTestSms has not run');
  });

  it('has nothing to ask for when Genesys gave the text no id', async () => {
    const org = await textedOrg();
    const { messageId, conversationId, ...entry } = await entryOf(org);
    expect([messageId, conversationId]).toBeDefined();
    await org.changeLedger({ verifications: { [EXECUTION_ARN]: entry } });
    expect(await org.run(handler, options(org))).toMatchObject({ outcome: 'sent, receipt pending' });
  });
});
