import { handler } from '../../lambdas/publish-message-flow/handler.ts';
import { ONE_ATTEMPT_MS } from '../support/lab-org.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { EXECUTION_ARN, FLOW_ID, FLOW_NAME, flowEntry, knownOf, QUEUE_ID } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab({ flowJobMs: 1_000 });
const OUR_FLOW: LabOrgOptions = {
  org: { queues: [{ name: 'G Ride', id: QUEUE_ID }], flows: [{ name: FLOW_NAME, id: FLOW_ID }] },
};

/** An org that runs an older content of our flow. */
const orgWithOurFlow = async (): Promise<LabOrg> => {
  const org = lab.addOrg(OUR_FLOW);
  await org.inLedger({ messageFlow: flowEntry() });
  return org;
};

/** Time enough for the job, and for one upload that is not repeated. */
const oneUpload = (org: LabOrg) => (): number => (org.writes().includes('postFlowsJobs') ? ONE_ATTEMPT_MS : 30_000);

describe('PublishMessageFlow', () => {
  it('starts one job, which the ledger knows, and uploads the flow with the queue by its name', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    const { jobId } = await org.run(handler);
    expect(org.writes()).toEqual(['postFlowsJobs', 'uploadFlow']);
    const { messageFlow } = await org.record();
    expect(messageFlow).toMatchObject({
      name: FLOW_NAME,
      job: { id: jobId, previousFlowId: null, executionArn: EXECUTION_ARN, failures: 0 },
    });
    expect(messageFlow?.id).toBeUndefined();
    lab.control.advanceClock(1_000);
    expect(org.view().flows).toEqual([
      expect.objectContaining({
        name: FLOW_NAME,
        actions: [{ kind: 'transferToAcd', queueId: QUEUE_ID, queueName: 'G Ride' }],
      }),
    ]);
  });

  it('run again while the job runs, waits for that job and starts no other', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    const first = await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual(first);
    expect(org.writes()).toEqual(['postFlowsJobs', 'uploadFlow']);
    expect(await org.record()).toEqual(before);
  });

  it('run again when the job is done, records the flow as created by us and publishes nothing', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    await org.run(handler);
    lab.control.advanceClock(1_000);
    expect(await org.run(handler)).toEqual({ jobId: null });
    expect(await org.run(handler)).toEqual({ jobId: null });
    expect(org.writes()).toEqual(['postFlowsJobs', 'uploadFlow']);
    const { messageFlow } = await org.record();
    expect(messageFlow).toMatchObject({ id: org.view().flows[0]?.id, origin: 'created', publishedVersion: '1.0' });
    expect(messageFlow?.job).toBeUndefined();
  });

  it('publishes another content of our flow over it and remembers which flow was there', async () => {
    const org = await orgWithOurFlow();
    await org.run(handler);
    expect((await org.record()).messageFlow).toMatchObject({ id: FLOW_ID, job: { previousFlowId: FLOW_ID } });
    lab.control.advanceClock(1_000);
    expect(org.view().flows).toMatchObject([{ id: FLOW_ID, publishedVersion: { id: '2.0' } }]);
  });

  it("with replace, publishes over somebody else's flow", async () => {
    const org = lab.addOrg({ ...OUR_FLOW, registration: { replace: ['flow'] } });
    await org.inLedger();
    await org.run(handler);
    expect((await org.record()).messageFlow).toMatchObject({ job: { previousFlowId: FLOW_ID } });
  });

  it('has written the job down before the upload, and starts another when the upload never came', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({ operation: 'uploadFlow', reset: 'before' });
    await org.failure(handler, 'GenesysUnavailableError', { remainingMs: oneUpload(org) });
    const lost = (await org.record()).messageFlow?.job?.id;
    expect(lost).toBeDefined();
    const { jobId } = await org.run(handler);
    expect(jobId).not.toBe(lost);
    lab.control.advanceClock(1_000);
    expect(org.view().flows).toHaveLength(1);
  });

  it('takes the job whose upload was made and not answered as started', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({ operation: 'uploadFlow', reset: 'after' });
    await org.failure(handler, 'GenesysUnavailableError', { remainingMs: oneUpload(org) });
    const job = (await org.record()).messageFlow?.job?.id;
    expect(await org.run(handler)).toEqual({ jobId: job });
    expect(org.writes()).toEqual(['postFlowsJobs', 'uploadFlow']);
  });
});

describe('PublishMessageFlow refuses', () => {
  const refusal = async (org: LabOrg, name: Parameters<LabOrg['failure']>[1]): Promise<string> => {
    const before = await org.record();
    const flows = org.view().flows;
    const message = await org.failure(handler, name);
    expect(org.writes()).toEqual([]);
    expect(org.view().flows).toEqual(flows);
    const after = await org.record();
    expect(knownOf(after)).toEqual(knownOf(before));
    expect(after.lastError).toMatchObject({ error: name, message, stage: 'PublishMessageFlow' });
    return message;
  };

  it('to publish over a flow that somebody else made, as MessageFlowForeign', async () => {
    const org = lab.addOrg(OUR_FLOW);
    await org.inLedger();
    const message = await refusal(org, 'MessageFlowForeign');
    expect(message).toContain(`"${FLOW_NAME}" (${FLOW_ID}) was not published by lab-sms`);
    expect(message).toContain('"replace": ["flow"]');
  });

  it.each([true, false])(
    'to publish over our flow after somebody edited it, as MessageFlowForeign (published: %s)',
    async (publish) => {
      const org = await orgWithOurFlow();
      lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish });
      expect(await refusal(org, 'MessageFlowForeign')).toContain('has been edited since');
    },
  );

  it('a flow that a person has open, as MessageFlowLocked', async () => {
    const org = lab.addOrg({ ...OUR_FLOW, registration: { replace: ['flow'] } });
    await org.inLedger();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', keepOpen: true });
    expect(await refusal(org, 'MessageFlowLocked')).toContain('locked by Ada');
  });
});

describe('PublishMessageFlow of a flow that a person has open, with unlockFlow', () => {
  const UNLOCK = 'postFlowsActionsUnlock';
  const lockedOrg = async (options: LabOrgOptions = {}): Promise<LabOrg> => {
    const registration = { replace: ['flow' as const], unlockFlow: true };
    const org = lab.addOrg({ ...OUR_FLOW, ...options, registration });
    await org.inLedger();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', keepOpen: true });
    return org;
  };

  it('takes the lock off, publishes, and has written down before who held it', async () => {
    const org = await lockedOrg();
    await org.run(handler);
    expect(org.writes()).toEqual([UNLOCK, 'postFlowsJobs', 'uploadFlow']);
    const unlocking = lab.lines().filter(({ change }) => change === 'unlock message flow');
    expect(unlocking).toMatchObject([
      { phase: 'intended', resourceId: FLOW_ID, before: '{"lockedBy":"Ada"}' },
      { phase: 'done', before: '{"lockedBy":"Ada"}' },
    ]);
    lab.control.advanceClock(1_000);
    expect(org.view().flows).toMatchObject([
      { id: FLOW_ID, publishedVersion: { id: expect.not.stringMatching(/^1/) as string } },
    ]);
    expect(org.view().flows[0]).not.toHaveProperty('lockedUser');
  });

  it('is MessageFlowLocked still where the client may not: who holds it, and which permission is missing', async () => {
    const org = await lockedOrg({ permissions: ['architect:flow:view', 'architect:job:*'] });
    const message = await org.failure(handler, 'MessageFlowLocked');
    expect(message).toContain('locked by Ada');
    expect(message).toContain('architect:flow:unlock');
    expect(message).toContain('architect.not.admin.user');
    expect(org.writes()).toEqual([UNLOCK]);
  });

  it('looks again when the answer was lost, and unlocks once', async () => {
    const org = await lockedOrg();
    org.fault({ operation: UNLOCK, reset: 'after' });
    await org.failure(handler, 'GenesysAmbiguousOutcomeError');
    await org.run(handler);
    expect(org.writes()).toEqual([UNLOCK, 'postFlowsJobs', 'uploadFlow']);
  });

  it("still leaves somebody else's flow alone that it may not replace", async () => {
    const org = lab.addOrg({ ...OUR_FLOW, registration: { unlockFlow: true } });
    await org.inLedger();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', keepOpen: true });
    await org.failure(handler, 'MessageFlowForeign');
    expect(org.writes()).toEqual([]);
  });
});

describe('PublishMessageFlow is tried again', () => {
  it("as MessageFlowNotReady while an earlier registration's flow is being published", async () => {
    const org = lab.addOrg();
    await org.inLedger();
    await org.run(handler);
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, contentHash: 'another' } } });
    expect(await org.failure(handler, 'MessageFlowNotReady')).toContain('waiting for it to end');
    expect(await org.record()).not.toHaveProperty('lastError');
    expect(org.writes()).toEqual(['postFlowsJobs', 'uploadFlow']);
  });

  it('when the answer to the job was lost: a job without an upload does nothing', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({ operation: 'postFlowsJobs', reset: 'after' });
    await org.failure(handler, 'GenesysAmbiguousOutcomeError');
    expect(await org.record()).not.toHaveProperty('lastError');
    await org.run(handler);
    lab.control.advanceClock(1_000);
    expect(org.view().flows).toHaveLength(1);
  });
});
