import type { LabOrgRecord, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import {
  attemptOf,
  EXECUTION_ARN,
  executionArn,
  numberEntry,
  provisionedEntries,
} from '../../support/ledger-records.ts';
import { BUS } from '../../support/stage-lab.ts';
import { ago, heldSince, HOUR_MS, MINUTE_MS, NOTHING, sweepLab } from '../../support/sweep-lab.ts';

const { lab, orgWith, failedAgo, sweep } = sweepLab();

describe('an org whose lease has ended', () => {
  const leased = (changes: RecordChanges = {}): RecordChanges => ({
    ...provisionedEntries(),
    claim: undefined,
    status: 'ready',
    leaseUntil: ago(MINUTE_MS),
    ...changes,
  });

  it('is asked to be decommissioned once, and again after a day', async () => {
    const org = await orgWith(leased());
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
    const asked = { bus: BUS, source: 'lab.orgs', detailType: 'Lab Org Decommission Requested' };
    const { leaseUntil = '' } = await org.record();
    expect(lab.aws.events()).toEqual([{ ...asked, detail: { genesysOrgId: org.id, leaseUntil } }]);
    expect(await sweep()).toEqual(NOTHING);
    await org.changeLedger({ leaseEndRequest: { leaseUntil, at: ago(25 * HOUR_MS) } });
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
    expect(lab.aws.events()).toHaveLength(2);
  });

  it('is asked once by ten sweeps at the same time', async () => {
    await orgWith(leased());
    const counts = await Promise.all(Array.from({ length: 10 }, () => sweep()));
    expect(counts.reduce((sum, { leaseEndsRequested }) => sum + leaseEndsRequested, 0)).toBe(1);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('is asked at once for the end of another lease', async () => {
    await orgWith(leased({ leaseEndRequest: { leaseUntil: ago(HOUR_MS), at: ago(HOUR_MS) } }));
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
  });

  it.each<[string, RecordChanges]>([
    ['whose lease runs', { leaseUntil: ago(-MINUTE_MS) }],
    ['without a lease', { leaseUntil: undefined }],
    ['that an execution holds', heldSince(MINUTE_MS)],
    ['that is being decommissioned', { status: 'decommissioning' }],
    ['that is decommissioned', { status: 'decommissioned' }],
  ])('is not asked of an org %s', async (_which, changes) => {
    await orgWith(leased(changes));
    expect(await sweep()).toEqual(NOTHING);
    expect(lab.aws.events()).toEqual([]);
  });

  it('is asked by the next sweep when the bus did not take the event', async () => {
    const org = await orgWith(leased());
    lab.aws.refuseEvents();
    await expect(sweep()).rejects.toMatchObject({ name: 'SweepIncomplete' });
    expect(await org.record()).not.toHaveProperty('leaseEndRequest');
    lab.aws.acceptEvents();
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
  });
});

it('asks for the release that a failed execution owes, when its recorder died before it did', async () => {
  const ended = ago(10 * MINUTE_MS);
  const smsPhoneNumber = numberEntry({ attempts: [attemptOf('+447700900101', { result: 'accepted' })] });
  const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: ago(HOUR_MS), ended };
  const org = await orgWith({ claim, status: 'failed', smsPhoneNumber }, { onFailure: 'release' });
  failedAgo(10 * MINUTE_MS);
  expect(await sweep()).toEqual({ ...NOTHING, releasesRequested: 1 });
  expect((await org.record()).releaseRequest).toMatchObject({ executionArn: EXECUTION_ARN });
  expect(await sweep()).toEqual(NOTHING);
  expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org Decommission Requested' }]);
});

it('ends verifications that a later one has overtaken, their text unknown, once their execution is over', async () => {
  const [dead, fresh] = [executionArn('dead', 'verification'), executionArn('fresh', 'verification')];
  const entry = { state: 'sent', textBegun: true, writeToken: '', since: ago(HOUR_MS) } as const;
  const verifications = { dead: { ...entry, executionArn: dead }, fresh: { ...entry, executionArn: fresh } };
  const org = await orgWith({ ...provisionedEntries(), claim: undefined, status: 'ready', verifications });
  failedAgo(10 * MINUTE_MS, dead);
  failedAgo(MINUTE_MS, fresh);
  expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
  expect((await org.record()).verifications).toMatchObject({
    dead: { state: 'ended', outcome: 'unknown' },
    fresh: { state: 'sent' },
  });
  expect(await sweep()).toEqual(NOTHING);
  expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org SMS Verification Failed' }]);
  failedAgo(10 * MINUTE_MS, fresh);
  expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
});

describe('fifty orgs, one of them with a broken record', () => {
  it('are all handled but that one, which the error and a log line name', async () => {
    const leaseUntil = ago(MINUTE_MS);
    const ready = { claim: undefined, status: 'ready', leaseUntil } as const;
    for (let count = 0; count < 25; count++) await orgWith(ready);
    const broken = await orgWith({ claim: 'nonsense' as unknown as NonNullable<LabOrgRecord['claim']> });
    for (let count = 0; count < 24; count++) await orgWith(ready);
    await expect(sweep()).rejects.toMatchObject({
      name: 'SweepIncomplete',
      message: expect.stringContaining(`1 could not be handled: ${broken.id};`) as string,
    });
    expect(lab.aws.events()).toHaveLength(49);
    expect(lab.lines().filter(({ level }) => level !== 'INFO')).toMatchObject([
      { genesysOrgId: broken.id, stage: 'SweepLabOrgs' },
      { errorName: 'SweepIncomplete' },
    ]);
  });

  it('are left to the next sweep when the time runs out, which it says', async () => {
    await orgWith({ claim: undefined, leaseUntil: ago(MINUTE_MS) });
    await expect(sweep(10_000)).rejects.toMatchObject({
      name: 'SweepIncomplete',
      message: 'The sweep looked at 0 orgs. Its time ran out before the last one. The next sweep tries again.',
    });
    expect(lab.aws.events()).toEqual([]);
  });
});
