import { handler as publish } from '../../../lambdas/publish-message-flow/handler.ts';
import { handler as verify } from '../../../lambdas/verify-org-access/handler.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { executionArn, START_TIME } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab({ flowJobMs: 1_000 });
const NEXT = { execution: 'run-2' };

/** An org whose flow was uploaded by an execution that nobody has heard of since; the next one holds it. */
const orgAfterUpload = async (): Promise<LabOrg> => {
  const org = lab.addOrg();
  await org.inLedger();
  await org.run(publish);
  lab.control.advanceClock(1_000);
  const next = executionArn('run-2');
  await org.changeLedger({ claim: { executionArn: next, redriveCount: 0, since: START_TIME }, lastExecution: next });
  return org;
};

describe('a flow that came out of our job before anyone wrote it down', () => {
  it('is ours for the next execution, which publishes nothing', async () => {
    const org = await orgAfterUpload();
    const [flow] = org.view().flows;
    expect(await org.run(verify, NEXT)).toMatchObject({ messageFlowId: flow?.id });
    expect(await org.run(publish, NEXT)).toEqual({ jobId: null });
    expect(org.view().flows).toMatchObject([{ id: flow?.id, publishedVersion: { id: '1.0' } }]);
    expect((await org.record()).messageFlow).toMatchObject({ id: flow?.id, origin: 'created' });
  });

  it("is somebody else's when the job of the ledger did not make it", async () => {
    const org = await orgAfterUpload();
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, hasFailed: true } } });
    const message = await org.failure(verify, 'MessageFlowForeign', NEXT);
    expect(message).toContain('was not published by lab-sms');
  });
});
