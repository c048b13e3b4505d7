import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  type CreateSecretCommandInput,
} from '@aws-sdk/client-secrets-manager';
import { VirtualClock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

describe('a new secret', () => {
  const folder = new FixtureFolder();
  let secrets: SecretsManagerClient;

  beforeAll(async () => {
    secrets = new SecretsManagerClient(clientConfig(await folder.start(new VirtualClock())));
  });
  afterAll(() => folder.remove());

  const create = (input: CreateSecretCommandInput) => secrets.send(new CreateSecretCommand(input));

  it('is found by its name, its ARN, and its ARN without the last hyphen and six characters', async () => {
    const { ARN = '' } = await create({ Name: 'found/one', SecretString: 'x' });
    for (const SecretId of ['found/one', ARN, ARN.slice(0, -7)]) {
      expect(await secrets.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({ ARN, SecretString: 'x' });
    }
    const other = new GetSecretValueCommand({ SecretId: `${ARN.slice(0, -6)}zzzzzz` });
    await expect(secrets.send(other)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps its tags, and is listed by them', async () => {
    const Tags = [{ Key: 'team', Value: 'rides' }];
    await create({ Name: 'tagged', SecretString: 'x', Tags });
    expect(await secrets.send(new DescribeSecretCommand({ SecretId: 'tagged' }))).toMatchObject({ Tags });
    for (const [Key, found] of [
      ['tag-key', 'team'],
      ['tag-value', 'rides'],
    ] as const) {
      const { SecretList } = await secrets.send(new ListSecretsCommand({ Filters: [{ Key, Values: [found] }] }));
      expect(SecretList).toMatchObject([{ Name: 'tagged', Tags }]);
    }
  });

  it('has no value until one is put, and cannot be made again meanwhile', async () => {
    expect((await create({ Name: 'empty' })).VersionId).toBeUndefined();
    const value = new GetSecretValueCommand({ SecretId: 'empty' });
    await expect(secrets.send(value)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(create({ Name: 'empty' })).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await secrets.send(new PutSecretValueCommand({ SecretId: 'empty', SecretString: 'put' }));
    expect(await secrets.send(value)).toMatchObject({ SecretString: 'put', VersionStages: ['AWSCURRENT'] });
  });

  it.each<[string, CreateSecretCommandInput, string]>([
    ['with white space in its name', { Name: 'a b', SecretString: 'x' }, 'ValidationException'],
    ['of more than 64 KB', { Name: 'big', SecretString: 'x'.repeat(65_537) }, 'ValidationException'],
    ['with a short token', { Name: 'token', SecretString: 'x', ClientRequestToken: 'x' }, 'InvalidParameterException'],
    ['that is binary', { Name: 'bytes', SecretBinary: Buffer.from('x') }, 'InvalidParameterException'],
  ])('is refused %s', async (_title, input, name) => {
    await expect(create({ ClientRequestToken: randomUUID(), ...input })).rejects.toMatchObject({ name });
  });
});
