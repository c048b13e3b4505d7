import { handler } from '../../lambdas/await-message-flow/handler.ts';
import { handler as publish } from '../../lambdas/publish-message-flow/handler.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { FLOW_ID, FLOW_NAME, flowEntry, QUEUE_ID } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab({ flowJobMs: 1_000 });
const OUR_FLOW: LabOrgOptions['org'] = {
  queues: [{ name: 'G Ride', id: QUEUE_ID }],
  flows: [{ name: FLOW_NAME, id: FLOW_ID }],
};

/** An org whose flow has been uploaded. */
const orgWithJob = async (options?: LabOrgOptions, changes?: Parameters<LabOrg['inLedger']>[0]): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  await org.run(publish);
  return org;
};

describe('AwaitMessageFlow', () => {
  it('is MessageFlowNotReady while the job runs, which is waited for and no last error', async () => {
    const org = await orgWithJob();
    expect(await org.failure(handler, 'MessageFlowNotReady')).toContain('is Started');
    expect(await org.record()).not.toHaveProperty('lastError');
  });

  it('records the published flow as created by us, and says the same again later', async () => {
    const org = await orgWithJob();
    const writes = org.writes();
    lab.control.advanceClock(1_000);
    const output = await org.run(handler);
    const [flow] = org.view().flows;
    expect(output).toEqual({ messageFlowId: flow?.id, publishedVersion: '1.0' });
    const recorded = await org.record();
    expect(recorded.messageFlow).toEqual({
      name: FLOW_NAME,
      id: flow?.id,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      publishedVersion: '1.0',
      savedVersion: '1.0',
      origin: 'created',
    });
    expect(await org.run(handler)).toEqual(output);
    expect(await org.record()).toEqual(recorded);
    expect(org.writes()).toEqual(writes);
  });

  it('with replace, records the flow of somebody else as updated', async () => {
    const org = await orgWithJob({ org: OUR_FLOW, registration: { replace: ['flow'] } });
    lab.control.advanceClock(1_000);
    expect(await org.run(handler)).toEqual({ messageFlowId: FLOW_ID, publishedVersion: '2.0' });
    expect((await org.record()).messageFlow).toMatchObject({ id: FLOW_ID, origin: 'updated' });
  });

  it('records a flow that we had created as created still, after another content of ours', async () => {
    const org = await orgWithJob({ org: OUR_FLOW }, { messageFlow: flowEntry() });
    lab.control.advanceClock(1_000);
    await org.run(handler);
    expect((await org.record()).messageFlow).toMatchObject({ id: FLOW_ID, origin: 'created', publishedVersion: '2.0' });
  });

  it('waits on while a flow whose job has succeeded is not visible yet', async () => {
    const org = await orgWithJob();
    lab.control.advanceClock(1_000);
    org.fault({ operation: 'getFlow', status: 404 });
    expect(await org.failure(handler, 'MessageFlowNotReady')).toContain('not visible yet');
    expect(await org.run(handler)).toMatchObject({ publishedVersion: '1.0' });
  });

  it('has nothing to wait for where the flow was up to date', async () => {
    const org = lab.addOrg();
    await org.inLedger({ messageFlow: flowEntry() });
    expect(await org.run(handler)).toEqual({ messageFlowId: FLOW_ID, publishedVersion: '1.0' });
    expect(org.requests().map(({ operation }) => operation)).not.toContain('getFlowsJob');
  });
});

describe('AwaitMessageFlow of a job that failed', () => {
  const orgWithFailingJobs = async (messages?: string[]): Promise<LabOrg> => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({
      operation: 'postFlowsJobs',
      times: 2,
      outcome: 'Failed',
      ...(messages === undefined ? {} : { messages }),
    });
    await org.run(publish);
    lab.control.advanceClock(1_000);
    return org;
  };

  it('goes back once as MessageFlowJobFailed, then ends as MessageFlowPublishFailed in the words of Genesys', async () => {
    const org = await orgWithFailingJobs(['The prompt is missing.']);
    expect(await org.failure(handler, 'MessageFlowJobFailed')).toContain('It is tried once more');
    expect(await org.record()).not.toHaveProperty('lastError');
    expect((await org.record()).messageFlow?.job).toMatchObject({ failures: 1, hasFailed: true });

    await org.run(publish);
    expect((await org.record()).messageFlow?.job).toMatchObject({ failures: 1 });
    lab.control.advanceClock(1_000);
    const message = await org.failure(handler, 'MessageFlowPublishFailed');
    expect(message).toContain('The prompt is missing. Mend that in the org, or in flows/gride-message-flow.yaml');
    expect((await org.record()).lastError).toMatchObject({
      error: 'MessageFlowPublishFailed',
      stage: 'AwaitMessageFlow',
      message,
    });
    expect(org.view().flows).toEqual([]);
  });

  it('says which permissions to look at where Genesys gives no messages', async () => {
    const org = await orgWithFailingJobs();
    expect(await org.failure(handler, 'MessageFlowJobFailed')).toContain('no messages were given');
    await org.run(publish);
    lab.control.advanceClock(1_000);
    expect(await org.failure(handler, 'MessageFlowPublishFailed')).toContain(
      "the client's role often lacks a flow permission",
    );
  });

  it('counts afresh in the next execution', async () => {
    const org = await orgWithFailingJobs();
    await org.failure(handler, 'MessageFlowJobFailed');
    const claim = {
      executionArn: (await org.record()).lastExecution.replace('run-1', 'run-2'),
      redriveCount: 0,
      since: '',
    };
    await org.changeLedger({ claim, lastExecution: claim.executionArn });
    await org.run(publish, { execution: 'run-2' });
    expect((await org.record()).messageFlow?.job).toMatchObject({ failures: 0 });
    lab.control.advanceClock(1_000);
    await org.failure(handler, 'MessageFlowJobFailed', { execution: 'run-2' });
  });

  it('treats a job that Genesys has forgotten like one that failed', async () => {
    const org = await orgWithJob();
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, id: 'forgotten' } } });
    expect(await org.failure(handler, 'MessageFlowJobFailed')).toContain('unknown to Genesys');
  });

  it('ends as MessageFlowPublishFailed when no job was ever started', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    expect(await org.failure(handler, 'MessageFlowPublishFailed')).toContain('Register again');
  });
});
