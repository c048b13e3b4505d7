import { handler as awaitReceipt } from '../../lambdas/await-test-sms-receipt/handler.ts';
import { handler } from '../../lambdas/send-test-sms/handler.ts';
import type { RecordChanges, VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { ONE_POST_MS } from '../support/lab-org.ts';
import { EXECUTION_ARN, executionArn, flowEntry, provisionedEntries, START_TIME } from '../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab();
const POST = 'postConversationsMessagesAgentless';
const ARN = executionArn('run-1', 'verification');
const PHONE = '+447700900555';

/** An org that is ready to be verified. */
const readyOrg = async (
  options: LabOrgOptions = {},
  changes: RecordChanges = {},
): Promise<{ org: LabOrg; number: string }> => {
  const number = lab.nextNumber();
  const org = lab.addOrg({ ...options, org: { ...provisionedOrg(number), ...options.org } });
  await org.inLedger({ ...provisionedEntries(number), status: 'ready', claim: undefined, ...changes });
  return { org, number };
};

const sending = (changes: Partial<VerificationEntry> = {}): VerificationEntry => ({
  executionArn: ARN,
  state: 'sending',
  textBegun: true,
  since: START_TIME,
  writeToken: 'token',
  ...changes,
});

const textsOf = (org: LabOrg): { from: string; to: string; body: string }[] => org.view().texts;

describe('SendTestSms', () => {
  it('sends one text of fixed words from the number to the phone of the secret', async () => {
    const { org, number } = await readyOrg({ secret: { testSmsText: 'Greetings from Vienna.' } });
    const input = org.verification(EXECUTION_ARN);
    expect(await org.run(handler, { input })).toEqual({ isInFlightElsewhere: false, verificationId: EXECUTION_ARN });
    expect(textsOf(org)).toMatchObject([
      {
        from: number,
        to: PHONE,
        body: 'lab-sms: your lab number works. Reply and an agent reads it. Greetings from Vienna.',
      },
    ]);
    expect(await org.record()).toMatchObject({
      verifications: {
        [EXECUTION_ARN]: { state: 'sent', executionArn: ARN, messageId: org.view().texts[0]?.messageId },
      },
      verificationInFlight: { verificationId: EXECUTION_ARN, executionArn: ARN },
      status: 'ready',
    });
  });

  it('leaves neither the phone number nor the words of the secret in the ledger', async () => {
    const { org } = await readyOrg({ secret: { testSmsText: 'Canary in the text' } });
    await org.run(handler, { input: org.verification() });
    const ledger = JSON.stringify(await org.record());
    for (const confidential of [PHONE, 'Canary', `secret-${org.id}`]) expect(ledger).not.toContain(confidential);
  });

  it('run again, finds its text sent and sends none', async () => {
    const { org } = await readyOrg();
    const input = org.verification(EXECUTION_ARN);
    const first = await org.run(handler, { input });
    expect(await org.run(handler, { input })).toEqual(first);
    expect(org.writes()).toEqual([POST]);
  });

  it('called twice at the same time, sends one text', async () => {
    const { org } = await readyOrg();
    const input = org.verification(EXECUTION_ARN);
    const outcomes = await Promise.allSettled([org.run(handler, { input }), org.run(handler, { input })]);
    expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
    expect(org.writes()).toEqual([POST]);
  });

  it('identifies a verification by provisioning execution, else by event, else by its own execution', async () => {
    const { org } = await readyOrg();
    const input = { ...org.verification(), eventId: 'event-1' };
    expect(await org.run(handler, { input })).toMatchObject({ verificationId: 'event-1' });
    const { org: byHand } = await readyOrg();
    const output = await byHand.run(handler, { input: byHand.verification(), execution: 'by-hand' });
    expect(output).toMatchObject({ verificationId: 'by-hand' });
  });
});

describe('SendTestSms when nobody knows whether the text went out', () => {
  it.each([ARN, executionArn('dead', 'verification')])(
    'finds "sending" of %s and ends as TestSmsOutcomeUnknown without sending',
    async (executionArnOfEntry) => {
      const entry = sending({ executionArn: executionArnOfEntry });
      const { org } = await readyOrg({}, { verifications: { [EXECUTION_ARN]: entry } });
      const message = await org.failure(handler, 'TestSmsOutcomeUnknown', { input: org.verification(EXECUTION_ARN) });
      expect(message).toContain('Look at the phone');
      expect(org.writes()).toEqual([]);
      const record = await org.record();
      expect(record.verifications[EXECUTION_ARN]).toMatchObject({ state: 'ended', outcome: 'unknown' });
      expect(record).not.toHaveProperty('verificationInFlight');
      expect(lab.aws.events()).toEqual([]);
    },
  );

  it('has sent one text after a lost answer, ends as TestSmsOutcomeUnknown and so it stays', async () => {
    const { org } = await readyOrg();
    org.fault({ operation: POST, reset: 'after' });
    const options = { input: org.verification(EXECUTION_ARN) };
    const message = await org.failure(handler, 'TestSmsOutcomeUnknown', options);
    expect(await org.failure(handler, 'TestSmsOutcomeUnknown', options)).toBe(message);
    expect(textsOf(org)).toHaveLength(1);
    expect(org.writes()).toEqual([POST]);
  });
});

describe('SendTestSms once a text was delivered', () => {
  const LATER = executionArn('run-2');

  const deliveredOrg = async (changes: RecordChanges = {}): Promise<LabOrg> => {
    const { org } = await readyOrg();
    const input = org.verification(EXECUTION_ARN);
    await org.run(handler, { input });
    await org.run(awaitReceipt, { input });
    await org.changeLedger(changes);
    return org;
  };

  it('sends no other when nothing has changed', async () => {
    const org = await deliveredOrg();
    const input = org.verification(LATER);
    await org.run(handler, { input, execution: 'run-2' });
    const { outcome, message } = await org.run(awaitReceipt, { input, execution: 'run-2' });
    expect(outcome).toBe('delivered');
    expect(message).toContain('not texted again');
    expect(textsOf(org)).toHaveLength(1);
  });

  it('sends another when a person asks', async () => {
    const org = await deliveredOrg();
    await org.run(handler, { input: org.verification(), execution: 'run-2' });
    expect(textsOf(org)).toHaveLength(2);
  });

  it('sends another when the flow was published anew', async () => {
    const org = await deliveredOrg();
    lab.control.editFlow({ genesysOrgId: org.id, flow: 'flow-1', by: 'us', publish: true });
    await org.changeLedger({ messageFlow: flowEntry({ publishedVersion: '2.0', savedVersion: '2.0' }) });
    await org.run(handler, { input: org.verification(LATER), execution: 'run-2' });
    expect(textsOf(org)).toHaveLength(2);
  });

  it('asks again about a text whose receipt was pending, and sends none', async () => {
    const org = await deliveredOrg();
    const { verifications } = await org.record();
    const entry = verifications[EXECUTION_ARN];
    if (entry === undefined) throw new Error('no entry');
    await org.changeLedger({ verifications: { [EXECUTION_ARN]: { ...entry, outcome: 'sent, receipt pending' } } });
    const input = org.verification(LATER);
    await org.run(handler, { input, execution: 'run-2' });
    expect((await org.record()).verifications[LATER]).toMatchObject({ state: 'sent', messageId: entry.messageId });
    expect(await org.run(awaitReceipt, { input, execution: 'run-2' })).toMatchObject({ outcome: 'delivered' });
    expect(textsOf(org)).toHaveLength(1);
  });
});

describe('SendTestSms beside another verification of the org', () => {
  const other = { verificationId: 'other', executionArn: executionArn('other', 'verification'), since: START_TIME };

  it('ends quietly while that runs', async () => {
    const { org } = await readyOrg({}, { verificationInFlight: other });
    lab.aws.executions.set(other.executionArn, { status: 'RUNNING' });
    const before = await org.record();
    const output = await org.run(handler, { input: org.verification() });
    expect(output).toEqual({ isInFlightElsewhere: true, inFlight: other.executionArn });
    expect(await org.record()).toEqual(before);
    expect(org.requests()).toEqual([]);
  });

  it('goes on when that has ended', async () => {
    const { org } = await readyOrg({}, { verificationInFlight: other });
    lab.aws.executions.set(other.executionArn, { status: 'FAILED', stopDate: new Date() });
    expect(await org.run(handler, { input: org.verification() })).toMatchObject({ isInFlightElsewhere: false });
    expect((await org.record()).verificationInFlight?.executionArn).toBe(ARN);
  });
});

describe('SendTestSms that Genesys refuses', () => {
  it.each([
    ['an agent talks to the phone', { status: 400, code: 'active.conversation' }, 'end it in the agent'],
    [
      'the limit is used up',
      { status: 400, code: 'organization.outbound.usage.limit.exceeded' },
      'ask Genesys to raise it',
    ],
    ['the client may not', { status: 403 }, 'Mend that'],
    ['Genesys is busy', { status: 429, headers: { 'retry-after': '60' } }, 'try again in 60 s'],
  ] as const)('ends as TestSmsFailed with what to do: %s', async (_what, fault, advice) => {
    const { org } = await readyOrg();
    org.fault({ operation: POST, ...fault });
    const options = { input: org.verification(EXECUTION_ARN), remainingMs: ONE_POST_MS };
    expect(await org.failure(handler, 'TestSmsFailed', options)).toContain(advice);
    expect((await org.record()).verifications[EXECUTION_ARN]).toMatchObject({ state: 'ended', outcome: 'failed' });
    expect(textsOf(org)).toEqual([]);
  });
});
