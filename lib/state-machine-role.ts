import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StageFunction } from './stage-function.ts';

/** What AWS wants on `*`, since log deliveries and traces are no resources that a policy could name. */
const FORCED_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/**
 * The role of one state machine: it may invoke the functions of its own stages, in their only version, and write its logs
 * and traces. Written here because the role that CDK would make may invoke every version of them.
 */
export function stateMachineRole(scope: Construct, name: string, stages: readonly StageFunction[]): IRole {
  const stateMachineArn = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const role = new Role(scope, `${name}-role`, {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { ArnEquals: { 'aws:SourceArn': stateMachineArn } },
    }),
    inlinePolicies: {
      InvokeStages: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['lambda:InvokeFunction'],
            resources: stages.map((stage) => stage.function.functionArn),
          }),
        ],
      }),
      LogAndTrace: new PolicyDocument({
        statements: [new PolicyStatement({ actions: FORCED_ACTIONS, resources: ['*'] })],
      }),
    },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log deliveries and X-Ray segments have no resource that a policy could name; AWS takes * only.',
  });
  return role.withoutPolicyUpdates();
}
