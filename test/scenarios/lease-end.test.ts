import { changedTemplate } from './changed-template.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { withWitness, witnessed } from './witness.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('an org that is registered for two days', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start(seed(), { changeTemplate: changedTemplate(withWitness) });
    await scenario.storeSecret(ORG_ID, SECRET);
    await scenario.register(registration({ leaseDays: 2 }));
    expect((await scenario.ledger(ORG_ID))?.status).toBe('ready');
  });
  afterAll(() => scenario.stop());

  const requests = async () => {
    const events = await witnessed(scenario, 'Lab Org Decommission Requested');
    return events.map(({ source, detail }) => ({ source, detail }));
  };

  const sweeps = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, () => scenario.invoke('lab-sms-SweepLabOrgs', {})));

  it('is left alone while the lease runs', async () => {
    await scenario.pass(2 * DAY_MS - 30 * MINUTE_MS);
    await sweeps(2);
    expect(await requests()).toEqual([]);
  });

  it('is asked to be decommissioned by its schedule once the lease has ended, and once only however often it is swept', async () => {
    await scenario.pass(60 * MINUTE_MS);
    const leaseUntil: unknown = expect.any(String);
    const asked = [{ source: 'lab.orgs', detail: { genesysOrgId: ORG_ID, leaseUntil } }];
    expect(await requests()).toEqual(asked);
    await sweeps(5);
    for (let period = 0; period < 3; period++) await scenario.pass(5 * MINUTE_MS);
    expect(await requests()).toEqual(asked);
  });

  it('has given back what it bought, and is not asked again', async () => {
    expect(await scenario.ledger(ORG_ID)).toMatchObject({
      status: 'decommissioned',
      smsPhoneNumber: { state: 'released' },
    });
    expect(scenario.genesys.control.state().orgs[0]?.phoneNumbers).toEqual([]);
    await scenario.pass(2 * DAY_MS);
    await sweeps(5);
    expect(await requests()).toHaveLength(1);
  });
});
