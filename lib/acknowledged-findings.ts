import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SECRET_NAME_PREFIX, STATE_MACHINE_NAMES } from '../src/workflow/names.ts';

const HERE = 'arn:<AWS::Partition>:';
const PLACE = '<AWS::Region>:<AWS::AccountId>';

/** What cdk-nag says of every stage's function, and why it stays: each finding by itself, since none is matched by prefix. */
const OF_STAGES: readonly { id: string; reason: string }[] = [
  {
    id: `AwsSolutions-IAM5[Resource::${HERE}secretsmanager:${PLACE}:secret:${SECRET_NAME_PREFIX}*]`,
    reason:
      'The secrets are made per org and outside the stack; their prefix is as narrow as IAM can be. Only stages that call Genesys have it.',
  },
  ...STATE_MACHINE_NAMES.map((name) => ({
    id: `AwsSolutions-IAM5[Resource::${HERE}states:${PLACE}:execution:${name}:*]`,
    reason: 'Executions have names that nobody knows in advance; the machine is named.',
  })),
  {
    id: 'Serverless-LambdaDLQ',
    reason:
      'State machines invoke their stages synchronously, where a dead-letter queue is never used; what a rule or a schedule starts has a failure destination.',
  },
  {
    id: 'Serverless-LambdaTracing',
    reason:
      'The state machines are traced, stage by stage; a function would need X-Ray actions on * for what its log lines say already.',
  },
];

/** Acknowledges what is known of a stage's function. */
export function acknowledgeStageFindings(scope: Construct): void {
  Validations.of(scope).acknowledge(...OF_STAGES);
}
