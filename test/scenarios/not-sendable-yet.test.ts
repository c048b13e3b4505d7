import { PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import { ORG_ID, registration, SECRET, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start(seed());
});
afterAll(() => scenario.stop());

describe('a fresh US number, whose texts no carrier takes before its 10DLC registration', () => {
  it('is kept although the registration says onFailure release: both executions succeed and the org stays ready', async () => {
    await scenario.storeSecret(ORG_ID, SECRET);
    const sms = { countryCode: 'US', phoneNumberType: 'local' };
    await scenario.register(registration({ sms, onFailure: 'release' }));

    for (const machine of [PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME]) {
      expect(await scenario.executions(machine)).toMatchObject([{ status: 'SUCCEEDED' }]);
    }
    const record = await scenario.ledger(ORG_ID);
    expect(record).toMatchObject({ status: 'ready', smsPhoneNumber: { state: 'active' } });
    expect(Object.values(record?.verifications ?? {})).toMatchObject([{ outcome: 'not sendable yet' }]);
    expect(Object.values(record?.verifications ?? {})[0]?.message).toContain('10DLC');
    const numbers = scenario.genesys.control.state().orgs[0]?.phoneNumbers ?? [];
    expect(numbers).toMatchObject([{ phoneNumber: record?.smsPhoneNumber?.smsPhoneNumber }]);
    expect(scenario.calls('deleteRoutingSmsPhonenumber')).toEqual([]);
  });
});
