import type { SeedOrg } from '../../local/genesys/simulator.ts';
import { ORG_ID, SECRET, org, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { configuration } from './several-orgs.ts';

const MACHINE = 'lab-sms-decommissioning';
const EARLIER = '+447700900042';

/** An org in which the queue had a number and another flow took its messages before anybody came. */
const lived = (): SeedOrg =>
  org({
    queues: [{ name: 'G Ride', smsPhoneNumber: EARLIER }, { name: 'Other' }],
    flows: [{ name: 'Their flow' }],
    phoneNumbers: [{ phoneNumber: EARLIER, countryCode: 'GB', phoneNumberType: 'mobile', flow: 'Their flow' }],
  });

describe('an org that is registered and then decommissioned', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  async function provisioned(from: SeedOrg, changes: Record<string, unknown> = {}): Promise<unknown> {
    scenario = await Scenario.start(seed(from), { functions: 'in processes' });
    await scenario.storeSecret(ORG_ID, SECRET);
    const before = configuration(scenario, ORG_ID);
    await scenario.register(registration(changes));
    expect((await scenario.ledger(ORG_ID))?.status).toBe('ready');
    return before;
  }

  it('is as before: the number released, queue and route given back, the flow deleted; twice there is nothing to do', async () => {
    const before = await provisioned(lived(), { replace: ['queueNumber'] });
    await scenario.decommission({ genesysOrgId: ORG_ID });
    const [first] = await scenario.executions(MACHINE);
    expect(first).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, ORG_ID)).toEqual(before);
    const record = await scenario.ledger(ORG_ID);
    expect(record).toMatchObject({ status: 'decommissioned', smsPhoneNumber: { state: 'released' } });
    for (const field of ['claim', 'queue', 'messageFlow', 'recipient', 'lastError', 'readyAt'])
      expect(record).not.toHaveProperty(field);

    const writes = scenario.genesys.control.requests().length;
    await scenario.decommission({ genesysOrgId: ORG_ID });
    const [, second] = await scenario.executions(MACHINE);
    expect(second).toMatchObject({ status: 'SUCCEEDED', stages: ['ClaimLabOrgForRelease'] });
    expect(second?.output).toMatchObject({ ClaimLabOrgForRelease: { answer: { isHeld: false, holder: null } } });
    expect(scenario.genesys.control.requests()).toHaveLength(writes);
  });
});
