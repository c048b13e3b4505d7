import { STACK_NAME } from '../lib/stack-name.ts';
import {
  BUYING_FUNCTION_NAME,
  EVENT_BUS_NAME,
  LEDGER_TABLE_NAME,
  PLAN_FUNCTION_NAME,
  SECRET_NAME_PREFIX,
  STAGE_LOG_GROUP_NAME,
  STATE_MACHINE_NAMES,
  stateMachineLogGroupName,
} from '../src/workflow/names.ts';
import { DECOMMISSION_REQUESTED, LAB_ORGS_SOURCE, REGISTERED, VERIFICATION_REQUESTED } from '../src/workflow/events.ts';

/** A statement of an identity policy. */
export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Action: readonly string[];
  Resource: string | readonly string[];
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An identity policy, valid in every account and region: it names resources by their fixed names. */
export interface Policy {
  Version: '2012-10-17';
  Statement: readonly PolicyStatement[];
}

const inAccount = (service: string, resource: string): string => `arn:*:${service}:*:*:${resource}`;
const executions = STATE_MACHINE_NAMES.map((name) => inAccount('states', `execution:${name}:*`));
const machines = STATE_MACHINE_NAMES.map((name) => inAccount('states', `stateMachine:${name}`));
const logGroups = [STAGE_LOG_GROUP_NAME, ...STATE_MACHINE_NAMES.map(stateMachineLogGroupName)];

const READ: readonly PolicyStatement[] = [
  {
    Sid: 'ReadExecutions',
    Effect: 'Allow',
    Action: ['states:DescribeExecution', 'states:GetExecutionHistory'],
    Resource: executions,
  },
  {
    Sid: 'ListExecutions',
    Effect: 'Allow',
    Action: ['states:DescribeStateMachine', 'states:ListExecutions'],
    Resource: machines,
  },
  {
    Sid: 'ReadLedger',
    Effect: 'Allow',
    Action: ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Scan'],
    Resource: inAccount('dynamodb', `table/${LEDGER_TABLE_NAME}`),
  },
  {
    Sid: 'ReadLogs',
    Effect: 'Allow',
    Action: ['logs:FilterLogEvents', 'logs:StartQuery'],
    Resource: logGroups.map((name) => inAccount('logs', `log-group:${name}:*`)),
  },
  {
    Sid: 'ReadStack',
    Effect: 'Allow',
    Action: ['cloudformation:DescribeStacks'],
    Resource: inAccount('cloudformation', `stack/${STACK_NAME}/*`),
  },
  {
    Sid: 'ReadBus',
    Effect: 'Allow',
    Action: ['events:DescribeEventBus'],
    Resource: inAccount('events', `event-bus/${EVENT_BUS_NAME}`),
  },
  {
    Sid: 'ReadNumberLimits',
    Effect: 'Allow',
    Action: ['lambda:GetFunctionConfiguration'],
    Resource: inAccount('lambda', `function:${BUYING_FUNCTION_NAME}`),
  },
  {
    Sid: 'ReadDashboardAndAlarms',
    Effect: 'Allow',
    Action: ['cloudwatch:DescribeAlarmHistory', 'cloudwatch:GetDashboard'],
    Resource: [inAccount('cloudwatch', 'alarm:lab-sms-*'), inAccount('cloudwatch', 'dashboard/lab-sms')],
  },
  {
    Sid: 'ReadWhatAwsGivesForEverythingOnly',
    Effect: 'Allow',
    Action: [
      ...[
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetMetricData',
        'cloudwatch:ListDashboards',
        'cloudwatch:ListMetrics',
      ],
      ...['events:ListRules', 'lambda:GetAccountSettings'],
      ...['logs:DescribeLogGroups', 'logs:DescribeQueryDefinitions', 'logs:GetQueryResults'],
      ...['sqs:ListQueues', 'states:ListStateMachines'],
    ],
    Resource: '*',
  },
  {
    Sid: 'ReadWhoMayReadCredentials',
    Effect: 'Allow',
    Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
    Resource: inAccount('secretsmanager', `secret:${SECRET_NAME_PREFIX}*`),
  },
  {
    Sid: 'CountDeadLetters',
    Effect: 'Allow',
    Action: ['sqs:GetQueueAttributes'],
    Resource: inAccount('sqs', `${STACK_NAME}-*`),
  },
];

/** Whoever audits: reads executions, ledger and logs, changes nothing, and sees no secret. */
export const AUDITOR_POLICY: Policy = { Version: '2012-10-17', Statement: READ };

/**
 * Whoever runs it: what an auditor may, and stores credentials without reading them, asks by event, starts,
 * redrives, works through dead letters.
 */
export const OPERATOR_POLICY: Policy = {
  Version: '2012-10-17',
  Statement: [
    ...READ,
    {
      Sid: 'AskByEvent',
      Effect: 'Allow',
      Action: ['events:PutEvents'],
      Resource: inAccount('events', `event-bus/${EVENT_BUS_NAME}`),
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': LAB_ORGS_SOURCE,
          'events:detail-type': [REGISTERED, VERIFICATION_REQUESTED, DECOMMISSION_REQUESTED],
        },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    },
    { Sid: 'StartByHand', Effect: 'Allow', Action: ['states:StartExecution'], Resource: machines },
    {
      Sid: 'Plan',
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: inAccount('lambda', `function:${PLAN_FUNCTION_NAME}`),
    },
    {
      Sid: 'StopAndRedrive',
      Effect: 'Allow',
      Action: ['states:RedriveExecution', 'states:StopExecution'],
      Resource: executions,
    },
    {
      Sid: 'StoreCredentials',
      Effect: 'Allow',
      Action: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:PutResourcePolicy',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RestoreSecret',
      ],
      Resource: inAccount('secretsmanager', `secret:${SECRET_NAME_PREFIX}*`),
    },
    {
      Sid: 'ClearDeadLetters',
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:PurgeQueue', 'sqs:ReceiveMessage'],
      Resource: inAccount('sqs', `${STACK_NAME}-*`),
    },
  ],
};
