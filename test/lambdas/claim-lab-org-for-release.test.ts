import { handler } from '../../lambdas/claim-lab-org-for-release/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import { isoAgo, stopDateAt } from '../support/date.ts';
import type { LabOrg, RunOptions } from '../support/lab-org.ts';
import {
  DECOMMISSIONING_ARN,
  decommissioningChanges,
  EXECUTION_ARN,
  executionArn,
  numberEntry,
  provisionedEntries,
  START_TIME,
} from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const HOUR_MS = 3_600_000;
const OTHER = executionArn('run-0', 'decommissioning');
const HELD = { isHeld: true };

/** An org that is ready, held by nobody, registered that long ago. */
const readyOrg = async (changes: RecordChanges = {}): Promise<LabOrg> => {
  const org = lab.addOrg();
  const requestedAt = isoAgo(2 * HOUR_MS);
  await org.inLedger({ ...provisionedEntries(), status: 'ready', claim: undefined, requestedAt, ...changes });
  return org;
};

/** A request that is asked for by an event, that long ago. */
const asked = (org: LabOrg, ms: number, request: object = {}): RunOptions => {
  const input = { request: { genesysOrgId: org.id, ...request }, eventTime: isoAgo(ms) };
  return { ...org.decommissioning(), input };
};

describe('ClaimLabOrgForRelease', () => {
  it('takes the org, writes down what was asked for, and asks Genesys nothing', async () => {
    const org = await readyOrg();
    const before = await org.record();
    const options = asked(org, HOUR_MS);
    expect(await org.run(handler, options)).toEqual(HELD);
    const record = await org.record();
    expect(record).toMatchObject({
      status: 'decommissioning',
      claim: { executionArn: DECOMMISSIONING_ARN, redriveCount: 0 },
      lastExecution: DECOMMISSIONING_ARN,
      decommissioning: { executionArn: DECOMMISSIONING_ARN, requestedAt: options.input?.eventTime, kept: [] },
    });
    for (const field of ['registration', 'smsPhoneNumber', 'queue', 'messageFlow', 'recipient'] as const)
      expect(record[field]).toEqual(before[field]);
    expect(org.requests()).toEqual([]);
  });

  it('run again by its execution, holds the org still and writes nothing', async () => {
    const org = await readyOrg();
    await org.run(handler, asked(org, HOUR_MS));
    const before = await org.record();
    expect(await org.run(handler, asked(org, HOUR_MS))).toEqual(HELD);
    expect(await org.record()).toEqual(before);
  });

  it('by hand, counts as asked for when its execution was started', async () => {
    const org = await readyOrg({ requestedAt: undefined });
    await org.run(handler, org.decommissioning());
    expect((await org.record()).decommissioning?.requestedAt).toBe(START_TIME);
  });

  it('goes on with what an earlier decommissioning has left behind, and remembers what that has kept', async () => {
    const kept = [{ what: 'message flow', id: 'theirs', why: 'edited' }] as const;
    const org = await readyOrg({
      ...decommissioningChanges({ executionArn: OTHER, kept: [...kept], releaseAdopted: '+447700900101' }),
      claim: { executionArn: OTHER, redriveCount: 0, since: isoAgo(HOUR_MS), ended: isoAgo(HOUR_MS) },
      lastExecution: OTHER,
      status: 'left behind',
    });
    expect(await org.run(handler, asked(org, 0))).toEqual(HELD);
    const { decommissioning } = await org.record();
    expect(decommissioning).toMatchObject({ executionArn: DECOMMISSIONING_ARN, kept });
    // Each request spells out the adopted number itself.
    expect(decommissioning).not.toHaveProperty('releaseAdopted');
  });

  it('has nothing to do for an org that is decommissioned already, says so, and remembers when that was asked', async () => {
    const before = isoAgo(2 * HOUR_MS);
    const done = {
      ...decommissioningChanges({ requestedAt: before }),
      claim: undefined,
      status: 'decommissioned',
    } as const;
    const org = await readyOrg(done);
    const { decommissioning, ...rest } = await org.record();
    const options = asked(org, HOUR_MS);
    expect(await org.run(handler, options)).toEqual({ isHeld: false, holder: null });
    const { decommissioning: remembered, ...others } = await org.record();
    expect(remembered).toEqual({ ...decommissioning, requestedAt: options.input?.eventTime });
    const { revision, writeToken, updatedAt } = others;
    expect(others).toEqual({ ...rest, revision, writeToken, updatedAt });
  });
});

describe('ClaimLabOrgForRelease while another execution has the org', () => {
  it('ends quietly and names the holder when that does the very same', async () => {
    const request = { abandonCandidate: '+447700900101' };
    const claim = { executionArn: OTHER, redriveCount: 0, since: isoAgo(1_000) };
    const org = await readyOrg({ ...decommissioningChanges({ executionArn: OTHER, ...request }), claim });
    lab.aws.executions.set(OTHER, { status: 'RUNNING' });
    expect(await org.run(handler, asked(org, 0, request))).toEqual({ isHeld: false, holder: OTHER });
  });

  it('fails as LabOrgBusy when that does something else, and changes nothing', async () => {
    const claim = { executionArn: OTHER, redriveCount: 0, since: isoAgo(1_000) };
    const org = await readyOrg({ ...decommissioningChanges({ executionArn: OTHER }), claim });
    const before = await org.record();
    lab.aws.executions.set(OTHER, { status: 'RUNNING' });
    const options = asked(org, 0, { abandonCandidate: '+447700900101' });
    expect(await org.failure(handler, 'LabOrgBusy', options)).toContain(`is being decommissioned by ${OTHER}`);
    expect(await org.record()).toEqual(before);
  });

  it('fails as LabOrgBusy while the org is being provisioned, and changes nothing', async () => {
    const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: isoAgo(1_000) };
    const org = await readyOrg({ status: 'provisioning', claim });
    const before = await org.record();
    lab.aws.executions.set(EXECUTION_ARN, { status: 'RUNNING' });
    expect(await org.failure(handler, 'LabOrgBusy', asked(org, 0))).toContain(
      `is being provisioned by ${EXECUTION_ARN}`,
    );
    expect(await org.record()).toEqual(before);
  });

  it('waits as ClaimSettling until the last call of an ended holder has landed', async () => {
    const stopDate = new Date();
    const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: isoAgo(HOUR_MS) };
    const org = await readyOrg({ status: 'failed', claim });
    lab.aws.executions.set(EXECUTION_ARN, { status: 'FAILED', stopDate });
    await org.failure(handler, 'ClaimSettling', asked(org, 0));
    stopDateAt(stopDate.getTime() + 30_001);
    expect(await org.run(handler, asked(org, 0))).toEqual(HELD);
  });
});

describe('ClaimLabOrgForRelease refuses', () => {
  it('an org that the ledger does not know as LabOrgNotProvisioned, and makes no record of it', async () => {
    const org = lab.addOrg();
    expect(await org.failure(handler, 'LabOrgNotProvisioned', org.decommissioning())).toContain('Nothing was changed');
    expect(await org.isInLedger()).toBe(false);
  });

  it('a request that is older than the last registration as DecommissionRequestOutdated', async () => {
    const org = await readyOrg();
    const before = await org.record();
    const message = await org.failure(handler, 'DecommissionRequestOutdated', asked(org, 3 * HOUR_MS));
    expect(message).toContain('Ask again if it is still to go');
    expect(await org.record()).toEqual(before);
  });

  it.each([
    ['that was bought', { isAdopted: false }, 'bought by lab-sms'],
    ['that is another one', { isAdopted: true, smsPhoneNumber: '+447700900102' }, '+447700900102, adopted'],
  ])('a releaseAdopted %s as InvalidDecommissionRequest', async (_what, number, known) => {
    const org = await readyOrg({ smsPhoneNumber: numberEntry(number) });
    const before = await org.record();
    const options = asked(org, 0, { releaseAdopted: '+447700900101' });
    expect(await org.failure(handler, 'InvalidDecommissionRequest', options)).toContain(known);
    expect(await org.record()).toEqual(before);
  });

  it('what is no request as InvalidDecommissionRequest with every problem in one message', async () => {
    const org = await readyOrg();
    const before = await org.record();
    const request = { genesysOrgId: org.id, releaseAdopted: '0770', force: true };
    const run = org.run(handler, { ...org.decommissioning(), input: { request } });
    await expect(run).rejects.toMatchObject({
      name: 'InvalidDecommissionRequest',
      message: expect.stringMatching(/releaseAdopted \("0770"\).*force: unknown field/) as string,
    });
    expect(await org.record()).toEqual(before);
    expect(before).not.toHaveProperty('lastError');
  });
});
