import { synthesised, type Resource, type Synthesised } from '../support/synthesised.ts';

/** A rule with its target, references as names. */
interface ReadRule {
  id: string;
  bus: string | undefined;
  pattern: Record<string, unknown>;
  targets: Target[];
}

interface Target {
  Arn: unknown;
  RoleArn?: unknown;
  DeadLetterConfig?: { Arn: { 'Fn::GetAtt': [string, string] } };
  RetryPolicy?: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  InputTransformer?: { InputPathsMap: Record<string, string>; InputTemplate: string };
}

let stack: Synthesised;
let rules: ReadRule[];

beforeAll(async () => {
  stack = await synthesised();
  rules = Object.entries(stack.ofType('AWS::Events::Rule')).map(([id, { Properties }]) => ({
    id,
    bus: Properties.EventBusName === undefined ? undefined : stack.text(Properties.EventBusName),
    pattern: Properties.EventPattern as Record<string, unknown>,
    targets: Properties.Targets as Target[],
  }));
});

function ruleOn(detailType: string): ReadRule {
  const found = rules.find(({ pattern }) => (pattern['detail-type'] as string[]).includes(detailType));
  if (found === undefined) throw new Error(`no rule listens to ${detailType}`);
  return found;
}

/** The input of a rule's one target, with the paths of the event in their places. */
function inputOf({ targets }: ReadRule): unknown {
  const { InputPathsMap = {}, InputTemplate = 'null' } = targets[0]?.InputTransformer ?? {};
  return JSON.parse(InputTemplate.replaceAll(/<([^>]+)>/g, (_, name: string) => JSON.stringify(InputPathsMap[name])));
}

it('has five rules with one target each, and one event bus', () => {
  expect(rules.map(({ targets }) => targets.length)).toEqual([1, 1, 1, 1, 1]);
  expect(Object.values(stack.ofType('AWS::Events::EventBus')).map(({ Properties }) => Properties.Name)).toEqual([
    'lab-orgs',
  ]);
});

it.each([
  {
    detailType: 'Lab Org Registered',
    source: 'lab.orgs',
    starts: 'lab-sms-provisioning',
    input: { registration: '$.detail', eventId: '$.id', eventTime: '$.time' },
  },
  {
    detailType: 'Lab Org SMS Verification Requested',
    source: 'lab.orgs',
    starts: 'lab-sms-verification',
    input: { request: '$.detail', eventId: '$.id', eventTime: '$.time' },
  },
  {
    detailType: 'Lab Org Decommission Requested',
    source: 'lab.orgs',
    starts: 'lab-sms-decommissioning',
    input: { request: '$.detail', eventId: '$.id', eventTime: '$.time' },
  },
  {
    detailType: 'Lab Org SMS Provisioned',
    source: 'lab.sms',
    starts: 'lab-sms-verification',
    input: {
      request: { genesysOrgId: '$.detail.genesysOrgId', provisionedBy: '$.detail.executionArn' },
      eventId: '$.id',
      eventTime: '$.time',
    },
  },
])('starts $starts on "$detailType" of $source', ({ detailType, source, starts, input }) => {
  const rule = ruleOn(detailType);
  expect(rule.bus).toBe('lab-orgs');
  expect(rule.pattern).toEqual({ source: [source], 'detail-type': [detailType] });
  expect(stack.text(rule.targets[0]?.Arn)).toBe(starts);
  expect(inputOf(rule)).toEqual(input);
});

it('lets EventBridge start the state machines and nothing else', () => {
  const roles = new Set(rules.flatMap(({ targets }) => targets.map(({ RoleArn }) => RoleArn ?? [])).flat());
  const policies = Object.values(stack.ofType('AWS::IAM::Policy')).filter(({ Properties }) =>
    (Properties.Roles as unknown[]).some((role) => [...roles].some((used) => stack.text(used) === stack.text(role))),
  );
  const allowed = policies.flatMap(({ Properties }) => {
    const { Statement } = Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] };
    return Statement.map(({ Action, Resource: resource }) => `${String(Action)} ${stack.text(resource)}`);
  });
  expect(allowed.sort()).toEqual([
    'states:StartExecution lab-sms-decommissioning',
    'states:StartExecution lab-sms-provisioning',
    'states:StartExecution lab-sms-verification',
  ]);
});

it('listens to failed executions of every machine on the default bus, and hands RecordFailure the whole event', () => {
  const rule = ruleOn('Step Functions Execution Status Change');
  expect(rule.bus).toBeUndefined();
  const { detail, ...pattern } = rule.pattern as { detail: { stateMachineArn: unknown[]; status: string[] } };
  expect(pattern).toEqual({ source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'] });
  expect(detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
  expect(detail.stateMachineArn.map((arn) => stack.text(arn))).toEqual([
    'lab-sms-provisioning',
    'lab-sms-verification',
    'lab-sms-decommissioning',
  ]);
  expect(stack.text(rule.targets[0]?.Arn)).toBe('lab-sms-RecordFailure');
  expect(rule.targets[0]).not.toHaveProperty('InputTransformer');
});

it('lets this one rule invoke RecordFailure, and nobody invoke another stage', () => {
  const permissions = Object.values(stack.ofType('AWS::Lambda::Permission')).map(({ Properties }) => Properties);
  expect(
    permissions.map(({ Action, Principal, FunctionName, SourceArn }) => ({
      Action,
      Principal,
      function: stack.text(FunctionName),
      rule: stack.text(SourceArn),
    })),
  ).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      function: 'lab-sms-RecordFailure',
      rule: ruleOn('Step Functions Execution Status Change').id,
    },
  ]);
});

describe('what could not be delivered', () => {
  it('is given up after an hour, and lies in a queue of its own per rule', () => {
    const targets = rules.flatMap((rule) => rule.targets);
    for (const { RetryPolicy } of targets)
      expect(RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 });
    const queues = targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn['Fn::GetAtt'][0]);
    expect(new Set(queues).size).toBe(5);
    expect(queues.sort()).toEqual(Object.keys(stack.ofType('AWS::SQS::Queue')).sort());
  });

  it('is kept for 14 days, encrypted', () => {
    for (const queue of Object.values(stack.ofType('AWS::SQS::Queue')))
      expect(queue.Properties).toEqual({ MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true });
  });

  it('is reached over TLS only, and written by its own rule only', () => {
    for (const rule of rules) {
      const queueId = rule.targets[0]?.DeadLetterConfig?.Arn['Fn::GetAtt'][0] ?? '';
      const [secure, send, ...others] = statementsOf(queueId);
      expect(secure).toMatchObject({
        Action: 'sqs:*',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      expect(send).toMatchObject({
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule.id, 'Arn'] } } },
      });
      expect(others).toEqual([]);
    }
  });
});

function statementsOf(queueId: string): unknown[] {
  const isOfQueue = ({ Properties }: Resource): boolean =>
    (Properties.Queues as { Ref: string }[]).some(({ Ref }) => Ref === queueId);
  return Object.values(stack.ofType('AWS::SQS::QueuePolicy'))
    .filter(isOfQueue)
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: unknown[] }).Statement);
}
