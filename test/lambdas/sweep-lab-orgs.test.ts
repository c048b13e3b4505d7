import { handler as recordFailure } from '../../lambdas/record-failure/handler.ts';
import type { ExecutionAnswer } from '../support/aws-mocks.ts';
import { lambdaContext, type LabOrg } from '../support/lab-org.ts';
import { EXECUTION_ARN, executionArn, provisionedEntries } from '../support/ledger-records.ts';
import { BUS } from '../support/stage-lab.ts';
import { ago, heldSince, HOUR_MS, MINUTE_MS, NOTHING, sweepLab } from '../support/sweep-lab.ts';

const { lab, orgWith, failedAgo, sweep } = sweepLab();
const VERIFICATION_ARN = executionArn('run-1', 'verification');
const DECOMMISSIONING_ARN = EXECUTION_ARN.replace('provisioning', 'decommissioning');

describe('a claim whose execution has ended unheard', () => {
  it('is ended at the stop time; the ledger and the world learn why, once', async () => {
    const org = await orgWith(heldSince(HOUR_MS));
    const stopDate = failedAgo(10 * MINUTE_MS);
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const record = await org.record();
    expect(record).toMatchObject({
      status: 'failed',
      claim: { executionArn: EXECUTION_ARN, ended: stopDate.toISOString() },
      lastError: { error: 'States.Runtime', stage: 'IsClaimHeld', at: stopDate.toISOString() },
    });
    expect(record.lastError?.message).toMatch(/: the path is not there\. Redrive this execution/);
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
    const swept = await orgWith(heldSince(HOUR_MS));
    const stopDate = failedAgo(10 * MINUTE_MS);
    await sweep();
    const told = await orgWith(heldSince(HOUR_MS));
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
    const known = async (org: LabOrg): Promise<unknown> => {
      const { genesysOrgId, registration, updatedAt, writeToken, claim, ...rest } = await org.record();
      expect(genesysOrgId).toBe(org.id);
      return withoutId({ ...rest, claim: { ...claim, since: 'some time ago' } }, org);
    };
    const withoutId = (value: unknown, org: LabOrg): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(org.id, 'the org'));
    expect(await known(swept)).toEqual(await known(told));
    const [first, second, ...others] = lab.aws.events();
    expect(others).toEqual([]);
    expect(withoutId(second, told)).toEqual(withoutId(first, swept));
  });

  it.each<[string, number, ExecutionAnswer | undefined]>([
    ['while it runs', HOUR_MS, { status: 'RUNNING' }],
    ['while its own news may still come', HOUR_MS, { status: 'FAILED', stopDate: new Date(Date.now() - MINUTE_MS) }],
    ['while the claim is young', 2 * MINUTE_MS, { status: 'FAILED', stopDate: new Date(Date.now() - HOUR_MS) }],
    ['while it may only have just begun', 23 * HOUR_MS, undefined],
  ])('stays as it is %s', async (_while, age, answer) => {
    const org = await orgWith(heldSince(age));
    if (answer !== undefined) lab.aws.executions.set(EXECUTION_ARN, answer);
    const before = await org.record();
    expect(await sweep()).toEqual(NOTHING);
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('is ended after a day when Step Functions knows no such execution', async () => {
    const org = await orgWith(heldSince(25 * HOUR_MS));
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const { claim, lastError, status } = await org.record();
    expect([status, lastError?.error, claim?.ended === undefined]).toEqual(['failed', 'MISSING', false]);
    expect(lastError?.message).toMatch(/does not know this execution any more.*Register the org again\.$/);
  });

  it('is told of also when the next registration has marked its end and died', async () => {
    const stopDate = failedAgo(10 * MINUTE_MS);
    const org = await orgWith({
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: ago(HOUR_MS), ended: stopDate.toISOString() },
    });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    expect(await org.record()).toMatchObject({ status: 'failed', claim: { ended: stopDate.toISOString() } });
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('is ended after a day when Step Functions has lost its execution, also one that was redriven', async () => {
    const org = await orgWith({ claim: { executionArn: EXECUTION_ARN, redriveCount: 2, since: ago(25 * HOUR_MS) } });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const { claim, status } = await org.record();
    expect([status, claim?.redriveCount, claim?.ended === undefined]).toEqual(['failed', 2, false]);
  });

  it('of a decommissioning is ended with the last error, and says that something may be left', async () => {
    const org = await orgWith({ ...heldSince(HOUR_MS, DECOMMISSIONING_ARN), status: 'ready' });
    failedAgo(10 * MINUTE_MS, DECOMMISSIONING_ARN, { lastState: 'UnrouteMessages' });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const { claim, lastError, status } = await org.record();
    expect([status, claim?.ended === undefined]).toEqual(['left behind', false]);
    expect(lastError).toMatchObject({ error: 'States.Runtime', stage: 'UnrouteMessages' });
    expect(lastError?.message).toContain('Ask for the decommissioning again');
    expect(lab.aws.events()).toEqual([]);
  });

  it('is given back when the execution has succeeded: a late call had only taken it again', async () => {
    const org = await orgWith({ ...heldSince(HOUR_MS), ...provisionedEntries(), readyAt: ago(HOUR_MS) });
    failedAgo(10 * MINUTE_MS, EXECUTION_ARN, { status: 'SUCCEEDED' });
    expect(await sweep()).toEqual({ ...NOTHING, claimsEnded: 1 });
    const record = await org.record();
    expect([record.status, record.claim]).toEqual(['ready', undefined]);
    expect(lab.aws.events()).toEqual([]);
  });
});

describe('a verification whose execution has ended unheard', () => {
  const inFlight = { verificationId: 'verification-1', executionArn: VERIFICATION_ARN, since: ago(HOUR_MS) };
  const entry = { executionArn: VERIFICATION_ARN, since: ago(HOUR_MS), writeToken: 'token' } as const;

  it.each([
    ['failed', {}],
    ['unknown', { 'verification-1': { ...entry, state: 'sending', textBegun: true } }],
  ] as const)('gets its outcome %s and gives the marker back', async (outcome, verifications) => {
    const ready = { claim: undefined, status: 'ready', verificationInFlight: inFlight } as const;
    const org = await orgWith({ ...provisionedEntries(), ...ready, verifications });
    failedAgo(10 * MINUTE_MS, VERIFICATION_ARN, { status: 'ABORTED' });
    expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
    const record = await org.record();
    expect(record).not.toHaveProperty('verificationInFlight');
    expect(record).toMatchObject({ status: 'ready', verifications: { 'verification-1': { state: 'ended', outcome } } });
    expect(lab.aws.events()).toMatchObject([{ detailType: 'Lab Org SMS Verification Failed', detail: { outcome } }]);
    expect(await sweep()).toEqual(NOTHING);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('gives the marker back, and tells nothing twice, when the end was recorded before', async () => {
    const known = { ...entry, state: 'ended', outcome: 'failed', failureReportedAt: ago(HOUR_MS) } as const;
    const org = await orgWith({
      claim: undefined,
      verificationInFlight: inFlight,
      verifications: { 'verification-1': known },
    });
    failedAgo(10 * MINUTE_MS, VERIFICATION_ARN);
    await sweep();
    const record = await org.record();
    expect(record).not.toHaveProperty('verificationInFlight');
    expect(record.verifications).toEqual({ 'verification-1': known });
    expect(lab.aws.events()).toEqual([]);
  });

  it('gives the marker back when the execution has succeeded', async () => {
    const org = await orgWith({ claim: undefined, status: 'ready', verificationInFlight: inFlight });
    failedAgo(10 * MINUTE_MS, VERIFICATION_ARN, { status: 'SUCCEEDED' });
    expect(await sweep()).toEqual({ ...NOTHING, verificationsEnded: 1 });
    expect(await org.record()).not.toHaveProperty('verificationInFlight');
    expect(lab.aws.events()).toEqual([]);
  });
});
