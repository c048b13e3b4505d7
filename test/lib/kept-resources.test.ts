import { synthesised, type Synthesised } from '../support/synthesised.ts';

let stack: Synthesised;

beforeAll(async () => {
  stack = await synthesised();
});

it('keeps the ledger whatever happens to the stack, on demand and with point-in-time recovery', () => {
  const tables = Object.values(stack.ofType('AWS::DynamoDB::Table'));
  expect(tables).toEqual([
    {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'lab-sms-ledger',
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        KeySchema: [{ AttributeName: 'genesysOrgId', KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        AttributeDefinitions: [{ AttributeName: 'genesysOrgId', AttributeType: 'S' }],
      },
    },
  ]);
});

it('keeps the audit trail for a year, also when the stack goes: one log group for all stages, one per machine', () => {
  const groups = Object.values(stack.ofType('AWS::Logs::LogGroup'));
  expect(groups.map(({ Properties }) => Properties.LogGroupName).sort()).toEqual([
    '/aws/vendedlogs/states/lab-sms-decommissioning',
    '/aws/vendedlogs/states/lab-sms-provisioning',
    '/aws/vendedlogs/states/lab-sms-verification',
    '/lab-sms/stages',
  ]);
  for (const group of groups) {
    expect(group).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { RetentionInDays: 365 },
    });
  }
});

it('makes no secret: each org brings its own', () => {
  expect(stack.ofType('AWS::SecretsManager::Secret')).toEqual({});
});

it('needs nothing that runs or waits at a price: no function of the CDK, no custom resource', () => {
  const types = Object.values(stack.template.Resources).map(({ Type }) => Type);
  expect([...new Set(types)].sort()).toEqual([
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::DynamoDB::Table',
    'AWS::Events::EventBus',
    'AWS::Events::Rule',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::Logs::QueryDefinition',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::Scheduler::Schedule',
    'AWS::StepFunctions::StateMachine',
  ]);
});
