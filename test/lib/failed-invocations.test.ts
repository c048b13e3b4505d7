import { RULE_TARGETS, SCHEDULE_TARGETS } from '../../src/workflow/stages.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

interface InvokeConfig {
  FunctionName: unknown;
  Qualifier: string;
  MaximumEventAgeInSeconds: number;
  MaximumRetryAttempts: number;
  DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [string, string] } } };
}

let stack: Synthesised;
let configs: InvokeConfig[];

beforeAll(async () => {
  stack = await synthesised();
  configs = Object.values(stack.ofType('AWS::Lambda::EventInvokeConfig')).map(
    ({ Properties }) => Properties as unknown as InvokeConfig,
  );
});

const queueOf = (config: InvokeConfig): string => config.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0];

it('keeps the failed invocations of everything that a rule or a schedule starts, and of nothing else', () => {
  expect(configs.map(({ FunctionName }) => stack.text(FunctionName)).sort()).toEqual(
    [...RULE_TARGETS, ...SCHEDULE_TARGETS].map((stage) => `lab-sms-${stage}`).sort(),
  );
});

it('tries the record of a failure three times within an hour, and a sweep or a check once before the next is due', () => {
  const tries = Object.fromEntries(
    configs.map(({ FunctionName, MaximumEventAgeInSeconds, MaximumRetryAttempts }) => [
      stack.text(FunctionName),
      [MaximumRetryAttempts, MaximumEventAgeInSeconds],
    ]),
  );
  expect(tries).toEqual({
    'lab-sms-RecordFailure': [2, 3600],
    'lab-sms-SweepLabOrgs': [0, 240],
    'lab-sms-CheckLabOrgs': [0, 3000],
  });
});

it('has a queue of its own for each: encrypted, kept for 14 days, over TLS only', () => {
  const queues = configs.map(queueOf);
  expect(new Set(queues).size).toBe(queues.length);
  for (const queue of queues) {
    expect(stack.ofType('AWS::SQS::Queue')[queue]?.Properties).toEqual({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
    const policies = Object.values(stack.ofType('AWS::SQS::QueuePolicy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Queues).includes(`"${queue}"`),
    );
    expect(policies.map(({ Properties }) => Properties.PolicyDocument)).toMatchObject([
      {
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    ]);
  }
});
