import { rightsOf } from '../../scripts/security-table.ts';
import { GENESYS_ROLE_PATH } from '../../src/workflow/credentials-policy.ts';
import { STAGES, type StageName } from '../../src/workflow/stages.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

const LOGS = 'logs:CreateLogStream /lab-sms/stages, logs:PutLogEvents /lab-sms/stages';
const LEDGER = 'dynamodb:GetItem lab-sms-ledger, dynamodb:UpdateItem lab-sms-ledger';
const NEW_RECORDS = 'dynamodb:PutItem lab-sms-ledger';
const SECRETS = 'secretsmanager:GetSecretValue arn:<Partition>:secretsmanager:<Region>:<AccountId>:secret:lab-sms/*';
const EVENTS = 'events:PutEvents lab-orgs';
const onExecutions = (action: string): string =>
  ['provisioning', 'verification', 'decommissioning']
    .map((machine) => `states:${action} arn:<Partition>:states:<Region>:<AccountId>:execution:lab-sms-${machine}:*`)
    .join(', ');
const HOLDERS = onExecutions('DescribeExecution');
const HISTORIES = onExecutions('GetExecutionHistory');
const ALL_RECORDS = 'dynamodb:Scan lab-sms-ledger';

/** What a function needs to put its failed invocations into its queue. */
const failuresOf = (stage: string): string =>
  ['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} ${stage}Failed`).join(', ');

/** What each stage may do on AWS: all of it, and nothing else. */
const MAY: Record<StageName, readonly string[]> = {
  ClaimLabOrg: [LOGS, LEDGER, NEW_RECORDS, HOLDERS],
  VerifyOrgAccess: [LOGS, LEDGER, SECRETS],
  PublishMessageFlow: [LOGS, LEDGER, SECRETS],
  AwaitMessageFlow: [LOGS, LEDGER, SECRETS],
  PurchaseSmsPhoneNumber: [LOGS, LEDGER, SECRETS],
  AwaitSmsPhoneNumber: [LOGS, LEDGER, SECRETS],
  AssignQueueOutboundNumber: [LOGS, LEDGER, SECRETS],
  RouteMessagesToFlow: [LOGS, LEDGER, SECRETS],
  RecordProvisioned: [LOGS, LEDGER, EVENTS],
  SendTestSms: [LOGS, LEDGER, SECRETS, EVENTS, HOLDERS],
  AwaitTestSmsReceipt: [LOGS, LEDGER, SECRETS, EVENTS],
  ClaimLabOrgForRelease: [LOGS, LEDGER, HOLDERS],
  UnrouteMessages: [LOGS, LEDGER, SECRETS],
  UnassignQueueOutboundNumber: [LOGS, LEDGER, SECRETS],
  DeleteMessageFlow: [LOGS, LEDGER, SECRETS],
  ReleaseSmsPhoneNumber: [LOGS, LEDGER, SECRETS],
  AwaitSmsPhoneNumberReleased: [LOGS, LEDGER, SECRETS],
  RecordReleased: [LOGS, LEDGER, EVENTS],
  RecordFailure: [LOGS, LEDGER, EVENTS, HOLDERS, HISTORIES, failuresOf('RecordFailure')],
  SweepLabOrgs: [LOGS, LEDGER, ALL_RECORDS, EVENTS, HOLDERS, HISTORIES, failuresOf('SweepLabOrgs')],
  CheckLabOrgs: [LOGS, LEDGER, ALL_RECORDS, SECRETS, EVENTS, failuresOf('CheckLabOrgs')],
  PlanLabOrg: [LOGS, 'dynamodb:GetItem lab-sms-ledger', SECRETS],
};

/** The limits that a stage goes by. */
const LIMITS: Partial<Record<StageName, Record<string, string>>> = {
  PurchaseSmsPhoneNumber: { NUMBERS_PER_DAY: '20', NUMBERS_IN_ALL: '100' },
  SendTestSms: { TEST_SMS_PER_ORG_AND_DAY: '20' },
  PlanLabOrg: { NUMBERS_PER_DAY: '20', NUMBERS_IN_ALL: '100', TEST_SMS_PER_ORG_AND_DAY: '20' },
};

let stack: Synthesised;

beforeAll(async () => {
  stack = await synthesised();
});

function functionOf(stage: string): Record<string, unknown> {
  return stack.named('AWS::Lambda::Function', `lab-sms-${stage}`).Properties;
}

/** Every `action resource` that the role of that logical id is allowed, sorted. */
function allowed(roleId: string): string[] {
  const name = roleId.replace(/[0-9A-F]{8}$/, '');
  return rightsOf(stack.template)
    .filter(({ role }) => role === name)
    .map(({ action, resource }) => `${action} ${resource}`)
    .filter((right, index, rights) => rights.indexOf(right) === index)
    .sort();
}

it('has one function per stage and no other', () => {
  const names = Object.values(stack.ofType('AWS::Lambda::Function')).map(({ Properties }) => Properties.FunctionName);
  expect(names.sort()).toEqual(STAGES.map((stage) => `lab-sms-${stage}`).sort());
});

describe.each(STAGES)('%s', (stage) => {
  it('runs on Node 24 and arm64, half a minute at most (the sweep four minutes, the check ten), and logs JSON to the log group of all stages', () => {
    const { Code, Role, Environment, LoggingConfig, ...properties } = functionOf(stage);
    expect(properties).toEqual({
      FunctionName: `lab-sms-${stage}`,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: { SweepLabOrgs: 240, CheckLabOrgs: 600 }[stage as string] ?? 30,
    });
    const { LogFormat, LogGroup, ...rest } = LoggingConfig as Record<string, unknown>;
    expect({ LogFormat, logGroup: stack.text(LogGroup), rest }).toEqual({
      LogFormat: 'JSON',
      logGroup: '/lab-sms/stages',
      rest: {},
    });
    expect([Code, Role, Environment].map((value) => typeof value)).toEqual(['object', 'object', 'object']);
  });

  it('is told the names of ledger and bus and its own limits, and nothing else', () => {
    const { Variables } = functionOf(stage).Environment as { Variables: Record<string, unknown> };
    const told = Object.entries(Variables).map(([name, value]) => [name, stack.text(value)]);
    expect(Object.fromEntries(told)).toEqual({
      LEDGER_TABLE_NAME: 'lab-sms-ledger',
      EVENT_BUS_NAME: 'lab-orgs',
      ...LIMITS[stage],
    });
  });

  it('may do what it does and nothing else, in a role of its own', () => {
    const role = stack.text(functionOf(stage).Role);
    expect(role).toContain(stage);
    expect(allowed(role)).toEqual(MAY[stage].flatMap((group) => group.split(', ')).sort());
    expect(stack.ofType('AWS::IAM::Role')[role]?.Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      // What the resource policy of the secrets knows those by that may read them.
      ...(MAY[stage].includes(SECRETS) && { Path: GENESYS_ROLE_PATH }),
    });
  });
});

it('lets one stage alone both list orgs and read credentials, the one that docs/threat-model.md names', () => {
  const rightsOfStage = (stage: string): string[] => allowed(stack.text(functionOf(stage).Role));
  const both = STAGES.filter((stage) => [SECRETS, ALL_RECORDS].every((right) => rightsOfStage(stage).includes(right)));
  expect(both).toEqual(['CheckLabOrgs']);
});

// Log delivery and tracing have no resources to name: AWS documents both with "*".
const FORCED_BY_AWS = /^(logs:\w*(LogDeliver(y|ies)|ResourcePolic(y|ies)|LogGroups)|xray:(Put|Get)\w+) \*$/;

it('names a resource for every action, but those for which AWS knows none', () => {
  const everywhere = Object.keys(stack.ofType('AWS::IAM::Role')).flatMap((role) =>
    allowed(role).filter((line) => line.endsWith(' *') || line.split(' ')[0]?.includes('*')),
  );
  expect(everywhere.filter((line) => !FORCED_BY_AWS.test(line))).toEqual([]);
  expect(everywhere).not.toEqual([]);
});

it('lets a state machine invoke its own stages only', () => {
  const machines = Object.values(stack.ofType('AWS::StepFunctions::StateMachine'));
  for (const { Properties } of machines) {
    const invoked = allowed(stack.text(Properties.RoleArn)).filter((line) => line.startsWith('lambda:'));
    const named = [...stack.text(Properties.DefinitionString).matchAll(/"FunctionName":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(invoked)).toEqual(new Set(named.map((name) => `lambda:InvokeFunction ${name ?? ''}`)));
  }
});
