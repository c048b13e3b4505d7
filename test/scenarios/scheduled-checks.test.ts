import { changedTemplate } from './changed-template.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { withWitness, witnessed } from './witness.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('an org whose purchase was in doubt and given up', () => {
  let scenario: Scenario;
  let candidate: string;
  beforeAll(async () => {
    scenario = await Scenario.start(seed(), { changeTemplate: changedTemplate(withWitness) });
    await scenario.storeSecret(ORG_ID, SECRET);
  });
  afterAll(() => scenario.stop());

  /** What is found while that much time goes by: the kind, and what it is about. */
  const newFindings = async (ms: number): Promise<string[]> => {
    scenario.takeLines();
    await scenario.pass(ms);
    const lines = scenario.takeLines().filter(({ kind }) => kind === 'finding');
    return lines.map(({ finding, resourceId }) => `${String(finding)} ${String(resourceId)}`);
  };

  it('is looked at by its schedule within the hour, and told once', async () => {
    scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before', times: 100 });
    await scenario.register(registration());
    const record = await scenario.ledger(ORG_ID);
    expect(record).toMatchObject({ status: 'failed', smsPhoneNumber: { state: 'in doubt' } });
    candidate = record?.smsPhoneNumber?.smsPhoneNumber ?? '';
    expect(await newFindings(HOUR_MS)).toEqual([`number in doubt ${candidate}`]);
    expect(await newFindings(HOUR_MS)).toEqual([]);
    scenario.genesys.control.clearFaults();
  });

  it('is ready with another number, and nothing is found for a day', async () => {
    await scenario.register(registration({ abandonCandidate: candidate, leaseDays: 30 }));
    const record = await scenario.ledger(ORG_ID);
    expect(record?.status).toBe('ready');
    expect(record?.smsPhoneNumber?.smsPhoneNumber).not.toBe(candidate);
    expect(await newFindings(DAY_MS)).toEqual([]);
    expect((await scenario.ledger(ORG_ID))?.check).toMatchObject({ suspected: {}, reported: {} });
  });

  it('tells loudly when the candidate turns up after all', async () => {
    const number = { genesysOrgId: ORG_ID, countryCode: 'GB', phoneNumberType: 'mobile' as const };
    scenario.genesys.control.contents.addPhoneNumber({ ...number, phoneNumber: candidate });
    expect(await newFindings(DAY_MS)).toEqual([`stray number ${candidate}`]);
    expect(await newFindings(DAY_MS)).toEqual([]);
  });

  it('tells of a flow that somebody has published an hour after it was first seen, and when it is mended by registering', async () => {
    const { messageFlow } = (await scenario.ledger(ORG_ID)) ?? {};
    const edit = { genesysOrgId: ORG_ID, flow: messageFlow?.id ?? '', by: 'Ada', publish: true };
    scenario.genesys.control.editFlow(edit);
    expect(await newFindings(DAY_MS)).toEqual([]);
    expect(await newFindings(HOUR_MS)).toEqual([`routing drift ${messageFlow?.id ?? ''}`]);
    await scenario.register(registration({ leaseDays: 30, replace: ['flow'] }));
    expect(await newFindings(DAY_MS)).toEqual([`routing mended ${messageFlow?.id ?? ''}`]);
  });

  it('tells the log and the bus three days before the lease ends', async () => {
    const { leaseUntil = '' } = (await scenario.ledger(ORG_ID)) ?? {};
    const daysLeft = Math.floor((Date.parse(leaseUntil) - scenario.clock.now()) / DAY_MS);
    expect(await newFindings((daysLeft - 3) * DAY_MS)).toEqual([]);
    expect(await newFindings(DAY_MS)).toEqual([`lease ending ${ORG_ID}`]);
    const events = await witnessed(scenario, 'Lab Org SMS Lease Ending');
    expect(events.map(({ source, detail }) => [source, detail.genesysOrgId, detail.leaseUntil])).toEqual([
      ['lab.sms', ORG_ID, leaseUntil],
    ]);
  });

  it('still knows the candidate when the lease has ended and the org is decommissioned', async () => {
    await scenario.pass(3 * DAY_MS);
    const record = await scenario.ledger(ORG_ID);
    expect(record).toMatchObject({ status: 'decommissioned', smsPhoneNumber: { state: 'released' } });
    scenario.genesys.control.contents.removePhoneNumber({ genesysOrgId: ORG_ID, phoneNumber: candidate });
    expect(await newFindings(DAY_MS)).toEqual([]);
    const number = { genesysOrgId: ORG_ID, countryCode: 'GB', phoneNumberType: 'mobile' as const };
    scenario.genesys.control.contents.addPhoneNumber({ ...number, phoneNumber: candidate });
    expect(await newFindings(DAY_MS)).toEqual([`stray number ${candidate}`]);
  });
});
