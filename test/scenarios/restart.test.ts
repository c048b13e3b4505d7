import { setTimeout as pause } from 'node:timers/promises';
import { sendRegistration } from '../../cli/registration/register.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';

/** Real milliseconds for which the simulated Genesys Cloud withholds its answer, so that the stop comes before it. */
const WITHHELD_MS = 4000;

/** The calls that change an org; the effect has taken place when the world stops. */
const OPERATIONS = ['uploadFlow', 'postRoutingSmsPhonenumbers', 'putRoutingQueue', 'putRoutingMessageRecipient'];

describe('the local world stopped in the middle of a call to Genesys', () => {
  let scenario: Scenario;
  beforeEach(async () => {
    scenario = await Scenario.start(seed(), { functions: 'in processes' });
    await scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(() => scenario.stop());

  it.each(OPERATIONS)('%s: aborted at the next start, and the same registration then finishes', async (operation) => {
    scenario.genesys.control.addFault({ operation, delayMs: WITHHELD_MS, delay: 'after' });
    await sendRegistration(scenario.clients, registration());
    while (scenario.calls(operation).length === 0) await pause(5);
    await scenario.stopWorld();
    await scenario.startWorld();
    await scenario.idle();

    const [aborted] = await scenario.executions('lab-sms-provisioning');
    expect(aborted?.status).toBe('ABORTED');
    const left = await scenario.ledger(ORG_ID);
    expect(left).toMatchObject({ status: 'failed', claim: { executionArn: aborted?.executionArn } });
    expect(left?.claim?.ended).toBeDefined();

    await scenario.register(registration());
    const [, second] = await scenario.executions('lab-sms-provisioning');
    expect(second).toMatchObject({ status: 'SUCCEEDED' });
    const [org] = scenario.genesys.control.state().orgs;
    expect(org?.phoneNumbers).toHaveLength(1);
    expect(org?.flows).toHaveLength(1);
    expect(scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
    expect(scenario.genesys.control.texts()).toHaveLength(1);
    expect((await scenario.ledger(ORG_ID))?.status).toBe('ready');
  });
});
