import { DescribeExecutionCommand, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { changedTemplate } from './changed-template.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { withWitness, witnessed } from './witness.ts';

describe('the status event of a failed provisioning', () => {
  let scenario: Scenario;
  let executionArn: string;

  beforeEach(async () => {
    scenario = await Scenario.start(seed(), { changeTemplate: changedTemplate(withWitness) });
    await scenario.storeSecret(ORG_ID, SECRET);
    const refusal = { operation: 'putRoutingMessageRecipient', status: 400, code: 'bad.request', times: 1 };
    scenario.genesys.control.addFault(refusal);
    await scenario.register(registration());
    executionArn = (await scenario.executions('lab-sms-provisioning'))[0]?.executionArn ?? '';
  });
  afterEach(() => scenario.stop());

  /** The event about the execution as it is now, as Step Functions would send it. */
  async function newsOfItsEnd(): Promise<object> {
    const { stepFunctions } = scenario.clients;
    const { $metadata, stopDate, ...known } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    expect([$metadata.httpStatusCode, known.status]).toEqual([200, 'FAILED']);
    return { detail: { ...known, stopDate: stopDate?.getTime() ?? null } };
  }

  it('changes nothing when it comes a second time', async () => {
    const before = await scenario.ledger(ORG_ID);
    const told = await witnessed(scenario);
    expect(await scenario.invoke('lab-sms-RecordFailure', await newsOfItsEnd())).toEqual({ result: 'nothing to do' });
    await scenario.idle();
    expect(await scenario.ledger(ORG_ID)).toEqual(before);
    expect(await witnessed(scenario)).toHaveLength(told.length);
  });

  it('changes nothing when it comes after a redrive: the org stays ready', async () => {
    const news = await newsOfItsEnd();
    await scenario.clients.stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
    await scenario.idle();
    const ready = await scenario.ledger(ORG_ID);
    expect(ready?.status).toBe('ready');
    const told = await witnessed(scenario);
    expect(await scenario.invoke('lab-sms-RecordFailure', news)).toEqual({ result: 'nothing to do' });
    await scenario.idle();
    expect(await scenario.ledger(ORG_ID)).toEqual(ready);
    expect(await witnessed(scenario)).toHaveLength(told.length);
  });
});
