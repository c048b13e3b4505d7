import { handler } from '../../lambdas/claim-lab-org/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import { isoAgo, stopDateAt } from '../support/date.ts';
import { EXECUTION_ARN, executionArn } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const OTHER = executionArn('run-0');
const HOUR_MS = 3_600_000;

/** A record that another execution holds, or held until `ended`. */
const heldByOther = (since: string, ended?: string): RecordChanges => ({
  claim: { executionArn: OTHER, redriveCount: 0, since, ...(ended === undefined ? {} : { ended }) },
  lastExecution: OTHER,
});

describe('ClaimLabOrg', () => {
  it('takes an org that nobody knows, writes its registration down and asks Genesys nothing', async () => {
    const org = lab.addOrg();
    expect(await org.run(handler)).toEqual({ isHeld: true });
    expect(await org.record()).toMatchObject({
      status: 'provisioning',
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0 },
      lastExecution: EXECUTION_ARN,
      registration: org.registration,
    });
    expect(org.requests()).toEqual([]);
  });

  it('fills in the defaults of a registration', async () => {
    const org = lab.addOrg();
    const { genesysOrgId, name, genesysRegion, sms } = org.registration;
    await org.run(handler, { input: { registration: { genesysOrgId, name, genesysRegion, sms } } });
    expect((await org.record()).registration).toEqual(org.registration);
  });

  it('run again by its execution, holds the org still and writes nothing', async () => {
    const org = lab.addOrg();
    await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual({ isHeld: true });
    expect(await org.record()).toEqual(before);
  });

  it('takes the claim again when its execution is redriven, with the higher count', async () => {
    const org = lab.addOrg();
    await org.inLedger({
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: isoAgo(HOUR_MS), ended: isoAgo(31_000) },
    });
    expect(await org.run(handler, { redriveCount: 1 })).toEqual({ isHeld: true });
    const { claim } = await org.record();
    expect(claim).toMatchObject({ executionArn: EXECUTION_ARN, redriveCount: 1 });
    expect(claim?.ended).toBeUndefined();
  });

  it('is refused as ClaimLost when it belongs to a call from before the redrive', async () => {
    const org = lab.addOrg();
    const before = await org.inLedger({ claim: { executionArn: EXECUTION_ARN, redriveCount: 2, since: isoAgo(1) } });
    expect(await org.failure(handler, 'ClaimLost', { redriveCount: 1 })).toContain('Register the org again');
    expect(await org.record()).toEqual(before);
  });

  it('takes an org whose last run has given it back, and keeps what is known of it', async () => {
    const org = lab.addOrg();
    const readyAt = isoAgo(HOUR_MS);
    await org.inLedger({ status: 'ready', lastExecution: OTHER, readyAt, claim: undefined });
    expect(await org.run(handler)).toEqual({ isHeld: true });
    expect(await org.record()).toMatchObject({ status: 'provisioning', readyAt, lastExecution: EXECUTION_ARN });
  });
});

describe('ClaimLabOrg on an org that another execution holds', () => {
  it('ends quietly and names the holder when that runs the same registration', async () => {
    const org = lab.addOrg();
    const before = await org.inLedger(heldByOther(isoAgo(1_000)));
    lab.aws.executions.set(OTHER, { status: 'RUNNING' });
    expect(await org.run(handler)).toEqual({ isHeld: false, holder: OTHER });
    expect(await org.record()).toEqual(before);
  });

  it('fails as LabOrgBusy when that runs another registration, which it leaves alone', async () => {
    const org = lab.addOrg();
    const before = await org.inLedger(heldByOther(isoAgo(1_000)));
    lab.aws.executions.set(OTHER, { status: 'RUNNING' });
    const registration = { ...org.registration, queueName: 'Another queue' };
    const message = await org.failure(handler, 'LabOrgBusy', { input: { registration } });
    expect(message).toContain(OTHER);
    expect(message).toContain('Wait until that execution has ended');
    expect(await org.record()).toEqual(before);
  });

  it('marks the claim of an ended holder, waits out one function timeout as ClaimSettling, then takes it', async () => {
    const org = lab.addOrg();
    await org.inLedger(heldByOther(isoAgo(HOUR_MS)));
    const stopDate = new Date();
    lab.aws.executions.set(OTHER, { status: 'FAILED', stopDate });
    expect(await org.failure(handler, 'ClaimSettling')).toContain('this run waits and goes on by itself');
    expect((await org.record()).claim).toMatchObject({ executionArn: OTHER, ended: stopDate.toISOString() });

    stopDateAt(stopDate.getTime() + 29_000);
    await org.failure(handler, 'ClaimSettling');
    stopDateAt(stopDate.getTime() + 30_001);
    expect(await org.run(handler)).toEqual({ isHeld: true });
    expect((await org.record()).claim).toMatchObject({ executionArn: EXECUTION_ARN });
  });

  it('takes it at once when the holder ended long ago', async () => {
    const org = lab.addOrg();
    await org.inLedger(heldByOther(isoAgo(2 * HOUR_MS)));
    lab.aws.executions.set(OTHER, { status: 'ABORTED', stopDate: new Date(Date.now() - HOUR_MS) });
    expect(await org.run(handler)).toEqual({ isHeld: true });
    expect(await org.record()).toMatchObject({ claim: { executionArn: EXECUTION_ARN }, lastExecution: EXECUTION_ARN });
  });

  it('believes a holder that Step Functions does not know for a day: it may have just begun', async () => {
    const org = lab.addOrg();
    const before = await org.inLedger(heldByOther(isoAgo(23 * HOUR_MS)));
    expect(await org.run(handler)).toEqual({ isHeld: false, holder: OTHER });
    await org.failure(handler, 'LabOrgBusy', { input: { registration: { ...org.registration, leaseDays: 2 } } });
    expect(await org.record()).toEqual(before);
  });

  it('takes an unknown holder of more than a day for ended, from now on', async () => {
    const org = lab.addOrg();
    await org.inLedger(heldByOther(isoAgo(25 * HOUR_MS)));
    await org.failure(handler, 'ClaimSettling');
    const { claim } = await org.record();
    expect(claim?.executionArn).toBe(OTHER);
    expect(claim?.ended).toBeDefined();
  });
});

describe('ClaimLabOrg with input that it cannot use', () => {
  it('fails as InvalidRegistration with every problem in one message and touches no ledger', async () => {
    const org = lab.addOrg();
    const registration = {
      ...org.registration,
      genesysRegion: 'mars-1',
      sms: { countryCode: 'gb' },
      qeueName: 'x',
      flow: 'unknown',
    };
    const message = await org.failure(handler, 'InvalidRegistration', { input: { registration } });
    for (const part of [
      'genesysRegion ("mars-1")',
      'sms.countryCode ("gb")',
      'sms.phoneNumberType',
      'qeueName',
      'flow ("unknown")',
    ]) {
      expect(message).toContain(part);
    }
    expect(message).toContain('gride-message-flow');
    expect(await org.isInLedger()).toBe(false);
    expect(org.requests()).toEqual([]);
  });

  it('fails as InvalidRegistration when there is no registration at all', async () => {
    const org = lab.addOrg();
    await expect(org.run(handler, { input: {} })).rejects.toMatchObject({ name: 'InvalidRegistration' });
  });

  it('fails as RegistrationOutdated when the org was decommissioned after the event', async () => {
    const org = lab.addOrg();
    const before = await org.inLedger({ ...heldByOther(isoAgo(9 * HOUR_MS)), decommissionedAt: isoAgo(HOUR_MS) });
    const input = { registration: org.registration, eventTime: isoAgo(2 * HOUR_MS) };
    expect(await org.failure(handler, 'RegistrationOutdated', { input })).toContain('Register it anew');
    expect(await org.record()).toEqual(before);
  });

  it('writes no lastError, whatever it failed with', async () => {
    const org = lab.addOrg();
    await org.inLedger(heldByOther(isoAgo(1_000)));
    lab.aws.executions.set(OTHER, { status: 'RUNNING' });
    await org.failure(handler, 'LabOrgBusy', {
      input: { registration: { ...org.registration, onFailure: 'release' } },
    });
    expect((await org.record()).lastError).toBeUndefined();
    expect(lab.lines()).toEqual([
      expect.objectContaining({ level: 'ERROR', stage: 'ClaimLabOrg', errorName: 'LabOrgBusy', genesysOrgId: org.id }),
    ]);
  });
});
