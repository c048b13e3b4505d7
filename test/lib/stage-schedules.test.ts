import { rightsOf } from '../../scripts/security-table.ts';
import { SCHEDULE_TARGETS } from '../../src/workflow/stages.ts';
import { synthesised, type Resource, type Synthesised } from '../support/synthesised.ts';

let stack: Synthesised;

interface Target {
  Arn: unknown;
  RoleArn: { 'Fn::GetAtt': [string, string] };
  Input: string;
  RetryPolicy: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  DeadLetterConfig: { Arn: { 'Fn::GetAtt': [string, string] } };
}

/** Each schedule, what it starts, how often, and when a start that is late is given up. */
const SCHEDULES = [
  ['lab-sms-sweep', 'SweepLabOrgs', 'rate(5 minutes)', 300, 240],
  ['lab-sms-check', 'CheckLabOrgs', 'rate(1 hour)', 3600, 3540],
] as const;

beforeAll(async () => {
  stack = await synthesised();
});

const schedule = (name: string): Resource => stack.named('AWS::Scheduler::Schedule', name);
const target = (name: string): Target => schedule(name).Properties.Target as Target;

it('has a schedule for every stage that one starts, and no other', () => {
  expect(SCHEDULES.map(([, stage]) => stage)).toEqual(SCHEDULE_TARGETS);
  expect(Object.keys(stack.ofType('AWS::Scheduler::Schedule'))).toHaveLength(SCHEDULES.length);
});

describe.each(SCHEDULES)('the schedule %s', (name, stage, rate, periodSeconds, givenUpAfterSeconds) => {
  it(`starts ${stage} at the ${rate}`, () => {
    expect(schedule(name).Properties).toMatchObject({
      ScheduleExpression: rate,
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(stack.text(target(name).Arn)).toBe(`lab-sms-${stage}`);
  });

  it('gives a start up before the next one is due, and a run ends before that too', () => {
    expect(target(name).RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: givenUpAfterSeconds,
      MaximumRetryAttempts: 3,
    });
    expect(stack.named('AWS::Lambda::Function', `lab-sms-${stage}`).Properties.Timeout).toBeLessThan(periodSeconds);
  });

  it('has a role of its own, for its schedule group only, that may invoke its stage and report what it could not', () => {
    const [roleId] = target(name).RoleArn['Fn::GetAtt'];
    const [trust] = (
      stack.ofType('AWS::IAM::Role')[roleId]?.Properties.AssumeRolePolicyDocument as { Statement: unknown[] }
    ).Statement;
    expect(trust).toMatchObject({
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(JSON.stringify(trust)).toContain(':schedule-group/default');
    const rights = rightsOf(stack.template).filter(({ role }) => roleId.startsWith(role));
    const allowed = rights.map(({ action, resource }) => `${action} ${resource}`);
    const [queueId] = target(name).DeadLetterConfig.Arn['Fn::GetAtt'];
    expect(allowed.sort()).toEqual([
      `lambda:InvokeFunction lab-sms-${stage}`,
      `sqs:SendMessage ${queueId.replace(/[0-9A-F]{8}$/, '')}`,
    ]);
  });
});
