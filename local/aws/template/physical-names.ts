import { createHash } from 'node:crypto';
import { ACCOUNT_ID, arn, REGION } from '../identity.ts';
import type { ResourceIdentity } from './intrinsics.ts';

interface Naming {
  /** The property that holds the name, when the template gives one. */
  nameProperty: string;
  identity(name: string, busName: string): ResourceIdentity;
}

/** How each kind of resource is named and referred to: what `Ref` and `Fn::GetAtt` give for it. */
export const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    identity: (name) => ({ ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }),
  },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    identity: (name) => {
      const machineArn = arn('states', `stateMachine:${name}`);
      return { ref: machineArn, attributes: { Arn: machineArn, Name: name } };
    },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    identity: (name) => ({ ref: name, attributes: { Arn: arn('events', `event-bus/${name}`), Name: name } }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identity: (name, busName) => {
      const onDefault = busName === 'default';
      return {
        ref: onDefault ? name : `${busName}|${name}`,
        attributes: { Arn: arn('events', onDefault ? `rule/${name}` : `rule/${busName}/${name}`) },
      };
    },
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    identity: (name) => ({ ref: name, attributes: { Arn: arn('scheduler', `schedule/default/${name}`) } }),
  },
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    identity: (name) => ({ ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } }),
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identity: (name) => ({
      ref: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/${name}`,
      attributes: { Arn: arn('sqs', name), QueueName: name },
    }),
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    identity: (name) => ({ ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } }),
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    identity: (name) => ({ ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT_ID}:role/${name}` } }),
  },
};

/** The name of a resource to which the template gives none: always the same for the same stack and logical id. */
export function generatedName(stackName: string, logicalId: string): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  return `${stackName.slice(0, 20)}-${logicalId.slice(0, 30)}-${hash}`;
}
