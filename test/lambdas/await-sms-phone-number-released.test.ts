import type { Models } from 'purecloud-platform-client-v2';
import { handler } from '../../lambdas/await-sms-phone-number-released/handler.ts';
import { handler as release } from '../../lambdas/release-sms-phone-number/handler.ts';
import { isReleaseEnded } from '../../src/provisioning/await-sms-phone-number-released.ts';
import { decommissioningChanges, numberEntry, START_TIME } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab({ purchaseMs: 60_000 });

/** An org whose number is being released. */
const releasingOrg = async () => {
  const number = lab.nextNumber();
  const phoneNumbers = [{ phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local' as const }];
  const org = lab.addOrg({ org: { phoneNumbers } });
  await org.inLedger({ ...decommissioningChanges(), smsPhoneNumber: numberEntry({ smsPhoneNumber: number }) });
  await org.run(release, org.decommissioning());
  return { org, number, run: () => org.run(handler, org.decommissioning()) };
};

describe('AwaitSmsPhoneNumberReleased', () => {
  it('is SmsPhoneNumberNotReleased while Genesys works on it, which is waited for and no last error', async () => {
    const { org, number } = await releasingOrg();
    const message = await org.failure(handler, 'SmsPhoneNumberNotReleased', org.decommissioning());
    expect(message).toContain(`${number} is Delete Running, number PENDING_CANCELLATION`);
    expect(await org.record()).toMatchObject({ smsPhoneNumber: { state: 'releasing' } });
    expect(await org.record()).not.toHaveProperty('lastError');
  });

  it('records the number as released once it has left the org; run again, there is nothing to do', async () => {
    const { org, number, run } = await releasingOrg();
    lab.control.advanceClock(60_000);
    expect(await run()).toEqual({ smsPhoneNumber: number });
    const recorded = await org.record();
    expect(recorded.smsPhoneNumber).toMatchObject({ state: 'released', smsPhoneNumber: number });
    expect(recorded.smsPhoneNumber?.releasedAt).toBeDefined();
    const lines = lab.lines().filter(({ kind, stage }) => kind === 'audit' && stage === 'AwaitSmsPhoneNumberReleased');
    expect(lines).toMatchObject([{ resourceId: number, after: 'released', costEffect: 'monthly charge ends' }]);
    expect(await run()).toEqual({ smsPhoneNumber: null });
    expect(await org.record()).toEqual(recorded);
  });

  it('believes a mere PENDING_CANCELLATION only after some minutes, since the release may still fail', () => {
    const since = Date.parse(START_TIME);
    const shown = (action: 'Create' | 'Delete', state: 'Running' | 'Completed', minutes: number): boolean => {
      const provisioningStatus = { action, state, version: 1 };
      const found = { phoneNumberStatus: 'PENDING_CANCELLATION', provisioningStatus } as Models.SmsPhoneNumber;
      return isReleaseEnded(found, START_TIME, since + minutes * 60_000);
    };
    expect([shown('Create', 'Completed', 1), shown('Create', 'Completed', 11)]).toEqual([false, true]);
    expect([shown('Delete', 'Completed', 1), shown('Delete', 'Running', 60)]).toEqual([true, false]);
  });

  it.each([['active'], ['none'], ['released']] as const)(
    'has nothing to wait for when the number is %s in the ledger',
    async (state) => {
      const { org, run } = await releasingOrg();
      await org.changeLedger({ smsPhoneNumber: numberEntry({ state }) });
      const before = await org.record();
      const calls = org.requests().length;
      expect(await run()).toEqual({ smsPhoneNumber: null });
      expect(await org.record()).toEqual(before);
      expect(
        org
          .requests()
          .slice(calls)
          .filter(({ operation }) => operation === 'getRoutingSmsPhonenumber'),
      ).toEqual([]);
    },
  );

  it('is SmsPhoneNumberReleaseFailed when no release is under way, and says how to release it by hand', async () => {
    const number = lab.nextNumber();
    const phoneNumbers = [{ phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local' as const }];
    const org = lab.addOrg({ org: { phoneNumbers } });
    const entry = numberEntry({ smsPhoneNumber: number, state: 'releasing' });
    await org.inLedger({ ...decommissioningChanges(), smsPhoneNumber: entry });
    const message = await org.failure(handler, 'SmsPhoneNumberReleaseFailed', org.decommissioning());
    for (const part of [number, 'no release is under way', 'SMS Number Inventory']) expect(message).toContain(part);
    expect((await org.record()).smsPhoneNumber).toEqual(entry);
  });
});
