import { handler } from '../../../lambdas/record-failure/handler.ts';
import type { RecordChanges, SmsPhoneNumberEntry, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import type { Registration } from '../../../src/workflow/registration.ts';
import type { StatusChangeDetail } from '../../../src/workflow/status-change.ts';
import { lambdaContext, type LabOrg } from '../../support/lab-org.ts';
import {
  attemptOf,
  EXECUTION_ARN,
  executionArn,
  numberEntry,
  provisionedEntries,
  START_TIME,
} from '../../support/ledger-records.ts';
import { BUS, stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const STOPPED = Date.parse('2026-03-01T10:00:00.000Z');
const NUMBER = '+447700900101';

/** Runs RecordFailure with Step Functions' event about the end of an execution. */
function tell(input: object, changes: Partial<StatusChangeDetail> = {}): Promise<{ result: string }> {
  const detail = {
    executionArn: EXECUTION_ARN,
    stateMachineArn: 'arn:aws:states:eu-west-2:000000000000:stateMachine:lab-sms-provisioning',
    name: 'run-1',
    status: 'FAILED',
    stopDate: STOPPED,
    input: JSON.stringify(input),
    error: 'GenesysAuthenticationError',
    cause: JSON.stringify({ errorMessage: 'Genesys refused the credentials.' }),
    redriveCount: 0,
    ...changes,
  };
  return handler({ detail } as Parameters<typeof handler>[0], lambdaContext());
}

async function heldOrg(changes: RecordChanges = {}, registration: Partial<Registration> = {}): Promise<LabOrg> {
  const org = lab.addOrg({ registration });
  await org.inLedger(changes);
  return org;
}

const bought = (changes: Partial<SmsPhoneNumberEntry> = {}): SmsPhoneNumberEntry =>
  numberEntry({ attempts: [attemptOf(NUMBER, { result: 'accepted' })], ...changes });

const requests = () => lab.aws.events().filter(({ detailType }) => detailType === 'Lab Org Decommission Requested');

describe('a provisioning that fails with onFailure: release', () => {
  const releasing = (changes: RecordChanges): Promise<LabOrg> => heldOrg(changes, { onFailure: 'release' });

  it.each<[string, SmsPhoneNumberEntry]>([
    ['bought the number', bought()],
    ['may have bought it', bought({ state: 'in doubt', attempts: [attemptOf(NUMBER)] })],
  ])('asks for the decommissioning when it %s, after the failure is written, once', async (_what, smsPhoneNumber) => {
    const org = await releasing({ smsPhoneNumber });
    await tell({ registration: org.registration });
    expect(requests()).toEqual([
      {
        bus: BUS,
        source: 'lab.orgs',
        detailType: 'Lab Org Decommission Requested',
        detail: { genesysOrgId: org.id, failedExecution: EXECUTION_ARN },
      },
    ]);
    expect(await org.record()).toMatchObject({ status: 'failed', releaseRequest: { executionArn: EXECUTION_ARN } });
    await tell({ registration: org.registration });
    await org.changeLedger({ claim: { executionArn: EXECUTION_ARN, redriveCount: 1, since: START_TIME } });
    await tell({ registration: org.registration }, { redriveCount: 1 });
    expect(requests()).toHaveLength(1);
  });

  it.each<[string, RecordChanges]>([
    ['when it bought nothing', {}],
    ['when it had only chosen it', { smsPhoneNumber: bought({ state: 'chosen', attempts: [] }) }],
    [
      'when an earlier execution bought it',
      {
        smsPhoneNumber: bought({ attempts: [attemptOf(NUMBER, { executionArn: executionArn('run-0') })] }),
      },
    ],
    [
      'when the candidate was refused',
      {
        smsPhoneNumber: bought({ state: 'chosen', attempts: [attemptOf(NUMBER, { result: 'refused' })] }),
      },
    ],
    ['when the number is adopted', { smsPhoneNumber: bought({ isAdopted: true }) }],
    [
      'when another execution has the org by now',
      {
        smsPhoneNumber: bought(),
        claim: { executionArn: executionArn('run-2'), redriveCount: 0, since: START_TIME },
        lastExecution: executionArn('run-2'),
      },
    ],
  ])('asks for nothing %s', async (_when, changes) => {
    const org = await releasing(changes);
    await tell({ registration: org.registration });
    expect(requests()).toEqual([]);
  });

  it("goes by the ledger's registration, whatever the execution's input says", async () => {
    const org = await heldOrg({ smsPhoneNumber: bought() });
    await tell({ registration: { ...org.registration, onFailure: 'release' } });
    expect((await org.record()).status).toBe('failed');
    expect(requests()).toEqual([]);
  });

  it('is asked for by the next attempt when the bus did not take the request', async () => {
    const ended = { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME, ended: START_TIME };
    const org = await releasing({ smsPhoneNumber: bought(), claim: ended, status: 'failed' });
    lab.aws.refuseEvents();
    await expect(tell({ registration: org.registration })).rejects.toMatchObject({ name: 'EventNotAccepted' });
    expect(await org.record()).not.toHaveProperty('releaseRequest');
    lab.aws.acceptEvents();
    expect(await tell({ registration: org.registration })).toEqual({ result: 'nothing to do' });
    expect(requests()).toHaveLength(1);
  });
});

describe('the last error of a provisioning', () => {
  it('names the stage also when the error is one that the state machine had retried', async () => {
    const org = await heldOrg();
    lab.aws.executions.set(EXECUTION_ARN, { status: 'FAILED', lastState: 'PublishMessageFlow' });
    await tell({ registration: org.registration });
    const { lastError } = await org.record();
    expect(lastError).toMatchObject({ error: 'GenesysAuthenticationError', stage: 'PublishMessageFlow' });
    expect(lastError?.message).toMatch(
      /: Genesys refused the credentials\. The run has tried as often as it may\. Redrive/,
    );
  });

  it('is written without a stage when the history cannot be read', async () => {
    const org = await heldOrg();
    await tell({ registration: org.registration });
    const { lastError, status } = await org.record();
    expect(status).toBe('failed');
    expect(lastError).not.toHaveProperty('stage');
  });
});

describe('news of an end that a redrive has overtaken', () => {
  it('does nothing, also before the redrive has come to a stage', async () => {
    const org = await heldOrg({ smsPhoneNumber: bought() }, { onFailure: 'release' });
    lab.aws.executions.set(EXECUTION_ARN, { status: 'RUNNING', redriveCount: 1 });
    const before = await org.record();
    expect(await tell({ registration: org.registration })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('does nothing to a verification that is polled again', async () => {
    const ARN = executionArn('run-1', 'verification');
    const entry: VerificationEntry = { executionArn: ARN, state: 'sent', since: START_TIME, writeToken: 'token' };
    const org = await heldOrg({ ...provisionedEntries(), claim: undefined, verifications: { [EXECUTION_ARN]: entry } });
    lab.aws.executions.set(ARN, { status: 'RUNNING', redriveCount: 1 });
    const before = await org.record();
    expect(await tell(org.verification(EXECUTION_ARN), { executionArn: ARN })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
  });

  it('is still taken while Step Functions says that the execution runs, at the same count', async () => {
    const org = await heldOrg();
    lab.aws.executions.set(EXECUTION_ARN, { status: 'RUNNING', redriveCount: 0 });
    expect(await tell({ registration: org.registration })).toEqual({ result: 'recorded' });
  });

  it('ends the claim for a redrive that failed before it came to a stage', async () => {
    const org = await heldOrg();
    await tell({ registration: org.registration });
    const stopDate = STOPPED + 60_000;
    const changes = { redriveCount: 1, stopDate, error: 'States.Runtime', cause: 'no such path' };
    expect(await tell({ registration: org.registration }, changes)).toEqual({ result: 'recorded' });
    const record = await org.record();
    expect(record.claim).toMatchObject({ redriveCount: 1, ended: new Date(stopDate).toISOString() });
    expect(record.lastError?.error).toBe('States.Runtime');
    const late = await tell({ registration: org.registration });
    expect(late).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(record);
  });
});

it('ends the claim of a decommissioning with its last error, once, and tells nobody', async () => {
  const ARN = EXECUTION_ARN.replace('provisioning', 'decommissioning');
  const org = await heldOrg({ claim: { executionArn: ARN, redriveCount: 0, since: START_TIME }, status: 'ready' });
  const input = { request: { genesysOrgId: org.id } };
  expect(await tell(input, { executionArn: ARN })).toEqual({ result: 'recorded' });
  const record = await org.record();
  expect(record).toMatchObject({
    status: 'left behind',
    claim: { executionArn: ARN, ended: new Date(STOPPED).toISOString() },
    lastError: { error: 'GenesysAuthenticationError', executionArn: ARN },
  });
  expect(await tell(input, { executionArn: ARN })).toEqual({ result: 'nothing to do' });
  expect(await org.record()).toEqual(record);
  expect(lab.aws.events()).toEqual([]);
});
