import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { sendRegistration } from '../../cli/register.ts';
import { arn } from '../../local/aws/identity.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

describe('the local world stopped in the middle of an execution', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  it('aborts it at the next start, frees the org, and the same registration then finishes with one number', async () => {
    scenario = await Scenario.start(seed());
    await scenario.storeSecret(ORG_ID, SECRET);
    scenario.genesys.control.addFault({ operation: 'getRoutingQueue', delayMs: 3000 });
    await sendRegistration(scenario.clients, registration());
    const stateMachineArn = arn('states', 'stateMachine:lab-sms-provisioning');
    while (scenario.calls('getRoutingQueues').length === 0) {
      await scenario.clients.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
    }
    await scenario.stopWorld();
    await scenario.startWorld();
    await scenario.idle();

    const [aborted] = await scenario.executions('lab-sms-provisioning');
    expect(aborted?.status).toBe('ABORTED');
    expect(await scenario.ledger(ORG_ID)).toMatchObject({
      status: 'failed',
      claim: { executionArn: aborted?.executionArn },
    });
    expect((await scenario.ledger(ORG_ID))?.claim?.ended).toBeDefined();

    await scenario.register(registration());
    const [, second] = await scenario.executions('lab-sms-provisioning');
    expect(second?.status).toBe('SUCCEEDED');
    expect(scenario.genesys.control.state().orgs[0]?.phoneNumbers).toHaveLength(1);
    expect(scenario.genesys.control.texts()).toHaveLength(1);
  });
});
