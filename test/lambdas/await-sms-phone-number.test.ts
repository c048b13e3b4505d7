import { handler } from '../../lambdas/await-sms-phone-number/handler.ts';
import { handler as purchase } from '../../lambdas/purchase-sms-phone-number/handler.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { attemptOf, numberEntry } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab({ purchaseMs: 60_000 });
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

/** An org that is buying a number. */
const buyingOrg = async (outcome?: 'Failed'): Promise<{ org: LabOrg; number: string }> => {
  const org = lab.addOrg();
  await org.inLedger();
  if (outcome !== undefined) org.fault({ operation: 'postRoutingSmsPhonenumbers', outcome });
  return { org, number: (await org.run(purchase)).smsPhoneNumber };
};

describe('AwaitSmsPhoneNumber', () => {
  it('is SmsPhoneNumberNotReady while Genesys provisions the number, which is waited for and no last error', async () => {
    const { org, number } = await buyingOrg();
    const message = await org.failure(handler, 'SmsPhoneNumberNotReady');
    expect(message).toContain(`${number} is provisioning Running, number PENDING`);
    expect(await org.record()).toMatchObject({ smsPhoneNumber: { state: 'purchasing' } });
    expect(await org.record()).not.toHaveProperty('lastError');
  });

  it('records the number as active once it is, and says the same again later', async () => {
    const { org, number } = await buyingOrg();
    lab.control.advanceClock(60_000);
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: number });
    const recorded = await org.record();
    expect(recorded.smsPhoneNumber).toMatchObject({ state: 'active', smsPhoneNumber: number });
    expect(recorded.smsPhoneNumber?.activeSince).toBeDefined();
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: number });
    expect(await org.record()).toEqual(recorded);
    expect(org.writes()).toEqual(['postRoutingSmsPhonenumbers']);
  });

  it('waits on for a number that the inventory does not show yet', async () => {
    const { org } = await buyingOrg();
    org.fault({ operation: 'getRoutingSmsPhonenumber', status: 404 });
    expect(await org.failure(handler, 'SmsPhoneNumberNotReady')).toContain('not in the inventory yet');
  });

  it('records an adopted number as active and as adopted', async () => {
    const phoneNumber = lab.nextNumber();
    const org = lab.addOrg({ org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] } });
    const entry = numberEntry({ state: 'purchasing', smsPhoneNumber: phoneNumber, isAdopted: true });
    await org.inLedger({ smsPhoneNumber: entry });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber });
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'active', isAdopted: true });
  });
});

describe('AwaitSmsPhoneNumber of a number that Genesys failed to provision', () => {
  it('goes back as SmsPhoneNumberFailed, and the next candidate is another number', async () => {
    const { org, number } = await buyingOrg('Failed');
    lab.control.advanceClock(60_000);
    const message = await org.failure(handler, 'SmsPhoneNumberFailed');
    expect(message).toContain(`Genesys failed to provision ${number}: The carrier did not hand over`);
    const record = await org.record();
    expect(record.smsPhoneNumber).toMatchObject({ state: 'none', refused: [{ smsPhoneNumber: number }] });
    expect(record.lastError).toBeUndefined();
    const next = await org.run(purchase);
    expect(next.smsPhoneNumber).not.toBe(number);
  });

  it('goes back again when it runs again after that: there is no number to wait for', async () => {
    const { org } = await buyingOrg('Failed');
    lab.control.advanceClock(60_000);
    await org.failure(handler, 'SmsPhoneNumberFailed');
    expect(await org.failure(handler, 'SmsPhoneNumberFailed')).toContain('going back to choose one');
  });

  it('counts as one of the five candidates of the execution', async () => {
    const { org, number } = await buyingOrg('Failed');
    lab.control.advanceClock(60_000);
    await org.failure(handler, 'SmsPhoneNumberFailed');
    const { smsPhoneNumber: entry, lastExecution: executionArn } = await org.record();
    const refused = ['1', '2', '3', '4'].map((digit) => ({ smsPhoneNumber: digit, executionArn, reason: 'refused' }));
    if (entry === undefined) throw new Error('no entry');
    await org.changeLedger({ smsPhoneNumber: { ...entry, refused: [...entry.refused, ...refused] } });
    expect(await org.failure(purchase, 'NoSmsPhoneNumberAvailable')).toContain(number);
  });

  it.each([
    ['an adopted one', { state: 'purchasing', isAdopted: true }],
    ['active in the ledger already', { state: 'active', isAdopted: false }],
  ] as const)('ends as SmsPhoneNumberUnusable when the number is %s, which is kept', async (_what, changes) => {
    const { org, number } = await buyingOrg('Failed');
    lab.control.advanceClock(60_000);
    const entry = numberEntry({ smsPhoneNumber: number, attempts: [attemptOf(number)], ...changes });
    await org.changeLedger({ smsPhoneNumber: entry });
    const message = await org.failure(handler, 'SmsPhoneNumberUnusable');
    expect(message).toContain(`${number} as failed: The carrier did not hand over`);
    expect(message).toContain('no other is bought');
    expect(await org.record()).toMatchObject({ smsPhoneNumber: entry, lastError: { error: 'SmsPhoneNumberUnusable' } });
  });
});
