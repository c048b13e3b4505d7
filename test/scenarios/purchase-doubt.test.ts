import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorSeed } from '../../local/genesys/simulator.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario, type ScenarioOptions } from './scenario.ts';

async function started(from: SimulatorSeed = seed(), options: ScenarioOptions = {}): Promise<Scenario> {
  const scenario = await Scenario.start(from, options);
  await scenario.storeSecret(ORG_ID, SECRET);
  return scenario;
}

async function expectOneNumberReady(scenario: Scenario): Promise<void> {
  const [execution] = await scenario.executions('lab-sms-provisioning');
  expect(execution?.status).toBe('SUCCEEDED');
  const owned = scenario.genesys.control.state().orgs[0]?.phoneNumbers.map((number) => number.phoneNumber);
  expect(owned).toHaveLength(1);
  expect((await scenario.ledger(ORG_ID))?.smsPhoneNumber).toMatchObject({
    state: 'active',
    smsPhoneNumber: owned?.[0],
  });
}

describe('a purchase whose answer is lost', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  it('after it took effect: the number is found and kept', async () => {
    scenario = await started();
    scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'after' });
    await scenario.register(registration());
    await expectOneNumberReady(scenario);
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
  });

  it('before it took effect: the same number is bought, no other', async () => {
    scenario = await started();
    scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before', times: 2 });
    await scenario.register(registration());
    await expectOneNumberReady(scenario);
    const bodies = scenario.calls('postRoutingSmsPhonenumbers').map((call) => call.body);
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('with every look at it failing: the execution ends FAILED PurchaseInDoubt and names the number', async () => {
    scenario = await started();
    scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before', times: 100 });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'PurchaseInDoubt' });
    const record = await scenario.ledger(ORG_ID);
    expect(record).toMatchObject({
      status: 'failed',
      smsPhoneNumber: { state: 'in doubt' },
      lastError: { error: 'PurchaseInDoubt' },
    });
    expect(execution?.message).toContain(record?.smsPhoneNumber?.smsPhoneNumber);
    const asked = scenario
      .calls('postRoutingSmsPhonenumbers')
      .map((call) => (call.body as { phoneNumber: string }).phoneNumber);
    expect(new Set(asked)).toEqual(new Set([record?.smsPhoneNumber?.smsPhoneNumber]));

    scenario.genesys.control.clearFaults();
    await scenario.register(registration());
    const [, again] = await scenario.executions('lab-sms-provisioning');
    expect(again?.status).toBe('SUCCEEDED');
    expect(scenario.genesys.control.state().orgs[0]?.phoneNumbers).toMatchObject([
      { phoneNumber: record?.smsPhoneNumber?.smsPhoneNumber },
    ]);
  });
});

describe('the function timing out during the purchase', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  it('leaves one number: the next attempt finds it', async () => {
    const marker = join(__dirname, '..', '..', '.lab-sms', `hang-${process.pid}-${Date.now()}`);
    const preload = join(__dirname, 'hang-after-purchase.mjs');
    scenario = await started(seed(), {
      functions: 'in processes',
      handlerEnvironment: { NODE_OPTIONS: `--import=file://${preload}`, PURCHASE_HANG_MARKER: marker },
      // The real timeout is half a minute; a shorter one shows the same.
      changeTemplate: (template) => template.replaceAll('"Timeout": 30', '"Timeout": 8'),
    });
    await scenario.register(registration());
    expect(existsSync(marker)).toBe(true);
    await expectOneNumberReady(scenario);
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
  }, 60_000);
});
