import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

describe('a step that Genesys fails', () => {
  let scenario: Scenario;
  beforeEach(async () => {
    scenario = await Scenario.start(seed());
    await scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(() => scenario.stop());

  const numbers = () => scenario.genesys.control.state().orgs[0]?.phoneNumbers ?? [];

  it('a flow job that fails once is started again, and the org becomes ready', async () => {
    scenario.genesys.control.addFault({ operation: 'postFlowsJobs', outcome: 'Failed' });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution?.status).toBe('SUCCEEDED');
    expect(execution?.stages.filter((stage) => stage === 'PublishMessageFlow')).toHaveLength(2);
    expect(scenario.genesys.control.state().orgs[0]?.flows).toHaveLength(1);
  });

  it('a flow job that fails twice ends the execution, before anything is bought', async () => {
    scenario.genesys.control.addFault({ operation: 'postFlowsJobs', outcome: 'Failed', times: 2 });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'MessageFlowPublishFailed' });
    expect(numbers()).toEqual([]);
  });

  it('a number that Genesys fails to provision is replaced by another candidate', async () => {
    scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', outcome: 'Failed' });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution?.status).toBe('SUCCEEDED');
    const record = await scenario.ledger(ORG_ID);
    expect(record?.smsPhoneNumber?.refused).toHaveLength(1);
    expect(numbers().filter((number) => number.phoneNumberStatus === 'ACTIVE')).toMatchObject([
      { phoneNumber: record?.smsPhoneNumber?.smsPhoneNumber },
    ]);
  });

  it('a refused candidate is followed by the next, five at most, and then nothing is bought', async () => {
    const unavailable = { operation: 'postRoutingSmsPhonenumbers', status: 400, code: 'phone.number.unavailable' };
    scenario.genesys.control.addFault({ ...unavailable, times: 5 });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'NoSmsPhoneNumberAvailable' });
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(5);
    expect(numbers()).toEqual([]);
  });

  it('an unavailable Genesys is waited for, and the execution goes on', async () => {
    scenario.genesys.control.addFault({
      operation: 'getRoutingQueues',
      status: 503,
      code: 'service.unavailable',
      times: 6,
    });
    await scenario.register(registration());
    const [execution] = await scenario.executions('lab-sms-provisioning');
    expect(execution?.status).toBe('SUCCEEDED');
  });

  it('a text whose answer is lost is never sent twice and ends the verification as unknown', async () => {
    scenario.genesys.control.addFault({ operation: 'postConversationsMessagesAgentless', reset: 'after' });
    await scenario.register(registration());
    const [verification] = await scenario.executions('lab-sms-verification');
    expect(verification).toMatchObject({ status: 'FAILED', error: 'TestSmsOutcomeUnknown' });
    expect(scenario.calls('postConversationsMessagesAgentless')).toHaveLength(1);
    const record = await scenario.ledger(ORG_ID);
    expect(Object.values(record?.verifications ?? {})).toMatchObject([{ outcome: 'unknown', state: 'ended' }]);
    expect(record?.status).toBe('ready');
  });
});
