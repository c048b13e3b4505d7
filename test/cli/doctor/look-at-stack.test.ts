import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEventBusCommand, EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../../cli/place/aws-clients.ts';
import { lookAtStack } from '../../../cli/doctor/look-at-stack.ts';
import { ALL_RULES, rule, scheduledLine } from './stack-in-order.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { ACCOUNT_PACE } from '../../../cli/place/pace.ts';
import type { Place } from '../../../cli/place/place.ts';
import { STATUS_CHANGE } from '../../../src/workflow/status-change.ts';

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
const machines = mockClient(SFNClient);
const mocks = [machines, cloudFormation, eventBridge, dynamoDb, logs, lambda, queues];

const stackIn = (StackStatus: 'CREATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE'): void => {
  const Stacks = [{ StackName: 'LabSms', CreationTime: new Date(0), StackStatus }];
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks });
};

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MINUTE_MS = 60_000;
const rulesAre = (ours: object[], onDefault: object[]): void => {
  eventBridge.on(ListRulesCommand, { EventBusName: 'lab-orgs' }).resolves({ Rules: ours });
  eventBridge.on(ListRulesCommand, { EventBusName: 'default' }).resolves({ Rules: onDefault });
};
/** The scheduled functions have said something so many minutes before now; undefined: nothing. */
const ranBefore = (minutes: { SweepLabOrgs?: number; CheckLabOrgs?: number }): void => {
  logs
    .on(FilterLogEventsCommand)
    .callsFake(({ filterPattern, startTime }: { filterPattern: string; startTime: number }) => {
      const [stage, before] = Object.entries(minutes).find(([name]) => filterPattern.includes(name)) ?? [];
      const time = NOW - (before ?? 0) * MINUTE_MS;
      if (before === undefined || time < startTime) return { events: [] };
      return { events: [{ message: scheduledLine(stage, time) }] };
    });
};
const boughtAre = (today: number, inAll: number): void => {
  const item = (size: number) => ({
    Item: { members: new Set(Array.from({ length: size }, (_, each) => `+1${each} org`)) },
  });
  dynamoDb.on(GetCommand, { Key: { genesysOrgId: 'spend#2026-11-23' } }).resolves(item(today));
  dynamoDb.on(GetCommand, { Key: { genesysOrgId: 'spend#total' } }).resolves(item(inAll));
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
  lambda
    .on(GetFunctionConfigurationCommand)
    .resolves({ Environment: { Variables: { NUMBERS_PER_DAY: '20', NUMBERS_IN_ALL: '100' } } });
  rulesAre(ALL_RULES, [rule(STATUS_CHANGE)]);
  machines.on(DescribeStateMachineCommand).resolves({ status: 'ACTIVE' });
  ranBefore({ SweepLabOrgs: 3, CheckLabOrgs: 50 });
  boughtAre(19, 99);
  queues.on(ListQueuesCommand).resolves({ QueueUrls: ['https://sqs/1/LabSms-A', 'https://sqs/1/LabSms-B'] });
  queues.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
});
afterAll(() => {
  for (const mock of mocks) mock.restore();
});

/** What is wrong or was not looked at; but for the alarms, which never are. */
const notInOrder = async (): Promise<Finding[]> =>
  (await lookAtStack(place, NOW)).filter(({ about, state }) => state !== 'ok' && about !== 'alarms');
const says = async (wanted: string): Promise<string | undefined> =>
  (await lookAtStack(place, NOW)).find(({ about }) => about === wanted)?.says;

describe('the doctor, looking at a stack', () => {
  it('finds nothing where everything is in order, and invokes nothing', async () => {
    expect(await notInOrder()).toEqual([]);
    expect(lambda.commandCalls(InvokeCommand).map(({ args }) => args[0].input.InvocationType)).toEqual(['DryRun']);
  });

  it('says how things are: what starts, when it ran last, how many numbers may be bought', async () => {
    expect(await says('rules')).toBe('5 events start what they should');
    expect(await says('schedules')).toBe('lab-sms-sweep ran 3.0 min ago; lab-sms-check ran 50.0 min ago');
    expect(await says('number limits')).toBe('19 of 20 numbers bought today (UTC), 99 of 100 in all');
  });

  it('expects nothing yet of the schedules of a stack that is minutes old', async () => {
    const CreationTime = new Date(NOW - 10 * MINUTE_MS);
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ StackName: 'LabSms', CreationTime, StackStatus: 'CREATE_COMPLETE' }] });
    ranBefore({});
    expect(await notInOrder()).toEqual([]);
    expect(await says('schedules')).toContain('lab-sms-check has yet to begin (every 60 minutes)');
  });

  it('tells where to look for alarms, which it does not ask for', async () => {
    const alarms = (await lookAtStack(place, NOW)).find(({ about }) => about === 'alarms');
    expect(alarms).toMatchObject({
      state: 'not checked',
      mend: expect.stringContaining('CloudWatch > Alarms') as string,
    });
    const there = await lookAtStack(
      { ...place, laptop: { awsUrl: '', genesysUrl: '', idle: () => Promise.resolve() } },
      NOW,
    );
    expect(there.map(({ about }) => about)).not.toContain('alarms');
  });

  it.each<[string, () => void, Partial<Finding>]>([
    [
      'a rule that somebody has switched off',
      () => {
        rulesAre([rule('Lab Org Registered', 'DISABLED'), ...ALL_RULES.slice(1)], [rule(STATUS_CHANGE)]);
      },
      {
        about: 'rules',
        says: 'disabled, so nothing is started on: Lab Org Registered',
        mend: expect.stringContaining(
          'aws events enable-rule --event-bus-name lab-orgs --name LabSms-LabOrgRegistered',
        ) as string,
      },
    ],
    [
      'a rule that somebody has deleted',
      () => {
        rulesAre(ALL_RULES, []);
      },
      { about: 'rules', says: `no rule starts anything on: ${STATUS_CHANGE}` },
    ],
    [
      'a state machine that somebody has deleted',
      () => machines.on(DescribeStateMachineCommand).rejects(failure('StateMachineDoesNotExist', 'no machine')),
      { about: 'state machines', says: 'no machine', mend: expect.stringContaining('deploy it again') as string },
    ],
    [
      'a schedule that starts nothing any more',
      () => {
        ranBefore({ SweepLabOrgs: 16, CheckLabOrgs: 50 });
      },
      { about: 'schedules', says: 'lab-sms-sweep has started nothing for 15.0 min' },
    ],
    [
      'a day on which no more numbers are bought',
      () => {
        boughtAre(20, 99);
      },
      { about: 'number limits', mend: expect.stringContaining('00:00 UTC') as string },
    ],
    [
      'the limit of all numbers',
      () => {
        boughtAre(20, 100);
      },
      { about: 'number limits', mend: expect.stringContaining('numbersInAll') as string },
    ],
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
      { about: 'dead letters', state: 'not checked', mend: expect.stringContaining('operator-policy.json') as string },
      { about: 'concurrency', state: 'not checked' },
    ]);
  });
});
