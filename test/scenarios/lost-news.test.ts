import { setTimeout as pause } from 'node:timers/promises';
import { DescribeExecutionCommand, ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sendRegistration } from '../../cli/registration/register.ts';
import { arn } from '../../local/aws/identity.ts';
import type { JsonObject } from '../../local/aws/json.ts';
import type { SimulatorSeed } from '../../local/genesys/simulator.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { changedTemplate, withDefinition, withoutStatusEvents } from './changed-template.ts';
import type { TemplateChange } from './changed-template.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { withWitness, witnessed } from './witness.ts';

const MINUTE_MS = 60_000;
const MACHINE = 'lab-sms-provisioning';

/** Real milliseconds for which the simulated Genesys Cloud withholds its answer, so that the stop comes before it. */
const WITHHELD_MS = 1500;

/** An end that no stage writes down itself. */
interface Abort {
  how: string;
  template?: TemplateChange;
  settings?: SimulatorSeed['settings'];
  /** Brings it about, once registered. */
  begin: (scenario: Scenario) => Promise<void>;
  status: string;
  lastError: Partial<NonNullable<LabOrgRecord['lastError']>>;
}

const ABORTS: Abort[] = [
  {
    how: 'stopped by a person while it buys',
    begin: async (scenario) => {
      const operation = 'postRoutingSmsPhonenumbers';
      scenario.genesys.control.addFault({ operation, delayMs: WITHHELD_MS, delay: 'after' });
      await sendRegistration(scenario.clients, registration());
      while (scenario.calls(operation).length === 0) await pause(5);
      const executionArn = await onlyExecution(scenario);
      await scenario.clients.stepFunctions.send(
        new StopExecutionCommand({ executionArn, error: 'WrongRoom', cause: 'The class has moved.' }),
      );
    },
    status: 'ABORTED',
    lastError: { error: 'WrongRoom', stage: 'PurchaseSmsPhoneNumber' },
  },
  {
    how: 'longer than its machine allows',
    template: withDefinition(MACHINE, (definition) => {
      definition.TimeoutSeconds = 120;
    }),
    settings: { purchaseMs: 10 * MINUTE_MS },
    begin: async (scenario) => {
      await sendRegistration(scenario.clients, registration());
    },
    status: 'TIMED_OUT',
    lastError: { error: 'TIMED_OUT', stage: 'AwaitSmsPhoneNumber' },
  },
  {
    how: 'stumbling over a path that is not there, outside of our code',
    template: withDefinition(MACHINE, ({ States }) => {
      const state = (States as Record<string, JsonObject>).RouteMessagesToFlow as {
        Parameters: { Payload: JsonObject };
      };
      state.Parameters.Payload['input.$'] = '$.planted.missing';
    }),
    begin: async (scenario) => {
      await sendRegistration(scenario.clients, registration());
    },
    status: 'FAILED',
    lastError: { error: 'States.Runtime', stage: 'RouteMessagesToFlow' },
  },
];

async function onlyExecution(scenario: Scenario): Promise<string> {
  const stateMachineArn = arn('states', `stateMachine:${MACHINE}`);
  const { executions = [] } = await scenario.clients.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions).toHaveLength(1);
  return executions[0]?.executionArn ?? '';
}

describe.each(ABORTS)('an execution that ends $how', ({ template, settings = {}, begin, status, lastError }) => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  /** Runs into the end, lets the news come the one way or the other, and tells what is known then. */
  async function endOf(...changes: TemplateChange[]) {
    const all = [withWitness, ...(template === undefined ? [] : [template]), ...changes];
    scenario = await Scenario.start({ ...seed(), settings }, { changeTemplate: changedTemplate(...all) });
    await scenario.storeSecret(ORG_ID, SECRET);
    await begin(scenario);
    await scenario.idle();
    const before = await scenario.ledger(ORG_ID);
    const numbers = scenario.genesys.control.state().orgs[0]?.phoneNumbers.length;
    for (let sweeps = 0; sweeps < 3; sweeps++) await scenario.pass(5 * MINUTE_MS);
    const executionArn = await onlyExecution(scenario);
    const { stopDate } = await scenario.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const record = await scenario.ledger(ORG_ID);
    const told = await witnessed(scenario, 'Lab Org SMS Provisioning Failed');
    return { executionArn, stopped: stopDate?.getTime(), before, record, told, numbers };
  }

  it.each([
    ['the status event', []],
    ['the sweep alone', [withoutStatusEvents]],
  ])(
    'is written down by %s: claim ended, ledger and bus told once, and the org can be registered again',
    async (way, changes) => {
      const { executionArn, stopped, before, record, told, numbers } = await endOf(...changes);
      expect(before?.status).toBe(way === 'the sweep alone' ? 'provisioning' : 'failed');
      expect(record).toMatchObject({ status: 'failed', claim: { executionArn, redriveCount: 0 }, lastError });
      expect(Date.parse(record?.claim?.ended ?? '')).toBe(stopped);
      const message = record?.lastError?.message;
      expect(message).toMatch(/Redrive this execution, which goes on from that stage, or register the org again\.$/);
      const detail = { genesysOrgId: ORG_ID, executionArn, status, error: lastError.error, message };
      expect(told).toMatchObject([{ source: 'lab.sms', detail }]);
      expect(numbers).toBe(1);

      scenario.genesys.control.clearFaults();
      if (status !== 'FAILED') {
        await scenario.register(registration());
        expect(await scenario.ledger(ORG_ID)).toMatchObject({ status: 'ready' });
        expect(scenario.genesys.control.state().orgs[0]?.phoneNumbers).toHaveLength(1);
      }
    },
  );
});
