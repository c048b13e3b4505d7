import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { PLAN_FUNCTION_NAME, STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import type { Place } from '../place/place.ts';
import { describeStack } from '../place/stack-parts.ts';
import { lookAt, notChecked, notOk, type Finding, type Seen } from './finding.ts';
import { lookAtConcurrency, lookAtNumberLimits } from './look-at-limits.ts';
import { lookAtRules } from './look-at-rules.ts';
import { lookAtSchedules } from './look-at-schedules.ts';
import { DEPLOY_AGAIN, MAKE_ANEW } from './mends.ts';

/** How the last deployment of a stack has ended well. */
const IN_ORDER = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'];

/** What of a stack is looked at, in that order. */
export const STACK_PARTS = [
  'stack',
  'bus',
  'rules',
  'state machines',
  'functions',
  'schedules',
  'ledger',
  'logs',
  'dead letters',
  'number limits',
] as const;
type StackPart = (typeof STACK_PARTS)[number];

/** Looks at the stack and its parts, and in an AWS account at what this machine has not: a quota, alarms. */
export async function lookAtStack(place: Place, now = Date.now()): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const part of STACK_PARTS) findings.push(await lookAt(part, () => unlessGone(() => LOOKS[part](place, now))));
  if (place.laptop !== undefined) return findings;
  return [
    ...findings,
    await lookAt('concurrency', () => lookAtConcurrency(place)),
    await lookAt('alarms', () =>
      notChecked(
        'lab-sms does not ask CloudWatch',
        'In the console: CloudWatch > Alarms, those named lab-sms-*: is one in alarm? SNS > Subscriptions: is every address confirmed?',
      ),
    ),
  ];
}

const LOOKS: Readonly<Record<StackPart, (place: Place, now: number) => Promise<Seen>>> = {
  stack: async ({ clients, parts }) => {
    const { StackStatus: status = 'unknown' } = (await describeStack(clients.cloudFormation, parts.stackName)) ?? {};
    const where = `${parts.stackName} in ${parts.region}`;
    return IN_ORDER.includes(status)
      ? `${where}, ${status}`
      : notOk(`${where} is ${status}: its last deployment has not ended well`, DEPLOY_AGAIN);
  },
  bus: async ({ clients, parts }) => {
    await clients.eventBridge.send(new DescribeEventBusCommand({ Name: parts.eventBusName }));
    return parts.eventBusName;
  },
  rules: lookAtRules,
  'state machines': async ({ clients, parts }) => {
    for (const name of STATE_MACHINE_NAMES) {
      const stateMachineArn = parts.stateMachineArns[name];
      const { status } = await clients.stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }));
      if (status !== 'ACTIVE') return notOk(`${name} is ${status ?? 'unknown'}`, MAKE_ANEW);
    }
    return `${STATE_MACHINE_NAMES.length}, all active`;
  },
  schedules: lookAtSchedules,
  ledger: async ({ clients, parts }) => {
    const { Table } = await clients.dynamoDb.send(new DescribeTableCommand({ TableName: parts.ledgerTableName }));
    return Table?.TableStatus === 'ACTIVE'
      ? parts.ledgerTableName
      : notOk(`${parts.ledgerTableName} is ${Table?.TableStatus ?? 'unknown'}`, 'Wait a minute and look again.');
  },
  logs: async ({ clients, parts }) => {
    const { stageLogGroupName: name } = parts;
    const { logGroups } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const isThere = logGroups?.some(({ logGroupName }) => logGroupName === name) ?? false;
    return isThere ? name : notOk(`${name} is not there`, MAKE_ANEW);
  },
  functions: async ({ clients }) => {
    // A dry run asks whether the function is there and may be invoked, and invokes nothing.
    await clients.lambda.send(new InvokeCommand({ FunctionName: PLAN_FUNCTION_NAME, InvocationType: 'DryRun' }));
    return `${PLAN_FUNCTION_NAME} can be invoked`;
  },
  'dead letters': lookAtDeadLetters,
  'number limits': lookAtNumberLimits,
};

async function lookAtDeadLetters({ clients, parts }: Place): Promise<Seen> {
  const full: string[] = [];
  let queues = 0;
  const pages = paginateListQueues(
    { client: clients.queues },
    { QueueNamePrefix: `${parts.stackName}-`, MaxResults: 100 },
  );
  for await (const { QueueUrls = [] } of pages)
    for (const QueueUrl of QueueUrls) {
      queues += 1;
      const { Attributes } = await clients.queues.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      const messages = Attributes?.ApproximateNumberOfMessages ?? '0';
      if (messages !== '0') full.push(`${QueueUrl.split('/').at(-1) ?? QueueUrl} (${messages})`);
    }
  return full.length === 0
    ? `${queues} queues, all empty`
    : notOk(
        `not empty: ${full.join(', ')}`,
        'Look at what is in them (aws sqs receive-message), mend its cause, send the event again and delete the message.',
      );
}

/** What the stack has made and AWS does not know was deleted, or the stack is older than this lab-sms. */
async function unlessGone(look: () => Promise<Seen>): Promise<Seen> {
  try {
    return await look();
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ResourceNotFoundException' && name !== 'StateMachineDoesNotExist') throw error;
    return notOk(message, message.includes(PLAN_FUNCTION_NAME) ? DEPLOY_AGAIN : MAKE_ANEW);
  }
}
