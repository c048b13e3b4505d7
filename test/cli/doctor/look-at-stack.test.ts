import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAccountSettingsCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../../cli/place/aws-clients.ts';
import { lookAtStack } from '../../../cli/doctor/look-at-stack.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { ACCOUNT_PACE } from '../../../cli/place/pace.ts';
import type { Place } from '../../../cli/place/place.ts';

const credentials = { accessKeyId: 'made-up', secretAccessKey: 'made-up' };
const place: Place = {
  clients: awsClients({ endpoint: 'http://127.0.0.1:9', region: 'eu-central-1', credentials }),
  parts: {
    stackName: 'LabSms',
    account: '000000000000',
    region: 'eu-central-1',
    eventBusName: 'lab-orgs',
    ledgerTableName: 'lab-sms-ledger',
    stageLogGroupName: '/lab-sms/stages',
    stateMachineArns: { 'lab-sms-provisioning': '', 'lab-sms-verification': '', 'lab-sms-decommissioning': '' },
  },
  pace: ACCOUNT_PACE,
  laptop: undefined,
  close: () => Promise.resolve(),
};

const cloudFormation = mockClient(CloudFormationClient);
const eventBridge = mockClient(EventBridgeClient);
const dynamoDb = mockClient(DynamoDBDocumentClient);
const logs = mockClient(CloudWatchLogsClient);
const lambda = mockClient(LambdaClient);
const queues = mockClient(SQSClient);
const mocks = [cloudFormation, eventBridge, dynamoDb, logs, lambda, queues];

const stackIn = (StackStatus: 'CREATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE'): void => {
  const Stacks = [{ StackName: 'LabSms', CreationTime: new Date(0), StackStatus }];
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks });
};
const failure = (name: string, message = name): Error => Object.assign(new Error(message), { name, $metadata: {} });

beforeEach(() => {
  for (const mock of mocks) mock.reset();
  stackIn('CREATE_COMPLETE');
  eventBridge.on(DescribeEventBusCommand).resolves({});
  dynamoDb.on(DescribeTableCommand as never).resolves({ Table: { TableStatus: 'ACTIVE' } } as never);
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/lab-sms/stages' }] });
  lambda.on(InvokeCommand).resolves({ StatusCode: 204 });
  lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 1_000 } });
  queues.on(ListQueuesCommand).resolves({ QueueUrls: ['https://sqs/1/LabSms-A', 'https://sqs/1/LabSms-B'] });
  queues.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
});
afterAll(() => {
  for (const mock of mocks) mock.restore();
});

const notInOrder = async (): Promise<Finding[]> => (await lookAtStack(place)).filter(({ state }) => state !== 'ok');

describe('the doctor, looking at a stack', () => {
  it('finds nothing where everything is in order, and invokes nothing', async () => {
    expect(await notInOrder()).toEqual([]);
    expect(lambda.commandCalls(InvokeCommand).map(({ args }) => args[0].input.InvocationType)).toEqual(['DryRun']);
  });

  it.each<[string, () => void, Partial<Finding>]>([
    [
      'a deployment that was rolled back',
      () => {
        stackIn('UPDATE_ROLLBACK_COMPLETE');
      },
      { about: 'stack', mend: 'Bring the stack up to date: npm run deploy.' },
    ],
    [
      'a bus that somebody has deleted',
      () => eventBridge.on(DescribeEventBusCommand).rejects(failure('ResourceNotFoundException', 'no bus')),
      { about: 'bus', says: 'no bus', mend: expect.stringContaining('deploy it again') as string },
    ],
    [
      'a ledger that is not ready',
      () => dynamoDb.on(DescribeTableCommand as never).resolves({ Table: { TableStatus: 'UPDATING' } } as never),
      { about: 'ledger', says: 'lab-sms-ledger is UPDATING' },
    ],
    [
      'a log group that is gone',
      () => logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] }),
      { about: 'logs' },
    ],
    [
      'a stack from before there were plans',
      () =>
        lambda.on(InvokeCommand).rejects(failure('ResourceNotFoundException', 'Function lab-sms-PlanLabOrg not found')),
      { about: 'functions', mend: 'Bring the stack up to date: npm run deploy.' },
    ],
    [
      'a dead-letter queue with something in it',
      () =>
        queues
          .on(GetQueueAttributesCommand, { QueueUrl: 'https://sqs/1/LabSms-B' })
          .resolves({ Attributes: { ApproximateNumberOfMessages: '2' } }),
      { about: 'dead letters', says: 'not empty: LabSms-B (2)' },
    ],
    [
      'a small account',
      () => lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 10 } }),
      { about: 'concurrency', mend: expect.stringContaining('Service Quotas') as string },
    ],
  ])('says what to do about %s', async (_what, breakIt, finding) => {
    breakIt();
    expect(await notInOrder()).toEqual([expect.objectContaining({ state: 'not ok', ...finding })]);
  });

  it('says what it may not look at, which is no illness', async () => {
    queues.on(ListQueuesCommand).rejects(failure('AccessDenied'));
    lambda.on(GetAccountSettingsCommand).rejects(failure('AccessDeniedException'));
    expect(await notInOrder()).toMatchObject([
      { about: 'dead letters', state: 'not checked', mend: null },
      { about: 'concurrency', state: 'not checked', mend: null },
    ]);
  });
});
