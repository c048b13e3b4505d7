import { DescribeExecutionCommand, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { loggedLines } from '../support/log-lines.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

describe('a failed provisioning', () => {
  let scenario: Scenario;
  beforeEach(async () => {
    scenario = await Scenario.start(seed());
    await scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(() => scenario.stop());

  it('is redriven from the stage that failed once its cause is mended, and nothing is bought again', async () => {
    scenario.genesys.control.addFault({
      operation: 'putRoutingMessageRecipient',
      status: 400,
      code: 'bad.request',
      times: 1,
    });
    await scenario.register(registration());
    const [failed] = await scenario.executions('lab-sms-provisioning');
    expect(failed?.status).toBe('FAILED');
    expect(failed?.stages.at(-1)).toBe('RouteMessagesToFlow');
    expect((await scenario.ledger(ORG_ID))?.status).toBe('failed');

    const { stepFunctions } = scenario.clients;
    const executionArn = failed?.executionArn;
    await stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
    await scenario.idle();
    expect(await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    const [redriven, ...others] = await scenario.executions('lab-sms-provisioning');
    expect(others).toEqual([]);
    expect(redriven?.stages).toEqual([...(failed?.stages ?? []), 'RecordProvisioned']);
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
    expect(scenario.calls('postFlowsJobs')).toHaveLength(1);
    expect(await scenario.ledger(ORG_ID)).toMatchObject({ status: 'ready' });

    const lines = (await loggedLines(scenario.clients.logs)).map((line) => JSON.parse(line) as Record<string, unknown>);
    const ends = lines.filter((line) => line.kind === 'run' && line.machine === 'lab-sms-provisioning');
    expect(ends).toMatchObject([
      { executionArn, outcome: 'failed', redriveCount: 0, failedStage: 'RouteMessagesToFlow' },
      { executionArn, outcome: 'ready', redriveCount: 1 },
    ]);
    const number = (await scenario.ledger(ORG_ID))?.smsPhoneNumber?.smsPhoneNumber;
    const charged = lines.filter(({ costEffect }) => costEffect === 'monthly charge begins');
    expect(charged).toMatchObject([{ kind: 'audit', resourceId: number, executionArn, redriveCount: 0 }]);
  });
});
