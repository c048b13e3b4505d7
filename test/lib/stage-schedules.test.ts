import { rightsOf } from '../../scripts/security-table.ts';
import { synthesised, type Resource, type Synthesised } from '../support/synthesised.ts';

let stack: Synthesised;
let schedule: Resource;

interface Target {
  Arn: unknown;
  RoleArn: { 'Fn::GetAtt': [string, string] };
  Input: string;
  RetryPolicy: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  DeadLetterConfig: { Arn: { 'Fn::GetAtt': [string, string] } };
}

beforeAll(async () => {
  stack = await synthesised();
  schedule = stack.named('AWS::Scheduler::Schedule', 'lab-sms-sweep');
});

const target = (): Target => schedule.Properties.Target as Target;

it('starts the sweep every five minutes, and there is no other schedule', () => {
  expect(Object.keys(stack.ofType('AWS::Scheduler::Schedule'))).toHaveLength(1);
  expect(schedule.Properties).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
  });
  expect(stack.text(target().Arn)).toBe('lab-sms-SweepLabOrgs');
});

it('gives a start up before the next one is due, and a sweep ends before that too', () => {
  const { RetryPolicy } = target();
  expect(RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 240, MaximumRetryAttempts: 3 });
  expect(stack.named('AWS::Lambda::Function', 'lab-sms-SweepLabOrgs').Properties.Timeout).toBeLessThan(300);
});

it('has a role of its own, for its schedule group only, that may invoke the sweep and report what it could not', () => {
  const [roleId] = target().RoleArn['Fn::GetAtt'];
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
  const [queueId] = target().DeadLetterConfig.Arn['Fn::GetAtt'];
  expect(allowed.sort()).toEqual([
    'lambda:InvokeFunction lab-sms-SweepLabOrgs',
    `sqs:SendMessage ${queueId.replace(/[0-9A-F]{8}$/, '')}`,
  ]);
});
