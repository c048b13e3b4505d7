import { checkLab, DAY_MS, HOUR_MS } from '../../support/check-lab.ts';
import { numberEntry } from '../../support/ledger-records.ts';
import { BUS } from '../../support/stage-lab.ts';

const { lab, readyOrg, check, findingsAfter } = checkLab();

describe('a lease that is about to end', () => {
  it('tells that it ends within three days, once for each end, in the log and on the bus', async () => {
    const leaseUntil = new Date(Date.now() + 5 * DAY_MS).toISOString();
    const org = await readyOrg({}, { leaseUntil });
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    expect(await findingsAfter(DAY_MS, org)).toMatchObject([{ finding: 'lease ending', resourceId: org.id }]);
    const event = { bus: BUS, source: 'lab.sms', detailType: 'Lab Org SMS Lease Ending' };
    const detail = { genesysOrgId: org.id, name: 'Lab Vienna 1', leaseUntil };
    expect(lab.aws.events()).toMatchObject([{ ...event, detail }]);
    expect(lab.aws.events()[0]?.detail.undone).toContain(`number ${org.number} is released and can't be had back`);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    const later = new Date(Date.now() + DAY_MS).toISOString();
    await org.changeLedger({ leaseUntil: later });
    // Another end is told within the hour, although the org was looked at just now.
    expect(await findingsAfter(HOUR_MS, org)).toMatchObject([{ finding: 'lease ending' }]);
    expect(lab.aws.events().map((sent) => sent.detail.leaseUntil)).toEqual([leaseUntil, later]);
  });

  it('tells again when the bus did not take the event, and fails as CheckIncomplete naming the org', async () => {
    const org = await readyOrg({}, { leaseUntil: new Date(Date.now() + DAY_MS).toISOString() });
    lab.aws.refuseEvents();
    await expect(check()).rejects.toMatchObject({
      name: 'CheckIncomplete',
      message: expect.stringContaining(org.id) as string,
    });
    lab.aws.acceptEvents();
    expect(await findingsAfter(HOUR_MS, org)).toMatchObject([{ finding: 'lease ending' }]);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('says of an adopted number that it stays, and tells nothing of an org that is being undone', async () => {
    const leaseUntil = new Date(Date.now() + DAY_MS).toISOString();
    const org = await readyOrg({}, { leaseUntil });
    await org.changeLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: org.number, isAdopted: true }) });
    const [found] = await findingsAfter(0, org);
    expect(found?.message).toMatch(new RegExp(`number \\${org.number} stays \\(adopted\\).*register it again`));
    const other = await readyOrg({}, { leaseUntil, status: 'left behind' });
    expect(await findingsAfter(0, other)).toEqual([]);
  });
});
