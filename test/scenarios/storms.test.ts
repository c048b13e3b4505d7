import { stormOfOneEvent, stormOfOrgs, type Storm } from './storms.ts';

describe('the same registration event 200 times at once', () => {
  const STARTS = 200;
  let storm: Storm;
  beforeAll(async () => {
    storm = await stormOfOneEvent(STARTS);
  }, 120_000);
  afterAll(() => storm.scenario.stop());

  it('buys one number, sends one text and leaves the org ready and held by nobody', () => {
    expect(storm.counts).toMatchObject({
      orgs: { ready: 1 },
      orgsHeld: 0,
      numbers: 1,
      orgsWithAnotherNumber: 0,
      purchasesAsked: 1,
      textsSent: 1,
      textsDelivered: 1,
    });
  });

  it('ends every execution SUCCEEDED: one did the work, each of the others names it', () => {
    const { provisionings, counts } = storm;
    expect(counts.provisionings).toEqual({ SUCCEEDED: 1, 'SUCCEEDED quietly': STARTS - 1 });
    expect(counts.verifications).toEqual({ SUCCEEDED: 1 });
    expect(new Set(provisionings.map(({ executionArn }) => executionArn)).size).toBe(STARTS);
    const worker = provisionings.find(({ stages }) => stages.length > 1);
    const holders = provisionings
      .filter((execution) => execution !== worker)
      .map(({ output }) => (output as { ClaimLabOrg: { answer: { holder: string } } }).ClaimLabOrg.answer.holder);
    expect(new Set(holders)).toEqual(new Set([worker?.executionArn]));
  });
});

describe('50 orgs registered at once, with as many requests a minute as Genesys allows and few numbers for all', () => {
  const ORGS = 50;
  let storm: Storm;
  beforeAll(async () => {
    storm = await stormOfOrgs({ orgs: ORGS, requestsPerMinute: 300, pattern: '9000' });
  }, 180_000);
  afterAll(() => storm.scenario.stop());

  it('become ready each, with one number of its own that no other org has, and one text', () => {
    expect(storm.counts).toMatchObject({
      provisionings: { SUCCEEDED: ORGS },
      verifications: { SUCCEEDED: ORGS },
      orgs: { ready: ORGS },
      orgsHeld: 0,
      numbers: ORGS,
      differentNumbers: ORGS,
      orgsWithAnotherNumber: 0,
      textsSent: ORGS,
      textsDelivered: ORGS,
    });
    expect(new Set(storm.provisionings.map(({ executionArn }) => executionArn)).size).toBe(ORGS);
  });
});
