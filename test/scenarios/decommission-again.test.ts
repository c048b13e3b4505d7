import { RedriveExecutionCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sendRegistration, sendRequest } from '../../cli/registration/register.ts';
import { arn } from '../../local/aws/identity.ts';
import { DECOMMISSION_REQUESTED } from '../../src/workflow/events.ts';
import { Scenario, type EndedExecution } from './scenario.ts';
import { configuration, ScenarioOrg } from './several-orgs.ts';

const PROVISIONING = 'lab-sms-provisioning';
const DECOMMISSIONING = 'lab-sms-decommissioning';
const OLD = '2026-01-01T00:00:00Z';

describe('an org in its second life', () => {
  let scenario: Scenario;
  const org = new ScenarioOrg('Second life', 1);
  const busy = new ScenarioOrg('Busy', 2);
  const doubtful = new ScenarioOrg('In doubt', 3);
  const stopped = new ScenarioOrg('Stopped', 4);
  const ORGS = [org, busy, doubtful, stopped];

  beforeAll(async () => {
    scenario = await Scenario.start({ orgs: ORGS.map(({ seed }) => seed) });
    await Promise.all(ORGS.map(({ id, secret }) => scenario.storeSecret(id, secret)));
  });
  afterAll(() => scenario.stop());

  /** Starts a machine as a person does, with no event around it, and answers how it ended. */
  async function byHand(machine: string, input: object): Promise<EndedExecution | undefined> {
    const { executionArn } = await scenario.clients.stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn: arn('states', `stateMachine:${machine}`),
        input: JSON.stringify(input),
      }),
    );
    await scenario.idle();
    return (await scenario.executions(machine)).find((execution) => execution.executionArn === executionArn);
  }
  const numbersOf = ({ id }: ScenarioOrg) =>
    (scenario.genesys.control.state().orgs.find((each) => each.id === id)?.phoneNumbers ?? []).map(
      ({ phoneNumber, phoneNumberStatus }) => [phoneNumber, phoneNumberStatus],
    );
  const last = async (of: ScenarioOrg, machine: string) => of.among(await scenario.executions(machine)).at(-1);
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
  }

  it('is bought another number, is sent one text, and old executions and events change nothing', async () => {
    const before = configuration(scenario, org.id);
    scenario.genesys.control.addFault({ operation: 'putRoutingQueue', status: 400, genesysOrgId: org.id });
    await scenario.register(org.registration);
    const failed = await last(org, PROVISIONING);
    expect(failed?.status).toBe('FAILED');
    expect(await byHand(DECOMMISSIONING, { request: { genesysOrgId: org.id } })).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, org.id)).toEqual(before);

    const { stepFunctions } = scenario.clients;
    const writes = () =>
      scenario.genesys.control.requests().filter((call) => call.method !== 'GET' && call.operation !== 'token').length;
    const written = writes();
    await stepFunctions.send(new RedriveExecutionCommand({ executionArn: failed?.executionArn }));
    await scenario.idle();
    expect(await last(org, PROVISIONING)).toMatchObject({ status: 'FAILED', error: 'ClaimLost' });
    const late = await byHand(PROVISIONING, { registration: org.registration, eventTime: OLD });
    expect(late).toMatchObject({ status: 'FAILED', error: 'RegistrationOutdated' });
    expect([configuration(scenario, org.id), writes()]).toEqual([before, written]);
    expect((await org.record(scenario)).status).toBe('decommissioned');

    await scenario.register(org.registration);
    expect((await org.record(scenario)).status).toBe('ready');
    expect(numbersOf(org)).toHaveLength(1);
    expect(scenario.genesys.control.texts(org.id)).toHaveLength(1);
    const tooLate = await byHand(DECOMMISSIONING, { request: { genesysOrgId: org.id }, eventTime: OLD });
    expect(tooLate).toMatchObject({ status: 'FAILED', error: 'DecommissionRequestOutdated' });
    expect((await org.record(scenario)).status).toBe('ready');
  }, 120_000);

  it('is not decommissioned while it is being provisioned, and that goes on', async () => {
    scenario.genesys.control.setLatencies({ getRoutingQueues: 4_000 });
    await sendRegistration(scenario.clients, busy.registration);
    await until(async () => (await scenario.ledger(busy.id))?.claim !== undefined);
    await sendRequest(scenario.clients, DECOMMISSION_REQUESTED, { genesysOrgId: busy.id });
    await scenario.idle();
    scenario.genesys.control.setLatencies({});
    expect(await last(busy, DECOMMISSIONING)).toMatchObject({ status: 'FAILED', error: 'LabOrgBusy' });
    expect((await busy.record(scenario)).status).toBe('ready');
  }, 120_000);

  it('leaves a purchase in doubt as such until a person gives it up', async () => {
    const before = configuration(scenario, doubtful.id);
    const { control } = scenario.genesys;
    control.addFault({
      operation: 'postRoutingSmsPhonenumbers',
      reset: 'before',
      times: 100,
      genesysOrgId: doubtful.id,
    });
    await scenario.register(doubtful.registration);
    control.clearFaults();
    await scenario.decommission({ genesysOrgId: doubtful.id });
    const { smsPhoneNumber } = await doubtful.record(scenario);
    const abandonCandidate = smsPhoneNumber?.smsPhoneNumber;
    const execution = await last(doubtful, DECOMMISSIONING);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'LeftBehind' });
    expect(execution?.message).toContain(`"abandonCandidate": "${abandonCandidate ?? ''}"`);

    await scenario.decommission({ genesysOrgId: doubtful.id, abandonCandidate });
    expect(await last(doubtful, DECOMMISSIONING)).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, doubtful.id)).toEqual(before);
  }, 120_000);

  it('goes on where its decommissioning was stopped, when that is redriven', async () => {
    const before = configuration(scenario, stopped.id);
    await scenario.register(stopped.registration);
    scenario.genesys.control.setLatencies({ putRoutingQueue: 4_000 });
    await sendRequest(scenario.clients, DECOMMISSION_REQUESTED, { genesysOrgId: stopped.id });
    const { stepFunctions } = scenario.clients;
    await until(async () => (await scenario.ledger(stopped.id))?.status === 'decommissioning');
    await until(async () => (await scenario.ledger(stopped.id))?.recipient === undefined);
    const executionArn = (await stopped.record(scenario)).lastExecution;
    await stepFunctions.send(new StopExecutionCommand({ executionArn }));
    await scenario.idle();
    scenario.genesys.control.setLatencies({});
    expect(await stopped.record(scenario)).toMatchObject({ status: 'left behind', lastError: { error: 'ABORTED' } });

    await stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
    await scenario.idle();
    expect(await last(stopped, DECOMMISSIONING)).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, stopped.id)).toEqual(before);
  }, 120_000);
});
