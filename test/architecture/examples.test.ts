import Ajv from 'ajv';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as lambda from '@aws-sdk/client-lambda';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as states from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { genesysRole, genesysRoleTable } from '../../scripts/genesys-role.ts';
import { AUDITOR_POLICY, OPERATOR_POLICY, type Policy } from '../../scripts/policies-of-people.ts';
import { CREDENTIALS_POLICY, GENESYS_ROLE_PATH } from '../../src/workflow/credentials-policy.ts';
import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import { STAGES_THAT_CALL_GENESYS } from '../../src/workflow/stages.ts';
import { schemaOf } from '../local/genesys/contract/typings.ts';
import { synthesised } from '../support/synthesised.ts';

/**
 * CloudWatch's client is not among our packages; these are its reading operations that people are given:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
 */
const cloudWatch = {
  DescribeAlarmHistoryCommand: true,
  DescribeAlarmsCommand: true,
  GetDashboardCommand: true,
  GetMetricDataCommand: true,
  ListDashboardsCommand: true,
  ListMetricsCommand: true,
};

const CLIENTS: Readonly<Record<string, object>> = {
  cloudwatch: cloudWatch,
  ...{ cloudformation: cloudFormation, lambda, logs, dynamodb, events, secretsmanager: secretsManager, states, sqs },
};

const actionsOf = ({ Statement }: Policy): string[] => Statement.flatMap(({ Action }) => Action);

describe('the example that makes the Genesys role', () => {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schemaOf('DomainOrganizationRoleCreate'));

  it('is what the SDK promises to take', () => {
    expect(validate(genesysRole())).toBe(true);
    expect(validate.errors).toBeNull();
  });

  it('would be refused with a member that Genesys does not know', () => {
    expect(validate({ ...genesysRole(), permissionPolicies: [{ entity: 'queue' }] })).toBe(false);
  });
});

describe('the table of permissions in Genesys', () => {
  it.each(STAGES_THAT_CALL_GENESYS)('says what %s needs', (stage) => {
    expect(genesysRoleTable()).toContain(`\`${stage}\``);
  });
});

describe('the policies of operators and auditors', () => {
  it.each([
    ['operator', OPERATOR_POLICY],
    ['auditor', AUDITOR_POLICY],
  ])('name operations that AWS has: %s', (_who, policy) => {
    const unknown = actionsOf(policy).filter((action) => {
      // The one action that IAM calls otherwise than the operation.
      const [service = '', operation = ''] = action.replace(/^lambda:InvokeFunction$/, 'lambda:Invoke').split(':');
      return !Object.hasOwn(CLIENTS[service] ?? {}, `${operation}Command`);
    });
    expect(unknown).toEqual([]);
  });

  it('let an auditor read and do nothing else', () => {
    const changing = actionsOf(AUDITOR_POLICY).filter(
      (action) => !/:(Get|List|Describe|Filter|Scan|StartQuery)/.test(action),
    );
    expect(changing).toEqual([]);
  });

  it('let nobody read a secret', () => {
    const actions = [OPERATOR_POLICY, AUDITOR_POLICY].flatMap(actionsOf);
    expect(actions.filter((action) => /GetSecretValue|\*/.test(action))).toEqual([]);
  });

  it('are for what the stack has: its machines, log groups and ledger by their names', async () => {
    const stack = await synthesised();
    const named = JSON.stringify(AUDITOR_POLICY);
    const groups = Object.values(stack.ofType('AWS::Logs::LogGroup')).map(({ Properties }) => Properties.LogGroupName);
    for (const name of [...STATE_MACHINE_NAMES, ...groups, 'table/lab-sms-ledger']) expect(named).toContain(name);
  });

  it('open the dashboard and every alarm of the stack, by their names', async () => {
    const stack = await synthesised();
    const dashboards = Object.values(stack.ofType('AWS::CloudWatch::Dashboard'));
    expect(dashboards.map(({ Properties }) => Properties.DashboardName)).toEqual(['lab-sms']);
    const alarms = Object.values(stack.ofType('AWS::CloudWatch::Alarm'));
    const others = alarms.filter(({ Properties }) => !String(Properties.AlarmName).startsWith('lab-sms-'));
    expect({ others, some: alarms.length > 0 }).toEqual({ others: [], some: true });
    for (const policy of [AUDITOR_POLICY, OPERATOR_POLICY]) {
      expect(policy.Statement).toContainEqual(
        expect.objectContaining({
          Resource: ['arn:*:cloudwatch:*:*:alarm:lab-sms-*', 'arn:*:cloudwatch:*:*:dashboard/lab-sms'],
        }),
      );
    }
  });

  it("let an operator, and no auditor, take events out of the stack's dead-letter queues", () => {
    const taking = ['sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:ReceiveMessage'];
    const [statement] = OPERATOR_POLICY.Statement.filter(({ Action }) => Action.includes('sqs:PurgeQueue'));
    expect(statement?.Action).toEqual(expect.arrayContaining(taking));
    expect(statement?.Resource).toBe('arn:*:sqs:*:*:LabSms-*');
    expect(actionsOf(AUDITOR_POLICY).filter((action) => taking.includes(action))).toEqual([]);
  });
});

describe('the resource policy of the secrets', () => {
  const [statement, ...others] = CREDENTIALS_POLICY.Statement;

  it('denies reading to everybody but roles under one path, and denies nothing else, so that it can be mended', () => {
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:GetSecretValue' });
    expect(Object.keys(statement.Condition)).toEqual(['ArnNotLike']);
    expect(statement.Condition.ArnNotLike).toEqual({ 'aws:PrincipalArn': `arn:*:iam::*:role${GENESYS_ROLE_PATH}*` });
  });
});
