import { synthesised, type Resource, type Synthesised } from '../support/synthesised.ts';

interface Target {
  Arn: unknown;
  DeadLetterConfig?: { Arn: { 'Fn::GetAtt': [string, string] } };
  RetryPolicy?: { MaximumEventAgeInSeconds: number };
}

let stack: Synthesised;
let targets: { from: string; target: Target }[];

beforeAll(async () => {
  stack = await synthesised();
  targets = [
    ...Object.entries(stack.ofType('AWS::Events::Rule')).flatMap(([from, { Properties }]) =>
      (Properties.Targets as Target[]).map((target) => ({ from, target })),
    ),
    ...Object.entries(stack.ofType('AWS::Scheduler::Schedule')).map(([from, { Properties }]) => ({
      from,
      target: Properties.Target as Target,
    })),
  ];
});

it('gives every target of a rule or a schedule a dead-letter queue, and an age at which it is given up', () => {
  expect(targets.length).toBeGreaterThan(5);
  const queues = Object.keys(stack.ofType('AWS::SQS::Queue'));
  const lost = targets.filter(({ target }) => !queues.includes(target.DeadLetterConfig?.Arn['Fn::GetAtt'][0] ?? ''));
  expect(lost.map(({ from }) => from)).toEqual([]);
  expect(targets.filter(({ target }) => !target.RetryPolicy?.MaximumEventAgeInSeconds)).toEqual([]);
});

it('gives every function behind a rule or a schedule a destination for what it fails', () => {
  const functions = Object.values(stack.ofType('AWS::Lambda::Function')).map(({ Properties }) =>
    String(Properties.FunctionName),
  );
  const started = targets.map(({ target }) => stack.text(target.Arn)).filter((name) => functions.includes(name));
  const kept = Object.values(stack.ofType('AWS::Lambda::EventInvokeConfig'))
    .filter(({ Properties }) => JSON.stringify(Properties.DestinationConfig).includes('OnFailure'))
    .map(({ Properties }) => stack.text(Properties.FunctionName));
  expect(new Set(kept)).toEqual(new Set(started));
  expect(started).not.toEqual([]);
});

it('has every queue refuse what does not come over TLS', () => {
  const policies = Object.values(stack.ofType('AWS::SQS::QueuePolicy'));
  const refusing = policies.filter(({ Properties }) =>
    (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement.some(
      ({ Effect, Principal, Action, Condition }) =>
        Effect === 'Deny' &&
        JSON.stringify([Principal, Action, Condition]) ===
          '[{"AWS":"*"},"sqs:*",{"Bool":{"aws:SecureTransport":"false"}}]',
    ),
  );
  const safe = refusing.flatMap(({ Properties }) => (Properties.Queues as { Ref: string }[]).map(({ Ref }) => Ref));
  expect(safe.sort()).toEqual(Object.keys(stack.ofType('AWS::SQS::Queue')).sort());
});

it('has a bus that no other account may use: nothing but the policies of this account opens it', () => {
  expect(stack.ofType('AWS::Events::EventBusPolicy')).toEqual({});
  const buses = Object.values(stack.ofType('AWS::Events::EventBus'));
  expect(buses.map(({ Properties }) => Properties)).toEqual([{ Name: 'lab-orgs' }]);
});

it('gives every log group a retention and keeps it when the stack goes', () => {
  const groups = Object.values(stack.ofType('AWS::Logs::LogGroup'));
  const careless = groups.filter(
    ({ Properties, DeletionPolicy, UpdateReplacePolicy }) =>
      typeof Properties.RetentionInDays !== 'number' || DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain',
  );
  expect(careless).toEqual([]);
  expect(groups).not.toEqual([]);
});

/** A new logical id means a new resource: an empty ledger, a lost history, an ARN that claims and alarms don't know. */
it.each([
  ['AWS::DynamoDB::Table', { LedgerB7379752: 'lab-sms-ledger' }],
  ['AWS::Events::EventBus', { LabOrgs26A87E12: 'lab-orgs' }],
  [
    'AWS::StepFunctions::StateMachine',
    {
      labsmsdecommissioningstatemachine8B25A69B: 'lab-sms-decommissioning',
      labsmsprovisioningstatemachine155D6C9D: 'lab-sms-provisioning',
      labsmsverificationstatemachine5E067BD6: 'lab-sms-verification',
    },
  ],
  [
    'AWS::Logs::LogGroup',
    {
      StageLogs61511320: '/lab-sms/stages',
      labsmsdecommissioninglogsD52C24BA: '/aws/vendedlogs/states/lab-sms-decommissioning',
      labsmsprovisioninglogs754084DD: '/aws/vendedlogs/states/lab-sms-provisioning',
      labsmsverificationlogsBEC7374F: '/aws/vendedlogs/states/lab-sms-verification',
    },
  ],
])('keeps the logical ids of %s', (type, ids) => {
  const nameOf = ({ Properties }: Resource): unknown =>
    Properties.TableName ?? Properties.Name ?? Properties.StateMachineName ?? Properties.LogGroupName;
  const found = Object.entries(stack.ofType(type)).map(([id, resource]) => [id, nameOf(resource)]);
  expect(Object.fromEntries(found)).toEqual(ids);
});
