import { randomUUID } from 'node:crypto';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import type { StatusChangeDetail } from '../../../src/workflow/status-change.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import {
  DECOMMISSIONING_ARN,
  decommissioningChanges,
  executionArn,
  provisionedEntries,
  START_TIME,
} from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';
import { recordEnd, STOPPED } from '../../support/status-changes.ts';

const lab = stageLab();

describe('the end of a failed decommissioning', () => {
  const releasedOrg = async (changes: RecordChanges = {}): Promise<LabOrg> => {
    const org = lab.addOrg();
    await org.inLedger({ ...provisionedEntries(), ...decommissioningChanges(), ...changes });
    return org;
  };
  const failing = (org: LabOrg, changes: Partial<StatusChangeDetail> = {}): Promise<{ result: string }> =>
    recordEnd('decommissioning', org.decommissioning().input ?? {}, changes);

  it('writes that something is left behind, why, and the end of the claim; it tells nobody and undoes nothing', async () => {
    const org = await releasedOrg();
    const before = await org.record();
    expect(await failing(org, { status: 'ABORTED', error: null, cause: null })).toEqual({
      result: 'recorded',
    });
    const after = await org.record();
    expect(after).toMatchObject({
      status: 'left behind',
      claim: { executionArn: DECOMMISSIONING_ARN, ended: STOPPED },
      lastError: { error: 'ABORTED', message: expect.stringContaining('goes on with what is left') as string },
    });
    for (const field of ['smsPhoneNumber', 'queue', 'messageFlow', 'recipient', 'decommissioning'] as const)
      expect(after[field]).toEqual(before[field]);
    expect(lab.aws.events()).toEqual([]);
    expect(org.requests()).toEqual([]);
  });

  it("keeps the stage's own words, and does nothing the second time", async () => {
    const error = 'LeftBehind';
    const lastError = {
      error,
      message: 'own',
      stage: 'RecordReleased',
      executionArn: DECOMMISSIONING_ARN,
      at: STOPPED,
    };
    const org = await releasedOrg({ status: 'left behind', lastError });
    expect(await failing(org, { error })).toEqual({ result: 'recorded' });
    const before = await org.record();
    expect(before.lastError).toEqual(lastError);
    expect(await failing(org, { error })).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
  });

  it.each<[string, RecordChanges]>([
    ['a redrive has begun', { claim: { executionArn: DECOMMISSIONING_ARN, redriveCount: 1, since: START_TIME } }],
    ['it has ended well since', { claim: undefined, status: 'decommissioned' }],
    ['another run has the org', { claim: { executionArn: executionArn('x'), redriveCount: 0, since: START_TIME } }],
  ])('does nothing when %s', async (_when, changes) => {
    const org = await releasedOrg(changes);
    const before = await org.record();
    expect(await failing(org)).toEqual({ result: 'nothing to do' });
    expect(await org.record()).toEqual(before);
  });

  it('has nothing to do for an org that nobody knows', async () => {
    expect(await recordEnd('decommissioning', { request: { genesysOrgId: randomUUID() } })).toEqual({
      result: 'nothing to do',
    });
  });
});
