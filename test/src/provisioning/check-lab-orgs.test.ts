import { checkLab, DAY_MS, HOUR_MS } from '../../support/check-lab.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { EXECUTION_ARN } from '../../support/ledger-records.ts';

const { lab, readyOrg, check, findingsAfter, pass } = checkLab();

const seconds = (count: number): number => count * 1000;

describe('a check of several orgs', () => {
  it('goes on with the others when one cannot be handled, and fails naming it in the end', async () => {
    const orgs = [await readyOrg(), await readyOrg(), await readyOrg()];
    const [, broken] = orgs;
    // A record that no code of ours writes: what comes of it is no finding about the org.
    await broken?.changeLedger({ registration: { ...broken.registration, genesysRegion: 'nowhere' as 'eu-west-2' } });
    await broken?.changeLedger({ smsPhoneNumber: undefined });
    pass(DAY_MS);
    await expect(check()).rejects.toMatchObject({
      name: 'CheckIncomplete',
      message: `It was the turn of 3 orgs to be checked. 1 could not be handled: ${broken?.id ?? ''}; their log lines say why. The next check goes on with them.`,
    });
    expect(lab.lines().filter(({ kind, genesysOrgId }) => kind === 'note' && genesysOrgId === broken?.id)).toHaveLength(
      1,
    );
    for (const org of orgs.filter((each) => each !== broken))
      expect(await org.record()).toHaveProperty('check.lookedAt');
    expect(await broken?.record()).not.toHaveProperty('check');
    await broken?.changeLedger({ registration: broken.registration });
  });

  it('has one log per org, and no org’s secret in another’s line', async () => {
    const orgs = await Promise.all(Array.from({ length: 5 }, () => readyOrg({ org: { threadingTimeoutMinutes: 60 } })));
    pass(DAY_MS);
    expect(await check()).toMatchObject({ due: 5, checked: 5 });
    pass(HOUR_MS);
    expect(await check()).toMatchObject({ findings: { 'routing drift': 5 } });
    const told = lab.lines().filter(({ kind }) => kind === 'finding');
    expect(new Set(told.map(({ genesysOrgId }) => genesysOrgId))).toEqual(new Set(orgs.map(({ id }) => id)));
  });

  it('takes those that were longest unseen, a few at once, and leaves the others to the next check when the time runs out', async () => {
    const orgs: { hoursLate: number; org: LabOrg }[] = [];
    for (const hoursLate of [3, 0, 5, 1, 4, 2]) {
      const readyAt = new Date(Date.now() - (24 + hoursLate) * HOUR_MS).toISOString();
      orgs.push({ hoursLate, org: await readyOrg({}, { readyAt }) });
    }
    const seen = (): number[] => orgs.filter(({ org }) => org.requests().length > 0).map(({ hoursLate }) => hoursLate);
    // Enough until the first ones have been begun: then less is left than an org may take.
    const remainingMs = (): number => (seen().length > 0 ? seconds(29) : seconds(600));
    expect(await check(remainingMs)).toMatchObject({ due: 6, checked: 4, left: 2 });
    expect(seen().sort()).toEqual([2, 3, 4, 5]);
    expect(await check()).toMatchObject({ due: 2, checked: 2, left: 0 });
  });

  it('fails when an org is left over that nobody has seen for two days', async () => {
    const org = await readyOrg();
    pass(2 * DAY_MS);
    expect(await check(() => seconds(29))).toMatchObject({ left: 1 });
    pass(HOUR_MS);
    await expect(check(() => seconds(29))).rejects.toMatchObject({
      name: 'CheckIncomplete',
      message: expect.stringContaining(`1 were left over and have not been seen for two days: ${org.id}`) as string,
    });
  });
});

describe('a check beside others', () => {
  it('leaves an org alone that a run holds', async () => {
    const org = await readyOrg();
    pass(DAY_MS);
    await org.changeLedger({
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: new Date().toISOString() },
    });
    expect(await check()).toMatchObject({ due: 0 });
    expect(org.requests()).toEqual([]);
  });

  it('forgets what it has seen of an org that a run has taken meanwhile, and lets the run write', async () => {
    const org = await readyOrg({ org: { phoneNumbers: [], queues: [] } });
    pass(DAY_MS);
    const before = await org.record();
    lab.aws.beforeNextSecret(async () => {
      await org.changeLedger({
        claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: new Date().toISOString() },
      });
    });
    expect(await check()).toMatchObject({ due: 1, checked: 0, overtaken: 1 });
    const after = await org.record();
    expect(after).not.toHaveProperty('check');
    expect(after.revision).toBe(before.revision + 1);
  });

  it('tells once what two checks at the same time have seen', async () => {
    const org = await readyOrg({ org: { threadingTimeoutMinutes: 60 } });
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    pass(HOUR_MS);
    const counts = await Promise.all([check(), check(), check()]);
    expect(counts.reduce((sum, { findings }) => sum + findings['routing drift'], 0)).toBe(1);
    expect(lab.lines().filter(({ kind }) => kind === 'finding')).toHaveLength(1);
  });
});
