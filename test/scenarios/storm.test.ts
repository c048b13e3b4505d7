import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { sendRegistration } from '../../cli/registration/register.ts';

const STARTS = 20;

describe(`the same event ${STARTS} times at once`, () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start(seed(), { functions: 'in processes' });
    await scenario.storeSecret(ORG_ID, SECRET);
    await Promise.all(Array.from({ length: STARTS }, () => sendRegistration(scenario.clients, registration())));
    await scenario.idle();
  }, 120_000);
  afterAll(() => scenario.stop());

  it('buys one number and sends one text', () => {
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
    expect(scenario.calls('postConversationsMessagesAgentless')).toHaveLength(1);
    expect(scenario.genesys.control.state().orgs[0]?.phoneNumbers).toHaveLength(1);
    expect(scenario.genesys.control.texts()).toHaveLength(1);
  });

  it('ends every execution SUCCEEDED: one did the work, the others name it or find it done', async () => {
    const executions = await scenario.executions('lab-sms-provisioning');
    expect(executions).toHaveLength(STARTS);
    expect(executions.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    const quiet = executions.filter((execution) => execution.stages.length === 1);
    for (const { output } of quiet) {
      const { holder } = (output as { ClaimLabOrg: { answer: { holder: string } } }).ClaimLabOrg.answer;
      expect(executions.map((execution) => execution.executionArn)).toContain(holder);
    }
  });

  it('leaves the org ready and held by nobody', async () => {
    const record = await scenario.ledger(ORG_ID);
    expect(record?.status).toBe('ready');
    expect(record?.claim).toBeUndefined();
    expect(record?.verificationInFlight).toBeUndefined();
  });
});
