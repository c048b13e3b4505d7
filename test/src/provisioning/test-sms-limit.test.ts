import process from 'node:process';
import { handler } from '../../../lambdas/send-test-sms/handler.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { EXECUTION_ARN, executionArn, provisionedEntries } from '../../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();

const readyOrg = async (): Promise<LabOrg> => {
  const number = lab.nextNumber();
  const org = lab.addOrg({ org: provisionedOrg(number) });
  await org.inLedger({ ...provisionedEntries(number), status: 'ready', claim: undefined });
  return org;
};

/** A verification that somebody asks for, once the one before it is over. */
const ask = async (org: LabOrg, execution: string): Promise<unknown> => {
  await org.changeLedger({ verificationInFlight: undefined });
  return org.run(handler, { input: org.verification(), execution });
};

beforeEach(() => {
  process.env.TEST_SMS_PER_ORG_AND_DAY = '2';
});

describe('the limit of test texts a day', () => {
  it('lets the last text of the day through and fails the next as TestSmsLimitReached: how many, until when, how to raise', async () => {
    const org = await readyOrg();
    await ask(org, 'one');
    await ask(org, 'two');
    await org.changeLedger({ verificationInFlight: undefined });
    const options = { input: org.verification(), execution: 'three' };
    const message = await org.failure(handler, 'TestSmsLimitReached', options);
    expect(message).toContain('its limit of 2 test texts a day (testSmsPerOrgAndDay) is used up');
    expect(message).toMatch(/begins anew at \d{4}-\d\d-\d\dT00:00:00\.000Z/);
    expect(message).toContain('raise testSmsPerOrgAndDay in settings.json');
    expect(org.view().texts).toHaveLength(2);
    const { verifications, verificationInFlight } = await org.record();
    expect(verifications.three).toMatchObject({ state: 'ended', outcome: 'failed' });
    expect(verifications.three).not.toHaveProperty('textBegun');
    expect(verificationInFlight).toBeUndefined();
  });

  it('is counted for each org by itself', async () => {
    for (const org of [await readyOrg(), await readyOrg()]) {
      await ask(org, 'one');
      await ask(org, 'two');
      expect(org.view().texts).toHaveLength(2);
    }
  });

  it('holds for the verification that provisioning leads to as well, and the same verification sends once there is room', async () => {
    const org = await readyOrg();
    process.env.TEST_SMS_PER_ORG_AND_DAY = '0';
    const options = { input: org.verification(EXECUTION_ARN) };
    await org.failure(handler, 'TestSmsLimitReached', options);
    expect(org.view().texts).toEqual([]);
    process.env.TEST_SMS_PER_ORG_AND_DAY = '1';
    await org.run(handler, options);
    expect(org.view().texts).toHaveLength(1);
  });

  it('counts a text that Genesys refused: it was handed over', async () => {
    const org = await readyOrg();
    org.fault({ operation: 'postConversationsMessagesAgentless', status: 403, times: 2 });
    for (const execution of ['one', 'two']) {
      await org.failure(handler, 'TestSmsFailed', { input: org.verification(), execution });
    }
    await org.failure(handler, 'TestSmsLimitReached', { input: org.verification(), execution: 'three' });
  });

  it('is not touched by a verification that sends no text', async () => {
    const org = await readyOrg();
    await ask(org, 'one');
    await org.changeLedger({ verificationInFlight: undefined });
    const { verifications, ...record } = await org.record();
    const ended = { ...verifications.one, state: 'ended', outcome: 'delivered' } as (typeof verifications)[string];
    await org.changeLedger({ verifications: { one: ended }, lastVerificationId: 'one' });
    for (const run of ['run-2', 'run-3']) {
      await org.run(handler, { input: org.verification(executionArn(run)), execution: run });
    }
    expect((await org.record()).textsOfDay).toEqual(record.textsOfDay);
    await ask(org, 'two');
    expect(org.view().texts).toHaveLength(2);
  });
});
