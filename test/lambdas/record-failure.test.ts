import type { VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { EXECUTION, EXECUTION_ARN, executionArn, provisionedEntries, START_TIME } from '../support/ledger-records.ts';
import { BUS, stageLab } from '../support/stage-lab.ts';
import { recordEnd as record, STOPPED } from '../support/status-changes.ts';

const lab = stageLab();
const NOBODY = '00000000-0000-4000-8000-000000000000';

const heldOrg = async (changes: Parameters<LabOrg['inLedger']>[0] = {}): Promise<LabOrg> => {
  const org = lab.addOrg();
  await org.inLedger(changes);
  return org;
};

describe('RecordFailure of a provisioning', () => {
  it('tells the world, writes the failure in plain words and ends the claim at the stop time', async () => {
    const org = await heldOrg();
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'recorded' });
    const message = 'Org Lab Vienna 1: it has no queue.';
    const told = {
      genesysOrgId: org.id,
      executionArn: EXECUTION_ARN,
      status: 'FAILED',
      error: 'QueueNotFound',
      message,
    };
    expect(lab.aws.events()).toEqual([
      { bus: BUS, source: 'lab.sms', detailType: 'Lab Org SMS Provisioning Failed', detail: told },
    ]);
    expect(await org.record()).toMatchObject({
      status: 'failed',
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, ended: STOPPED },
      lastError: { error: 'QueueNotFound', message, executionArn: EXECUTION_ARN, at: STOPPED },
    });
    expect(org.requests()).toEqual([]);
  });

  it("keeps the stage's own words, which say where it happened", async () => {
    const lastError = {
      error: 'QueueNotFound',
      message: 'own words',
      stage: 'VerifyOrgAccess',
      executionArn: EXECUTION_ARN,
      at: START_TIME,
    };
    const org = await heldOrg({ lastError });
    await record('provisioning', { registration: org.registration });
    expect((await org.record()).lastError).toEqual(lastError);
  });

  it('does nothing the second time', async () => {
    const org = await heldOrg();
    await record('provisioning', { registration: org.registration });
    const before = await org.record();
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it('does nothing when the event comes after a redrive has begun', async () => {
    const org = await heldOrg({ claim: { executionArn: EXECUTION_ARN, redriveCount: 1, since: START_TIME } });
    const before = await org.record();
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('does nothing when a redrive has made the org ready since', async () => {
    const org = await heldOrg({ claim: undefined, status: 'ready' });
    const before = await org.record();
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('tells the world and leaves the ledger alone when another run has the org', async () => {
    const claim = { executionArn: executionArn('run-2'), redriveCount: 0, since: START_TIME };
    const org = await heldOrg({ claim, lastExecution: claim.executionArn });
    const before = await org.record();
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'announced' });
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toHaveLength(1);
  });

  it.each([
    ['an org that nobody knows', { genesysOrgId: NOBODY }, NOBODY],
    ['a registration whose org is no org id', { genesysOrgId: 'nobody' }, 'unknown'],
    ['a registration without an org', {}, 'unknown'],
    ['no registration', null, 'unknown'],
  ])('tells the world of %s', async (_what, registration, genesysOrgId) => {
    expect(await record('provisioning', { registration })).toEqual({ result: 'announced' });
    expect(lab.aws.events()).toMatchObject([{ detail: { genesysOrgId, error: 'QueueNotFound' } }]);
  });

  it.each([
    ['ABORTED', 'The run was stopped'],
    ['TIMED_OUT', 'The run took longer than it may and was ended'],
  ])('finds words of its own for an execution that ended %s without any, and names the org', async (status, words) => {
    const org = await heldOrg();
    await record('provisioning', { registration: org.registration }, { status, error: null, cause: null });
    const { lastError } = await org.record();
    expect(lastError).toMatchObject({ error: status });
    expect(lastError?.message).toContain(`Org ${org.id}: ${words} at ${STOPPED}. Redrive this execution`);
  });

  it('takes a cause that is no JSON as it is, and an event without its input', async () => {
    const org = await heldOrg();
    await record('provisioning', { registration: org.registration }, { error: 'States.Timeout', cause: 'too slow' });
    expect((await org.record()).lastError).toMatchObject({
      error: 'States.Timeout',
      message: expect.stringMatching(
        /: too slow\. The run has tried as often as it may\. Redrive .* or register the org again\.$/,
      ) as string,
    });
    expect(await record('provisioning', {}, { input: null })).toEqual({ result: 'announced' });
  });

  it('writes nothing when the bus does not take the event, so that the next attempt does both', async () => {
    const org = await heldOrg();
    const before = await org.record();
    lab.aws.refuseEvents();
    await expect(record('provisioning', { registration: org.registration })).rejects.toMatchObject({
      name: 'EventNotAccepted',
    });
    expect(await org.record()).toEqual(before);
  });

  it('still tells the world when the next run has marked the end of the claim before it', async () => {
    const ended = '2026-03-01T09:59:59.000Z';
    const org = await heldOrg({ claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME, ended } });
    expect(await record('provisioning', { registration: org.registration })).toEqual({ result: 'recorded' });
    expect(await org.record()).toMatchObject({ status: 'failed', claim: { ended } });
    expect(lab.aws.events()).toHaveLength(1);
  });
});

describe('RecordFailure of a verification', () => {
  const ARN = executionArn(EXECUTION, 'verification');
  const entry = (changes: Partial<VerificationEntry>): VerificationEntry => ({
    executionArn: ARN,
    state: 'sent',
    since: START_TIME,
    writeToken: 'token',
    ...changes,
  });
  const verifiedOrg = (known?: VerificationEntry): Promise<LabOrg> =>
    heldOrg({
      ...provisionedEntries(),
      status: 'ready',
      claim: undefined,
      verificationInFlight: { verificationId: EXECUTION_ARN, executionArn: ARN, since: START_TIME },
      verifications: known === undefined ? {} : { [EXECUTION_ARN]: known },
    });

  it.each([
    ['failed', 'when it failed before anything was sent', undefined],
    ['failed', 'when it failed after the text', entry({})],
    ['unknown', 'when it ended while the text was being sent', entry({ state: 'sending', textBegun: true })],
    [
      'routing wrong',
      'when that is what the stage wrote',
      entry({ state: 'ended', outcome: 'routing wrong', message: 'own' }),
    ],
  ] as const)('records the outcome %s %s, and nothing else', async (outcome, _when, known) => {
    const org = await verifiedOrg(known);
    const { verifications, verificationInFlight, ...before } = await org.record();
    const input = org.verification(EXECUTION_ARN);
    expect(await record('verification', input)).toEqual({ result: 'recorded' });
    const { verifications: after, ...rest } = await org.record();
    expect(rest).toEqual(before);
    expect([verifications, verificationInFlight]).toBeDefined();
    expect(after[EXECUTION_ARN]).toMatchObject({ state: 'ended', outcome });
    expect(lab.aws.events()).toMatchObject([
      {
        detailType: 'Lab Org SMS Verification Failed',
        detail: {
          genesysOrgId: org.id,
          executionArn: ARN,
          verificationId: EXECUTION_ARN,
          outcome,
          message: after[EXECUTION_ARN]?.message,
        },
      },
    ]);
    expect(await record('verification', input)).toEqual({ result: 'nothing to do' });
    expect(lab.aws.events()).toHaveLength(1);
  });

  it("does nothing to another execution's verification of that id", async () => {
    const org = await verifiedOrg(entry({ executionArn: executionArn('run-9', 'verification') }));
    const before = await org.record();
    expect(await record('verification', org.verification(EXECUTION_ARN))).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
  });

  it('tells the world of an org that is not in the ledger, and has nothing to say of a request that is none', async () => {
    const org = lab.addOrg();
    expect(await record('verification', org.verification(EXECUTION_ARN))).toEqual({ result: 'announced' });
    expect(await record('verification', { request: { genesysOrgId: 'no id' } })).toEqual({ result: 'nothing to do' });
    expect(lab.aws.events()).toHaveLength(1);
  });
});
