import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { GENESYS_ROLE_PATH } from '../src/workflow/credentials-policy.ts';
import { SECRET_NAME_PREFIX, STAGE_FUNCTION_PREFIX, STATE_MACHINE_NAMES } from '../src/workflow/names.ts';
import { SENT_EVENTS } from '../src/workflow/sent-events.ts';
import { HAND_TARGETS, STAGES_THAT_CALL_GENESYS, type StageName } from '../src/workflow/stages.ts';
import { CHECK_TIMEOUT_SECONDS, FUNCTION_TIMEOUT_SECONDS, SWEEP_TIMEOUT_SECONDS } from '../src/workflow/timeouts.ts';
import { acknowledgeStageFindings } from './acknowledged-findings.ts';
import { putEventsOnly } from './event-rights.ts';
import type { Settings } from './settings.ts';
import type { StageBundles } from './stage-bundles.ts';

/** What every stage shares. */
export interface StageFunctionProps {
  bundles: StageBundles;
  ledger: Table;
  eventBus: EventBus;
  logGroup: LogGroup;
  settings: Settings;
}

/** Stages that ask Step Functions who holds an org, or how an execution ended. */
const LOOK_UP_EXECUTIONS: readonly StageName[] = [
  'ClaimLabOrg',
  'ClaimLabOrgForRelease',
  'SendTestSms',
  'RecordFailure',
  'SweepLabOrgs',
];

/** Stages that ask Step Functions in which state an execution ended. */
const READ_HISTORIES: readonly StageName[] = ['RecordFailure', 'SweepLabOrgs'];

/** Stages that go through all orgs. */
const LIST_RECORDS: readonly StageName[] = ['SweepLabOrgs', 'CheckLabOrgs'];

/** Stages that read the ledger and write nothing. */
const READ_ONLY: readonly StageName[] = HAND_TARGETS;

/** Stages that create an org's record. */
const CREATE_RECORDS: readonly StageName[] = ['ClaimLabOrg'];

/** Stages that go through many orgs, with the seconds that they have for it. */
const LONGER_TIMEOUTS: Partial<Record<StageName, number>> = {
  SweepLabOrgs: SWEEP_TIMEOUT_SECONDS,
  CheckLabOrgs: CHECK_TIMEOUT_SECONDS,
};

/** The settings that a stage goes by; no other stage is told of them. */
const SETTINGS: Partial<Record<StageName, (settings: Settings) => Record<string, number>>> = {
  PurchaseSmsPhoneNumber: spendLimits,
  SendTestSms: testSmsLimit,
  PlanLabOrg: (settings) => ({ ...spendLimits(settings), ...testSmsLimit(settings) }),
};

function spendLimits({ numbersPerDay, numbersInAll }: Settings): Record<string, number> {
  return { NUMBERS_PER_DAY: numbersPerDay, NUMBERS_IN_ALL: numbersInAll };
}

function testSmsLimit({ testSmsPerOrgAndDay }: Settings): Record<string, number> {
  return { TEST_SMS_PER_ORG_AND_DAY: testSmsPerOrgAndDay };
}

/**
 * The Lambda of one stage. 512 MB: Lambda gives CPU by memory, and the cold start is CPU. Its role holds what this stage
 * does and nothing else; its environment holds names and limits only.
 */
export class StageFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, stage: StageName, props: StageFunctionProps) {
    super(scope, stage);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // The resource policy of the secrets knows these roles by their path, whatever CloudFormation calls them.
      ...(STAGES_THAT_CALL_GENESYS.includes(stage) && { path: GENESYS_ROLE_PATH }),
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: `${STAGE_FUNCTION_PREFIX}${stage}`,
      code: Code.fromAsset(props.bundles.folderOf(stage)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(LONGER_TIMEOUTS[stage] ?? FUNCTION_TIMEOUT_SECONDS),
      role,
      logGroup: props.logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        LEDGER_TABLE_NAME: props.ledger.tableName,
        EVENT_BUS_NAME: props.eventBus.eventBusName,
        ...Object.fromEntries(
          Object.entries(SETTINGS[stage]?.(props.settings) ?? {}).map(([name, value]) => [name, String(value)]),
        ),
      },
    });
    props.logGroup.grantWrite(role);
    props.ledger.grant(role, 'dynamodb:GetItem');
    if (!READ_ONLY.includes(stage)) props.ledger.grant(role, 'dynamodb:UpdateItem');
    if (CREATE_RECORDS.includes(stage)) props.ledger.grant(role, 'dynamodb:PutItem');
    if (STAGES_THAT_CALL_GENESYS.includes(stage)) role.addToPolicy(this.#readCredentials());
    for (const right of putEventsOnly(props.eventBus, SENT_EVENTS[stage] ?? [])) role.addToPolicy(right);
    if (LIST_RECORDS.includes(stage)) props.ledger.grant(role, 'dynamodb:Scan');
    if (LOOK_UP_EXECUTIONS.includes(stage)) role.addToPolicy(this.#onExecutions('states:DescribeExecution'));
    if (READ_HISTORIES.includes(stage)) role.addToPolicy(this.#onExecutions('states:GetExecutionHistory'));
    acknowledgeStageFindings(this);
  }

  /** The secrets are made per org and outside the stack; they share a prefix, which is as narrow as IAM can be here. */
  #readCredentials(): PolicyStatement {
    const resource = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${SECRET_NAME_PREFIX}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['secretsmanager:GetSecretValue'],
      resources: [resource],
    });
  }

  /** ARNs by name: a reference to the machine would close a circle, since the machine refers to this function. */
  #onExecutions(action: string): PolicyStatement {
    const resources = STATE_MACHINE_NAMES.map((name) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${name}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    return new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources });
  }
}
