import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { filesBelow } from '../../../local/aws/files.ts';
import { arn } from '../../../local/aws/identity.ts';
import { parseJson } from '../../../local/aws/json.ts';
import type { LocalWorld } from '../../../local/aws/world.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { clientConfig, FixtureFolder } from './fixture/world.ts';

const WORK = arn('states', 'stateMachine:fixture-work');

describe('the endpoint', () => {
  const folder = new FixtureFolder();
  let world: LocalWorld;

  beforeAll(async () => {
    world = await folder.start(new VirtualClock());
  });
  afterAll(() => folder.remove());

  describe('as Secrets Manager', () => {
    let secrets: SecretsManagerClient;
    beforeAll(() => {
      secrets = new SecretsManagerClient(clientConfig(world));
    });

    it('keeps a secret and gives it by name and by ARN', async () => {
      const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'lab-sms/org', SecretString: 'canary-one' }));
      expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:lab-sms\/org-[0-9a-f]{6}$/);
      for (const SecretId of ['lab-sms/org', ARN]) {
        const value = await secrets.send(new GetSecretValueCommand({ SecretId }));
        expect(value).toMatchObject({ Name: 'lab-sms/org', SecretString: 'canary-one', VersionStages: ['AWSCURRENT'] });
        expect(value.CreatedDate).toBeInstanceOf(Date);
      }
    });

    it('replaces a value and keeps the one before', async () => {
      await secrets.send(new PutSecretValueCommand({ SecretId: 'lab-sms/org', SecretString: 'canary-two' }));
      expect(await secrets.send(new GetSecretValueCommand({ SecretId: 'lab-sms/org' }))).toMatchObject({
        SecretString: 'canary-two',
      });
      const previous = new GetSecretValueCommand({ SecretId: 'lab-sms/org', VersionStage: 'AWSPREVIOUS' });
      expect(await secrets.send(previous)).toMatchObject({ SecretString: 'canary-one' });
      const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: 'lab-sms/org' }));
      expect(Object.values(VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
    });

    it('writes values into one file that only its owner can read, and into no other', () => {
      const path = join(folder.stateDir, 'secrets.json');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const others = filesBelow(folder.stateDir, '').filter((file) => file !== path);
      expect(others.filter((file) => readFileSync(file, 'latin1').includes('canary-'))).toEqual([]);
    });

    it('answers the errors of Secrets Manager', async () => {
      const again = new CreateSecretCommand({ Name: 'lab-sms/org', SecretString: 'x' });
      await expect(secrets.send(again)).rejects.toMatchObject({ name: 'ResourceExistsException' });
      const missing = new GetSecretValueCommand({ SecretId: 'lab-sms/nobody' });
      await expect(secrets.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    it('keeps the name of a deleted secret taken, unless it was forgotten at once', async () => {
      await secrets.send(new DeleteSecretCommand({ SecretId: 'lab-sms/org' }));
      const get = new GetSecretValueCommand({ SecretId: 'lab-sms/org' });
      await expect(secrets.send(get)).rejects.toMatchObject({ name: 'InvalidRequestException' });
      const create = new CreateSecretCommand({ Name: 'lab-sms/org', SecretString: 'new' });
      await expect(secrets.send(create)).rejects.toMatchObject({ name: 'InvalidRequestException' });
      await secrets.send(new DeleteSecretCommand({ SecretId: 'lab-sms/org', ForceDeleteWithoutRecovery: true }));
      expect(await secrets.send(create)).toMatchObject({ Name: 'lab-sms/org' });
    });
  });

  describe('as CloudWatch Logs', () => {
    let logs: CloudWatchLogsClient;
    beforeAll(async () => {
      logs = new CloudWatchLogsClient(clientConfig(world));
      const start = new StartExecutionCommand({ stateMachineArn: WORK, input: '{"key":"logged","echo":"payload"}' });
      await new SFNClient(clientConfig(world)).send(start);
      await world.idle();
    });

    it('lists the log groups of the stack', async () => {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/fixture' }));
      expect(logGroups).toEqual([expect.objectContaining({ logGroupName: '/fixture/stages', retentionInDays: 365 })]);
    });

    it('has every line of a handler, also of stderr, in the stream of its sandbox', async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/fixture/stages' }));
      expect(events.map(({ message }) => message)).toEqual(
        expect.arrayContaining([expect.stringContaining('"kind":"echo"'), 'a line on stderr']),
      );
      const logStreamName = events[0]?.logStreamName ?? '';
      expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
      const stream = new GetLogEventsCommand({ logGroupName: '/fixture/stages', logStreamName, startFromHead: true });
      expect((await logs.send(stream)).events).toHaveLength(2);
    });

    it('has the events of an execution without payloads, as the template asks', async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: '/aws/vendedlogs/states/fixture' }),
      );
      const lines = events.map(({ message }) => parseJson(message ?? ''));
      expect(lines[1]).toMatchObject({
        id: '2',
        type: 'TaskStateEntered',
        details: { name: 'Work' },
        redrive_count: '0',
      });
      expect(lines.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
      expect(JSON.stringify(lines)).not.toContain('payload');
    });

    it.each([
      ['"kind" echo', 1],
      ['{ $.kind = "echo" }', 1],
      ['{ $.kind = "echo" && $.requestId = "other" }', 0],
      ['stderr', 1],
    ])('filters by %s', async (filterPattern, count) => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: '/fixture/stages', filterPattern }),
      );
      expect(events).toHaveLength(count);
    });

    it('refuses a pattern it does not know, and a group that is not there', async () => {
      const pattern = new FilterLogEventsCommand({ logGroupName: '/fixture/stages', filterPattern: '[ip, user]' });
      await expect(logs.send(pattern)).rejects.toMatchObject({ name: 'InvalidParameterException' });
      const group = new FilterLogEventsCommand({ logGroupName: '/nobody' });
      await expect(logs.send(group)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });

  describe('as DynamoDB', () => {
    it('has the tables of the template, and conditions hold', async () => {
      const dynamo = new DynamoDBClient(clientConfig(world));
      const put = new PutItemCommand({
        TableName: 'fixture-ledger',
        Item: { pk: { S: 'org' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await dynamo.send(put);
      await expect(dynamo.send(put)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
      const get = new GetItemCommand({ TableName: 'fixture-ledger', Key: { pk: { S: 'org' } } });
      expect((await dynamo.send(get)).Item).toEqual({ pk: { S: 'org' } });
    });
  });

  it('describes the state machines as the template has them', async () => {
    const sfn = new SFNClient(clientConfig(world));
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines.map(({ name }) => name)).toEqual(['fixture-work', 'fixture-slow']);
    const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: WORK }));
    expect(parseJson(definition ?? '')).toMatchObject({ StartAt: 'Work', TimeoutSeconds: 7200 });
  });

  it('answers 501 with the name of an operation that is not simulated', async () => {
    const isNotSimulated = (name: string): unknown =>
      expect.objectContaining({ name: 'NotImplemented', message: `${name} is not simulated by the local world.` });
    const secrets = new SecretsManagerClient({ ...clientConfig(world), maxAttempts: 1 });
    await expect(secrets.send(new RotateSecretCommand({ SecretId: 'lab-sms/org' }))).rejects.toEqual(
      isNotSimulated('SecretsManager.RotateSecret'),
    );
    const dynamo = new DynamoDBClient({ ...clientConfig(world), maxAttempts: 1 });
    const transaction = new TransactWriteItemsCommand({ TransactItems: [] });
    await expect(dynamo.send(transaction)).rejects.toEqual(isNotSimulated('DynamoDB.TransactWriteItems'));
    const other = await fetch(`${world.endpointUrl}/2015-03-31/functions`);
    expect(other.status).toBe(501);
    expect(await other.json()).toMatchObject({ __type: 'NotImplemented' });
  });
});
