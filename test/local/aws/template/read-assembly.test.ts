import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../../local/aws/template/read-assembly.ts';
import { lambdaFunction, schedule, writeAssembly, type Resources } from '../fixture/assembly.ts';
import { fixtureStack } from '../fixture/stack.ts';

describe('reading a cloud assembly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-sms-assembly-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  let count = 0;
  const read = (resources: Resources) => readAssembly(writeAssembly(join(folder, String((count += 1))), resources));

  it('gives each function its code, environment, limits and log group', () => {
    const echo = read(fixtureStack()).functions.find(({ name }) => name === 'fixture-echo');
    expect(echo).toMatchObject({
      arn: 'arn:aws:lambda:eu-central-1:000000000000:function:fixture-echo',
      handler: 'echo.handler',
      timeoutSeconds: 10,
      memorySizeMb: 128,
      environment: { TABLE: 'fixture-ledger', QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:fixture-dead-letters' },
      logGroupName: '/fixture/stages',
      asynchronous: { maximumRetryAttempts: 2 },
    });
    expect(echo?.codeFolder.endsWith('handlers')).toBe(true);
  });

  it('joins the definition of a state machine and finds its log group', () => {
    const [machine] = read(fixtureStack()).stateMachines;
    expect(machine?.definition.StartAt).toBe('Work');
    expect(JSON.stringify(machine?.definition)).toContain(
      'arn:aws:lambda:eu-central-1:000000000000:function:fixture-unsteady',
    );
    expect(machine?.logging).toEqual({
      logGroupName: '/aws/vendedlogs/states/fixture',
      level: 'ALL',
      includeExecutionData: false,
    });
  });

  it('puts a rule on its bus with its pattern, target, dead-letter queue and retry policy', () => {
    const rules = read(fixtureStack()).rules;
    expect(rules.map(({ name, busName }) => [name, busName])).toEqual([
      ['start-work', 'fixture-bus'],
      ['status-change', 'default'],
    ]);
    expect(rules[0]?.targets[0]).toMatchObject({
      arn: 'arn:aws:states:eu-central-1:000000000000:stateMachine:fixture-work',
      deadLetterQueueArn: 'arn:aws:sqs:eu-central-1:000000000000:fixture-dead-letters',
      maximumEventAgeSeconds: 3600,
      maximumRetryAttempts: 185,
    });
  });

  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(2 hours)', 7200],
    ['rate(1 day)', 86_400],
  ])('reads how often a schedule fires: %s', (ScheduleExpression, periodSeconds) => {
    const resources: Resources = { ...fixtureStack(), Odd: schedule({ ScheduleExpression, State: 'DISABLED' }) };
    expect(read(resources).schedules).toEqual([
      {
        name: 'fixture-schedule',
        arn: 'arn:aws:scheduler:eu-central-1:000000000000:schedule/default/fixture-schedule',
        isEnabled: false,
        periodSeconds,
        targetArn: 'arn:aws:lambda:eu-central-1:000000000000:function:fixture-echo',
        input: '{"from":"schedule"}',
      },
    ]);
  });

  it('names what the template leaves unnamed always the same', () => {
    const resources: Resources = { Nameless: lambdaFunction('echo', { LoggingConfig: {} }) };
    const [first] = read(resources).functions;
    const [second] = read(resources).functions;
    expect(first?.name).toMatch(/^Fixture-Nameless-[0-9A-F]{12}$/);
    expect(second?.name).toBe(first?.name);
    expect(first?.logGroupName).toBe(`/aws/lambda/${first?.name ?? ''}`);
  });

  it.each<[string, Resources[string], string]>([
    [
      'a kind of resource it does not know',
      { Type: 'AWS::SES::Template' },
      'Fixture.Odd: the local world does not simulate AWS::SES::Template',
    ],
    [
      'a scheduled rule',
      { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 hour)' } },
      'Fixture.Odd.ScheduleExpression',
    ],
    ['a schedule that is no rate', schedule({ ScheduleExpression: 'cron(0 5 * * ? *)' }), 'only rates are simulated'],
    ['a schedule of no minutes', schedule({ ScheduleExpression: 'rate(0 minutes)' }), 'only rates are simulated'],
    [
      'a flexible window',
      schedule({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }),
      'Fixture.Odd.FlexibleTimeWindow.Mode',
    ],
    ['a schedule with an end', schedule({ EndDate: '2027-01-01T00:00:00Z' }), 'Fixture.Odd.EndDate: not simulated'],
    ['a schedule without an input', schedule({ Target: { Arn: 'arn', RoleArn: 'arn' } }), 'Fixture.Odd.Target.Input'],
    [
      'an express state machine',
      { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineType: 'EXPRESS' } },
      'only STANDARD',
    ],
    [
      'a runtime that is not Node.js',
      lambdaFunction('echo', { Runtime: 'python3.14' }),
      'Fixture.Odd.Runtime: cannot run python3.14',
    ],
    ['code that is not in the assembly', lambdaFunction('echo', { Code: { S3Key: 'gone.zip' } }), 'no asset gone.zip'],
  ])('refuses %s, naming it', (_title, resource, message) => {
    expect(() => read({ ...fixtureStack(), Odd: resource })).toThrow(message);
  });
});
