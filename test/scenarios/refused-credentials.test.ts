import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

describe('an org whose client secret was regenerated and not stored', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start(seed());
    await scenario.storeSecret(ORG_ID, { ...SECRET, clientSecret: 'regenerated-since' });
    await scenario.register(registration());
  });
  afterAll(() => scenario.stop());

  it('fails after the retry that a rotated secret gets, and the ledger names the stage', async () => {
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'GenesysAuthenticationError' });
    const record = await scenario.ledger(ORG_ID);
    expect(record?.lastError).toMatchObject({ error: 'GenesysAuthenticationError', stage: 'VerifyOrgAccess' });
    expect(record?.lastError?.message).toMatch(/The run has tried as often as it may\. Redrive this execution/);
  });
});
