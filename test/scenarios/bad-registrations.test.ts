import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorSeed } from '../../local/genesys/simulator.ts';
import { Scenario } from './scenario.ts';

const folder = join(__dirname, 'bad-registrations');
const cases = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

interface Expected {
  stage: string;
  error: string;
  mentions: string[];
}

function read(name: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
}

describe('a bad registration', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start({ orgs: [] });
  });
  afterAll(() => scenario.stop());

  it.each(cases)('%s fails before anything is changed, with one message that says all and what to do', async (name) => {
    for (const org of (read(name, 'seed.json') as SimulatorSeed).orgs) scenario.genesys.control.addOrg(org);
    const registration = read(name, 'registration.json') as { genesysOrgId: string };
    if (existsSync(join(folder, name, 'secret.json'))) {
      await scenario.storeSecret(registration.genesysOrgId, read(name, 'secret.json'));
    }
    const before = scenario.genesys.control.state().orgs;
    const lastCall = scenario.genesys.control.requests().at(-1)?.sequence;

    await scenario.register(registration);

    const expected = read(name, 'expected.json') as Expected;
    const ended = (await scenario.executions('lab-sms-provisioning')).at(-1);
    expect(ended).toMatchObject({ status: 'FAILED', error: expected.error });
    expect(ended?.stages.at(-1)).toBe(expected.stage);
    for (const mention of expected.mentions) expect(ended?.message).toContain(mention);
    expect(scenario.genesys.control.state().orgs).toEqual(before);
    const calls = scenario.genesys.control.requests(lastCall);
    expect(calls.filter((call) => call.method !== 'GET' && call.operation !== 'token')).toEqual([]);

    const record = await scenario.ledger(registration.genesysOrgId);
    if (expected.stage === 'ClaimLabOrg') expect(record).toBeUndefined();
    else
      expect(record).toMatchObject({ status: 'failed', lastError: { error: expected.error, stage: expected.stage } });
    expect(record?.smsPhoneNumber).toBeUndefined();
  });

  it('has left no verification and no text behind', async () => {
    expect(await scenario.executions('lab-sms-verification')).toEqual([]);
    expect(scenario.genesys.control.texts()).toEqual([]);
  });
});
