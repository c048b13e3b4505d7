import validate from 'asl-validator';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  STATE_MACHINE_NAMES,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../src/workflow/names.ts';
import { retryRules } from '../../src/workflow/retries.ts';
import {
  DECOMMISSIONING_STAGES,
  PROVISIONING_STAGES,
  UNDOING_STAGES,
  VERIFICATION_STAGES,
} from '../../src/workflow/stages.ts';
import type { TaskStage } from '../../src/workflow/stages.ts';
import { definitionOf, tasksOf, type Definition } from '../support/state-machines.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

const MACHINES = STATE_MACHINE_NAMES;

let stack: Synthesised;
let definitions: Map<string, Definition>;

beforeAll(async () => {
  stack = await synthesised();
  definitions = new Map(MACHINES.map((name) => [name, definitionOf(stack, name)]));
});

function definition(name: string): Definition {
  const found = definitions.get(name);
  if (found === undefined) throw new Error(`no definition of ${name}`);
  return found;
}

function functionTimeout(stage: string): number {
  return Number(stack.named('AWS::Lambda::Function', `lab-sms-${stage}`).Properties.Timeout);
}

it('has three state machines and no other', () => {
  const names = Object.values(stack.ofType('AWS::StepFunctions::StateMachine')).map((machine) => machine.Properties);
  expect(names.map(({ StateMachineName }) => StateMachineName).sort()).toEqual([...MACHINES].sort());
});

describe.each(MACHINES)('%s', (name) => {
  it('is a Standard machine that is traced and logged in full, without data, into its own log group', () => {
    const { Properties } = stack.named('AWS::StepFunctions::StateMachine', name);
    expect(Properties).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    const { Destinations } = Properties.LoggingConfiguration as {
      Destinations: { CloudWatchLogsLogGroup: { LogGroupArn: unknown } }[];
    };
    expect(Destinations.map((destination) => stack.text(destination.CloudWatchLogsLogGroup.LogGroupArn))).toEqual([
      `/aws/vendedlogs/states/${name}`,
    ]);
  });

  it('is valid Amazon States Language', () => {
    expect(validate(definition(name), { checkArn: true, checkPaths: true }).errorsText()).toBe('');
  });

  it('leaves every call to a stage: no integration brings error names of its own', () => {
    const resources = tasksOf(definition(name)).map(([, { Resource }]) => Resource);
    expect(new Set(resources)).toEqual(new Set(['arn:aws:states:::lambda:invoke']));
  });

  it('ends an execution that is stuck', () => {
    expect(definition(name).TimeoutSeconds).toBe(24 * 60 * 60);
  });

  it('outlives the function in every Task, so that no attempt begins beside a call that still runs', () => {
    const margins = tasksOf(definition(name)).map(([stage, task]) => [
      stage,
      (task.TimeoutSeconds ?? 0) - functionTimeout(stage) >= 5,
    ]);
    expect(margins).toEqual(tasksOf(definition(name)).map(([stage]) => [stage, true]));
  });

  it('retries a throttled and a timed out invocation of every stage but the one whose repeat does harm', () => {
    const repeated = tasksOf(definition(name)).filter(([, { Retry = [] }]) => {
      const errors = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      return ['Sandbox.Timedout', 'Lambda.TooManyRequestsException'].every((error) => errors.includes(error));
    });
    const stages = tasksOf(definition(name)).map(([stage]) => stage);
    expect(repeated.map(([stage]) => stage)).toEqual(stages.filter((stage) => stage !== 'SendTestSms'));
  });

  it('retries what the table says and no error twice', () => {
    for (const [stage, { Retry = [] }] of tasksOf(definition(name))) {
      const errors = Retry.map(({ ErrorEquals }) => ErrorEquals);
      expect(errors).toEqual(retryRules(stage as TaskStage).map((rule) => rule.errors));
      expect(new Set(errors.flat()).size).toBe(errors.flat().length);
    }
  });

  it('hides no failure: no Fail state, and never a retry of every error', () => {
    const states = Object.values(definition(name).States);
    expect(states.filter(({ Type }) => Type === 'Fail')).toEqual([]);
    const retried = states.flatMap(({ Retry = [] }) => Retry.flatMap((one) => one.ErrorEquals));
    expect(retried).not.toContain('States.ALL');
    expect(retried).not.toContain('States.TaskFailed');
  });

  it('is as it was looked at last', () => {
    expect(definition(name)).toMatchSnapshot();
  });
});

const catchesOf = (name: string): { stage: string; errors: string[]; goesTo: string }[] =>
  Object.entries(definition(name).States).flatMap(([stage, { Catch = [] }]) =>
    Catch.map(({ ErrorEquals, Next }) => ({ stage, errors: ErrorEquals, goesTo: Next })),
  );

it('goes back in two places only, from a failed job and from a failed number', () => {
  const machines = [PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME];
  expect(machines.flatMap(catchesOf)).toEqual([
    { stage: 'AwaitMessageFlow', errors: ['MessageFlowJobFailed'], goesTo: 'PublishMessageFlow' },
    { stage: 'AwaitSmsPhoneNumber', errors: ['SmsPhoneNumberFailed'], goesTo: 'PurchaseSmsPhoneNumber' },
  ]);
});

it('goes on from an undo that has given up to the next one, and ends with the stage that catches nothing', () => {
  const line: string[] = [...UNDOING_STAGES, 'RecordReleased'];
  expect(new Set(catchesOf(DECOMMISSIONING_STATE_MACHINE_NAME))).toEqual(
    new Set(UNDOING_STAGES.map((stage, index) => ({ stage, errors: ['States.ALL'], goesTo: line[index + 1] }))),
  );
});

it('sends a text once: SendTestSms has no retry at all', () => {
  expect(definition(VERIFICATION_STATE_MACHINE_NAME).States.SendTestSms).not.toHaveProperty('Retry');
});

it('starts with the claim, and verification with the text', () => {
  expect(definition(PROVISIONING_STATE_MACHINE_NAME).StartAt).toBe(PROVISIONING_STAGES[0]);
  expect(definition(VERIFICATION_STATE_MACHINE_NAME).StartAt).toBe(VERIFICATION_STAGES[0]);
});

it('visits the stages in the order of the list', () => {
  expect(straightLine(definition(PROVISIONING_STATE_MACHINE_NAME))).toEqual(PROVISIONING_STAGES);
  expect(straightLine(definition(VERIFICATION_STATE_MACHINE_NAME))).toEqual(VERIFICATION_STAGES);
  expect(straightLine(definition(DECOMMISSIONING_STATE_MACHINE_NAME))).toEqual(DECOMMISSIONING_STAGES);
});

/** The Tasks of a run in which nothing fails and nobody else is at work. */
function straightLine({ StartAt, States }: Definition): string[] {
  const line: string[] = [];
  for (let name: string | undefined = StartAt; name !== undefined && line.length < 50;) {
    const state: { Type?: string; Next?: string; Default?: string; Choices?: { Next: string }[] } = States[name] ?? {};
    if (state.Type === 'Task') line.push(name);
    const isEnd = (candidate: string | undefined) => States[candidate ?? '']?.Type === 'Succeed';
    name = [state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)].find(
      (candidate) => candidate !== undefined && !isEnd(candidate),
    );
  }
  return line;
}
