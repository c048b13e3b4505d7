import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  paginateListSecrets,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
  type Filter,
} from '@aws-sdk/client-secrets-manager';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const DAY_MS = 86_400_000;

describe('secrets', () => {
  const folder = new FixtureFolder();
  const clock = new VirtualClock();
  let world: LocalWorld;
  let secrets: SecretsManagerClient;

  beforeAll(async () => {
    world = await folder.start(clock);
    secrets = new SecretsManagerClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  const create = (Name: string, Description?: string) =>
    secrets.send(new CreateSecretCommand({ Name, SecretString: 'first', ...(Description && { Description }) }));
  const value = (SecretId: string, rest: { VersionId?: string; VersionStage?: string } = {}) =>
    secrets.send(new GetSecretValueCommand({ SecretId, ...rest }));

  describe('in a list', () => {
    beforeAll(async () => {
      await create('list/one', 'The Rides of today');
      await create('list/two');
      await create('list/three');
      await create('other/one', 'something else');
      await secrets.send(new DeleteSecretCommand({ SecretId: 'list/three' }));
    });

    async function names(...Filters: Filter[]): Promise<(string | undefined)[]> {
      const { SecretList = [] } = await secrets.send(new ListSecretsCommand({ Filters }));
      return SecretList.map(({ Name }) => Name);
    }

    it('are found by the beginning of their name or of a word in their description', async () => {
      expect(await names({ Key: 'name', Values: ['list/'] })).toEqual(['list/one', 'list/two']);
      expect(await names({ Key: 'name', Values: ['list/o', 'other/'] })).toEqual(['list/one', 'other/one']);
      expect(await names({ Key: 'name', Values: ['List/'] })).toEqual([]);
      expect(await names({ Key: 'name', Values: ['list/'] }, { Key: 'name', Values: ['!list/one'] })).toEqual([
        'list/two',
      ]);
      expect(await names({ Key: 'description', Values: ['ride'] })).toEqual(['list/one']);
    });

    it('come page by page, with their versions and without their values', async () => {
      const pages = [];
      const Filters: Filter[] = [{ Key: 'name', Values: ['list/', 'other/'] }];
      for await (const { SecretList = [] } of paginateListSecrets({ client: secrets, pageSize: 2 }, { Filters })) {
        pages.push(SecretList.map(({ Name }) => Name));
        expect(Object.values(SecretList[0]?.SecretVersionsToStages ?? {})).toEqual([['AWSCURRENT']]);
        expect(JSON.stringify(SecretList)).not.toContain('first');
      }
      expect(pages).toEqual([['list/one', 'list/two'], ['other/one']]);
    });

    it('include those scheduled for deletion when asked for, newest first when asked for', async () => {
      const { SecretList = [] } = await secrets.send(
        new ListSecretsCommand({
          Filters: [{ Key: 'name', Values: ['list/'] }],
          IncludePlannedDeletion: true,
          SortOrder: 'desc',
        }),
      );
      expect(SecretList.map(({ Name }) => Name)).toEqual(['list/three', 'list/two', 'list/one']);
      expect(SecretList[0]?.DeletedDate).toBeInstanceOf(Date);
    });

    it.each([
      ['a token of nobody', { NextToken: 'nonsense' }, 'InvalidNextTokenException'],
      ['a page of 101', { MaxResults: 101 }, 'InvalidParameterException'],
      [
        'a filter by region',
        { Filters: [{ Key: 'primary-region' as const, Values: ['a'] }] },
        'InvalidParameterException',
      ],
    ])('refuse %s', async (_title, input, name) => {
      await expect(secrets.send(new ListSecretsCommand(input))).rejects.toMatchObject({ name });
    });
  });

  describe('and their versions', () => {
    it('become previous when another is current, and lose every label after that', async () => {
      const { VersionId: first = '' } = await create('versions');
      const { VersionId: second = '' } = await secrets.send(
        new UpdateSecretCommand({ SecretId: 'versions', SecretString: 'second' }),
      );
      expect(await value('versions')).toMatchObject({ VersionId: second, SecretString: 'second' });
      expect(await value('versions', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ VersionId: first });
      await secrets.send(new PutSecretValueCommand({ SecretId: 'versions', SecretString: 'third' }));
      expect(await value('versions', { VersionId: second })).toMatchObject({ VersionStages: ['AWSPREVIOUS'] });
      await expect(value('versions', { VersionId: first })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    });

    it('can carry a label of their own without becoming current', async () => {
      await create('staged');
      await secrets.send(
        new PutSecretValueCommand({ SecretId: 'staged', SecretString: 'pending', VersionStages: ['AWSPENDING'] }),
      );
      expect(await value('staged')).toMatchObject({ SecretString: 'first' });
      const { VersionId = '' } = await value('staged', { VersionStage: 'AWSPENDING' });
      const both = value('staged', { VersionId, VersionStage: 'AWSCURRENT' });
      await expect(both).rejects.toMatchObject({ name: 'InvalidRequestException' });
    });

    it('are made once per client token, which is refused for another value', async () => {
      const { VersionId: first } = await create('token');
      const ClientRequestToken = randomUUID();
      const put = (SecretString: string) =>
        secrets.send(new PutSecretValueCommand({ SecretId: 'token', SecretString, ClientRequestToken }));
      await put('second');
      expect(await put('second')).toMatchObject({ VersionId: ClientRequestToken });
      expect(await value('token', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ VersionId: first });
      await expect(put('third')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    });

    it('stay as they are when only the description changes', async () => {
      await create('described');
      const answer = await secrets.send(
        new UpdateSecretCommand({ SecretId: 'described', Description: 'now with words' }),
      );
      expect(answer.VersionId).toBeUndefined();
      const { Description, VersionIdsToStages } = await secrets.send(
        new DescribeSecretCommand({ SecretId: 'described' }),
      );
      expect(Description).toBe('now with words');
      expect(Object.values(VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']]);
    });
  });

  describe('scheduled for deletion', () => {
    const remove = (SecretId: string, RecoveryWindowInDays?: number) =>
      secrets.send(new DeleteSecretCommand({ SecretId, ...(RecoveryWindowInDays && { RecoveryWindowInDays }) }));

    it('refuse everything but to be looked at, to be forgotten and to be restored', async () => {
      await create('scheduled');
      const { DeletionDate } = await remove('scheduled', 7);
      expect(DeletionDate?.getTime()).toBeCloseTo(clock.now() + 7 * DAY_MS, -5);
      const refused = { name: 'InvalidRequestException' };
      const SecretId = 'scheduled';
      await expect(value(SecretId)).rejects.toMatchObject(refused);
      await expect(secrets.send(new UpdateSecretCommand({ SecretId, SecretString: 'x' }))).rejects.toMatchObject(
        refused,
      );
      await expect(secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'x' }))).rejects.toMatchObject(
        refused,
      );
      await expect(remove(SecretId)).rejects.toMatchObject(refused);
      await expect(create(SecretId)).rejects.toMatchObject(refused);
      expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({ DeletedDate: DeletionDate });
      await secrets.send(new RestoreSecretCommand({ SecretId }));
      expect(await value(SecretId)).toMatchObject({ SecretString: 'first' });
    });

    it('are gone when their window ends, and the name is free', async () => {
      await create('expiring');
      await remove('expiring');
      clock.advance(30 * DAY_MS + 1000);
      const restore = new RestoreSecretCommand({ SecretId: 'expiring' });
      await expect(secrets.send(restore)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      expect(await create('expiring')).toMatchObject({ Name: 'expiring' });
    });

    it('have a window of 7 to 30 days, or none at all', async () => {
      await create('window');
      const invalid = { name: 'InvalidParameterException' };
      await expect(remove('window', 6)).rejects.toMatchObject(invalid);
      await expect(remove('window', 31)).rejects.toMatchObject(invalid);
      const both = { SecretId: 'window', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true };
      await expect(secrets.send(new DeleteSecretCommand(both))).rejects.toMatchObject(invalid);
    });

    it('may not be there at all when they are forgotten at once', async () => {
      const forget = new DeleteSecretCommand({ SecretId: 'nobody', ForceDeleteWithoutRecovery: true });
      expect(await secrets.send(forget)).toMatchObject({ Name: 'nobody' });
      await expect(remove('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });
});
