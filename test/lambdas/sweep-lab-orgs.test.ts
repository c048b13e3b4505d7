import { handler } from '../../lambdas/sweep-lab-orgs/handler.ts';
import { handler as recordFailure } from '../../lambdas/record-failure/handler.ts';
import type { LabOrgRecord, RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { Registration } from '../../src/workflow/registration.ts';
import type { ExecutionAnswer } from '../support/aws-mocks.ts';
import { lambdaContext, type LabOrg } from '../support/lab-org.ts';
import { attemptOf, EXECUTION_ARN, executionArn, numberEntry, provisionedEntries } from '../support/ledger-records.ts';
import { BUS, stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const VERIFICATION_ARN = executionArn('run-1', 'verification');
const DECOMMISSIONING_ARN = EXECUTION_ARN.replace('provisioning', 'decommissioning');
const NOTHING = { orgs: 0, claimsEnded: 0, verificationsEnded: 0, releasesRequested: 0, leaseEndsRequested: 0 };

/** What the records of earlier tests in this file left is no longer the sweep's. */
let orgs: LabOrg[] = [];
afterEach(async () => {
  for (const org of orgs)
    if (await org.isInLedger())
      await org.changeLedger({ claim: undefined, verificationInFlight: undefined, leaseUntil: undefined });
  orgs = [];
});

async function orgWith(changes: RecordChanges, registration: Partial<Registration> = {}): Promise<LabOrg> {
  const org = lab.addOrg({ registration });
  orgs.push(org);
  await org.inLedger(changes);
  return org;
}

const heldSince = (ms: number, arn = EXECUTION_ARN, redriveCount = 0): RecordChanges => ({
  claim: { executionArn: arn, redriveCount, since: ago(ms) },
});

/** Step Functions knows the execution, and that it failed so long ago. */
function failedAgo(ms: number, arn = EXECUTION_ARN, changes: Partial<ExecutionAnswer> = {}): Date {
  const stopDate = new Date(Date.now() - ms);
  lab.aws.executions.set(arn, {
    status: 'FAILED',
    stopDate,
    error: 'States.Runtime',
    cause: 'the path is not there',
    lastState: 'IsClaimHeld',
    redriveCount: 0,
    ...changes,
  });
  return stopDate;
}

const sweep = async (remainingMs = 240_000) => {
  const { orgs: count, ...done } = await handler({}, lambdaContext(remainingMs));
  expect(count).toBeGreaterThan(0);
  return { ...done, orgs: 0 };
};

describe('a claim whose execution has ended unheard', () => {
  it('is ended at the stop time; the ledger and the world learn why, once', async () => {
    const org = await orgWith(heldSince(HOUR));
    const stopDate = failedAgo(10 * MINUTE);
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const record = await org.record();
    expect(record).toMatchObject({
      status: 'failed',
      claim: { executionArn: EXECUTION_ARN, ended: stopDate.toISOString() },
      lastError: { error: 'States.Runtime', stage: 'IsClaimHeld', at: stopDate.toISOString() },
    });
    expect(record.lastError?.message).toMatch(/^the path is not there It has given up\. Redrive this execution/);
    expect(lab.aws.events()).toEqual([
      {
        bus: BUS,
        source: 'lab.sms',
        detailType: 'Lab Org SMS Provisioning Failed',
        detail: {
          genesysOrgId: org.id,
          executionArn: EXECUTION_ARN,
          status: 'FAILED',
          error: 'States.Runtime',
          message: record.lastError?.message,
        },
      },
    ]);
    expect(await sweep()).toEqual(NOTHING);
    expect(await org.record()).toEqual(record);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('leaves the same record and the same event as the status event would have', async () => {
    const swept = await orgWith(heldSince(HOUR));
    const stopDate = failedAgo(10 * MINUTE);
    await sweep();
    const told = await orgWith(heldSince(HOUR));
    const detail = {
      executionArn: EXECUTION_ARN,
      stateMachineArn: 'arn:aws:states:eu-west-2:000000000000:stateMachine:lab-sms-provisioning',
      name: 'run-1',
      status: 'FAILED',
      stopDate: stopDate.getTime(),
      input: JSON.stringify({ registration: told.registration }),
      error: 'States.Runtime',
      cause: 'the path is not there',
      redriveCount: 0,
    };
    await recordFailure({ detail } as Parameters<typeof recordFailure>[0], lambdaContext());
    const known = async (org: LabOrg): Promise<Partial<LabOrgRecord>> => {
      const { genesysOrgId, registration, updatedAt, writeToken, claim, ...rest } = await org.record();
      expect(genesysOrgId).toBe(org.id);
      return { ...rest, claim: { ...claim, since: 'some time ago' } as NonNullable<typeof claim> };
    };
    expect(await known(swept)).toEqual(await known(told));
    const [first, second, ...others] = lab.aws.events();
    expect(others).toEqual([]);
    expect({ ...second, detail: { ...second?.detail, genesysOrgId: swept.id } }).toEqual(first);
  });

  it.each<[string, number, ExecutionAnswer | undefined]>([
    ['while it runs', HOUR, { status: 'RUNNING' }],
    ['while its own news may still come', HOUR, { status: 'FAILED', stopDate: new Date(Date.now() - MINUTE) }],
    ['while the claim is young', 2 * MINUTE, { status: 'FAILED', stopDate: new Date(Date.now() - HOUR) }],
    ['while it may only have just begun', 23 * HOUR, undefined],
  ])('stays as it is %s', async (_while, age, answer) => {
    const org = await orgWith(heldSince(age));
    if (answer !== undefined) lab.aws.executions.set(EXECUTION_ARN, answer);
    const before = await org.record();
    expect(await sweep()).toEqual(NOTHING);
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('is ended after a day when Step Functions knows no such execution', async () => {
    const org = await orgWith(heldSince(25 * HOUR));
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const { claim, lastError, status } = await org.record();
    expect([status, lastError?.error, claim?.ended === undefined]).toEqual(['failed', 'MISSING', false]);
    expect(lastError?.message).toMatch(/does not know this execution any more.*Register the org again\.$/);
  });

  it('is told of also when the next registration has marked its end and died', async () => {
    const stopDate = failedAgo(10 * MINUTE);
    const org = await orgWith({
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: ago(HOUR), ended: stopDate.toISOString() },
    });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    expect(await org.record()).toMatchObject({ status: 'failed', claim: { ended: stopDate.toISOString() } });
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('of a decommissioning is ended with the last error and nothing else', async () => {
    const org = await orgWith({ ...heldSince(HOUR, DECOMMISSIONING_ARN), status: 'ready' });
    failedAgo(10 * MINUTE, DECOMMISSIONING_ARN, { lastState: 'UnrouteMessages' });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const { claim, lastError, status } = await org.record();
    expect([status, claim?.ended === undefined]).toEqual(['ready', false]);
    expect(lastError).toMatchObject({ error: 'States.Runtime', stage: 'UnrouteMessages' });
    expect(lastError?.message).toContain('Ask for the decommissioning again');
    expect(lab.aws.events()).toEqual([]);
  });

  it('is given back when the execution has succeeded: a late call had only taken it again', async () => {
    const org = await orgWith({ ...heldSince(HOUR), ...provisionedEntries(), readyAt: ago(HOUR) });
    failedAgo(10 * MINUTE, EXECUTION_ARN, { status: 'SUCCEEDED' });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const record = await org.record();
    expect([record.status, record.claim]).toEqual(['ready', undefined]);
    expect(lab.aws.events()).toEqual([]);
  });
});

describe('a verification whose execution has ended unheard', () => {
  const inFlight = { verificationId: 'verification-1', executionArn: VERIFICATION_ARN, since: ago(HOUR) };
  const entry = { executionArn: VERIFICATION_ARN, since: ago(HOUR), writeToken: 'token' } as const;

  it.each([
    ['failed', {}],
    ['unknown', { 'verification-1': { ...entry, state: 'sending', textBegun: true } }],
  ] as const)('gets its outcome %s and gives the marker back', async (outcome, verifications) => {
    const ready = { claim: undefined, status: 'ready', verificationInFlight: inFlight } as const;
    const org = await orgWith({ ...provisionedEntries(), ...ready, verifications });
    failedAgo(10 * MINUTE, VERIFICATION_ARN, { status: 'ABORTED' });
    expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
    const record = await org.record();
    expect(record).not.toHaveProperty('verificationInFlight');
    expect(record).toMatchObject({ status: 'ready', verifications: { 'verification-1': { state: 'ended', outcome } } });
    expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org SMS Verification Failed', detail: { outcome } }]);
    expect(await sweep()).toEqual(NOTHING);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('gives the marker back, and tells nothing twice, when the end was recorded before', async () => {
    const known = { ...entry, state: 'ended', outcome: 'failed', failureReportedAt: ago(HOUR) } as const;
    const org = await orgWith({
      claim: undefined,
      verificationInFlight: inFlight,
      verifications: { 'verification-1': known },
    });
    failedAgo(10 * MINUTE, VERIFICATION_ARN);
    await sweep();
    const record = await org.record();
    expect(record).not.toHaveProperty('verificationInFlight');
    expect(record.verifications).toEqual({ 'verification-1': known });
    expect(lab.aws.events()).toEqual([]);
  });

  it('gives the marker back when the execution has succeeded', async () => {
    const org = await orgWith({ claim: undefined, status: 'ready', verificationInFlight: inFlight });
    failedAgo(10 * MINUTE, VERIFICATION_ARN, { status: 'SUCCEEDED' });
    expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
    expect(await org.record()).not.toHaveProperty('verificationInFlight');
    expect(lab.aws.events()).toEqual([]);
  });
});

describe('an org whose lease has ended', () => {
  const leased = (changes: RecordChanges = {}): RecordChanges => ({
    ...provisionedEntries(),
    claim: undefined,
    status: 'ready',
    leaseUntil: ago(MINUTE),
    ...changes,
  });

  it('is asked to be decommissioned once, and again after a day', async () => {
    const org = await orgWith(leased());
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
    const asked = { bus: BUS, source: 'lab.orgs', detailType: 'Lab Org Decommission Requested' };
    expect(lab.aws.events()).toEqual([{ ...asked, detail: { genesysOrgId: org.id } }]);
    expect(await sweep()).toEqual(NOTHING);
    const { leaseUntil = '' } = await org.record();
    await org.changeLedger({ leaseEndRequest: { leaseUntil, at: ago(25 * HOUR) } });
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
    await orgWith(leased({ leaseEndRequest: { leaseUntil: ago(HOUR), at: ago(HOUR) } }));
    expect(await sweep()).toEqual({ ...NOTHING, leaseEndsRequested: 1 });
  });

  it.each<[string, RecordChanges]>([
    ['whose lease runs', { leaseUntil: ago(-MINUTE) }],
    ['without a lease', { leaseUntil: undefined }],
    ['that an execution holds', heldSince(MINUTE)],
    ['that is being decommissioned', { status: 'decommissioning' as LabOrgRecord['status'] }],
    ['that is decommissioned', { status: 'decommissioned' as LabOrgRecord['status'] }],
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
  const ended = ago(10 * MINUTE);
  const smsPhoneNumber = numberEntry({ attempts: [attemptOf('+447700900101', { result: 'accepted' })] });
  const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: ago(HOUR), ended };
  const org = await orgWith({ claim, status: 'failed', smsPhoneNumber }, { onFailure: 'release' });
  failedAgo(10 * MINUTE);
  expect(await sweep()).toEqual({ ...NOTHING, releasesRequested: 1 });
  expect((await org.record()).releaseRequest).toMatchObject({ executionArn: EXECUTION_ARN });
  expect(await sweep()).toEqual(NOTHING);
  expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org Decommission Requested' }]);
});

describe('fifty orgs, one of them with a broken record', () => {
  it('are all handled but that one, which the error and a log line name', async () => {
    const leaseUntil = ago(MINUTE);
    const ready = { claim: undefined, status: 'ready', leaseUntil } as const;
    for (let count = 0; count < 25; count++) await orgWith(ready);
    const broken = await orgWith({ claim: 'nonsense' as unknown as NonNullable<LabOrgRecord['claim']> });
    for (let count = 0; count < 24; count++) await orgWith(ready);
    await expect(sweep()).rejects.toMatchObject({
      name: 'SweepIncomplete',
      message: expect.stringContaining(`1 could not be handled: ${broken.id};`) as string,
    });
    expect(lab.aws.events()).toHaveLength(49);
    expect(lab.lines().filter(({ level }) => level === 'ERROR')).toMatchObject([
      { genesysOrgId: broken.id, stage: 'SweepLabOrgs' },
      { errorName: 'SweepIncomplete' },
    ]);
  });

  it('are left to the next sweep when the time runs out, which it says', async () => {
    await orgWith({ claim: undefined, leaseUntil: ago(MINUTE) });
    await expect(sweep(10_000)).rejects.toMatchObject({
      name: 'SweepIncomplete',
      message: 'The sweep looked at 0 orgs. Its time ran out before the last one. The next sweep tries again.',
    });
    expect(lab.aws.events()).toEqual([]);
  });
});
