import { PROVISIONING_STAGES, VERIFICATION_STAGES } from '../../src/workflow/stages.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

describe('a registered lab org', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start(seed(), { functions: 'in processes' });
    await scenario.storeSecret(ORG_ID, SECRET);
    await scenario.register(registration());
  });
  afterAll(() => scenario.stop());

  it('goes through every stage of both state machines in order', async () => {
    const [provisioning] = await scenario.executions('lab-sms-provisioning');
    expect(provisioning).toMatchObject({ status: 'SUCCEEDED', stages: PROVISIONING_STAGES });
    const [verification] = await scenario.executions('lab-sms-verification');
    expect(verification).toMatchObject({ status: 'SUCCEEDED', stages: VERIFICATION_STAGES });
  });

  it('has one number, on its queue, routed to the published flow, in the ledger as in the org', async () => {
    const record = await scenario.ledger(ORG_ID);
    const state = scenario.genesys.control.state().orgs.find((org) => org.id === ORG_ID);
    const number = record?.smsPhoneNumber?.smsPhoneNumber;
    expect(number).toMatch(/^\+447700900\d{3}$/);
    expect(record).toMatchObject({ status: 'ready', smsPhoneNumber: { state: 'active', isAdopted: false } });
    expect(record?.claim).toBeUndefined();
    expect(state?.phoneNumbers.map((owned) => owned.phoneNumber)).toEqual([number]);
    expect(state?.queues[0]?.outboundMessagingAddresses?.smsAddress?.id).toBe(number);
    expect(state?.recipients).toMatchObject([{ id: number, flow: { id: record?.messageFlow?.id } }]);
    expect(state?.flows).toMatchObject([
      { name: 'GRide100MessageFlow', publishedVersion: { id: record?.messageFlow?.publishedVersion } },
    ]);
  });

  it('was texted once, and the text was delivered', async () => {
    const texts = scenario.genesys.control.texts();
    expect(texts).toMatchObject([{ to: SECRET.testSmsTo, status: 'delivery-success' }]);
    const record = await scenario.ledger(ORG_ID);
    expect(Object.values(record?.verifications ?? {})).toMatchObject([{ state: 'ended', outcome: 'delivered' }]);
    expect(record?.verificationInFlight).toBeUndefined();
  });

  it('is only looked at when it is registered again: nothing but GETs and token calls', async () => {
    const before = scenario.genesys.control.requests().at(-1)?.sequence;
    await scenario.register(registration());
    const calls = scenario.genesys.control.requests(before);
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter((call) => call.method !== 'GET' && call.operation !== 'token')).toEqual([]);
    const provisioning = await scenario.executions('lab-sms-provisioning');
    expect(provisioning).toHaveLength(2);
    expect(provisioning[1]).toMatchObject({ status: 'SUCCEEDED', stages: PROVISIONING_STAGES });
    expect(scenario.genesys.control.texts()).toHaveLength(1);
  });
});
