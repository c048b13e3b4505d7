import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
  ValidateResourcePolicyCommand,
} from '@aws-sdk/client-secrets-manager';
import { VirtualClock } from '../../../../local/clock.ts';
import { CREDENTIALS_POLICY } from '../../../../src/workflow/credentials-policy.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const OURS = JSON.stringify(CREDENTIALS_POLICY);
const allow = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
const policyOf = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

describe("a secret's resource policy", () => {
  const folder = new FixtureFolder();
  const clock = new VirtualClock();
  let secrets: SecretsManagerClient;

  beforeAll(async () => {
    secrets = new SecretsManagerClient(clientConfig(await folder.start(clock)));
  });
  afterAll(() => folder.remove());

  const create = (Name: string) => secrets.send(new CreateSecretCommand({ Name, SecretString: 'x' }));
  const policy = async (SecretId: string) => {
    const { ResourcePolicy, ARN, Name } = await secrets.send(new GetResourcePolicyCommand({ SecretId }));
    return { ResourcePolicy, ARN, Name };
  };
  const put = async (SecretId: string, ResourcePolicy: string, BlockPublicPolicy?: boolean) => {
    const blocked = BlockPublicPolicy === undefined ? {} : { BlockPublicPolicy };
    const { ARN, Name } = await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy, ...blocked }));
    return { ARN, Name };
  };

  it('is not there at first, then as it was put, then another one, then gone again', async () => {
    const { ARN } = await create('life');
    const identity = { ARN, Name: 'life' };
    expect(await policy('life')).toEqual({ ...identity, ResourcePolicy: undefined });
    for (const text of [policyOf({ ...allow, Effect: 'Deny' }), OURS]) {
      expect(await put('life', text, true)).toEqual(identity);
      expect(await policy('life')).toEqual({ ...identity, ResourcePolicy: text });
    }
    expect(await secrets.send(new DeleteResourcePolicyCommand({ SecretId: 'life' }))).toMatchObject(identity);
    expect(await policy('life')).toEqual({ ...identity, ResourcePolicy: undefined });
  });

  it('is a change of the secret, and outlives the world that took it', async () => {
    await create('kept');
    clock.advance(60_000);
    await put('kept', OURS);
    const { CreatedDate, LastChangedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: 'kept' }));
    expect(LastChangedDate?.getTime()).toBeGreaterThan(CreatedDate?.getTime() ?? Infinity);
    const other = new FixtureFolder();
    try {
      const before = await other.start(new VirtualClock());
      const first = new SecretsManagerClient(clientConfig(before));
      await first.send(new CreateSecretCommand({ Name: 'kept' }));
      await first.send(new PutResourcePolicyCommand({ SecretId: 'kept', ResourcePolicy: OURS }));
      await before.close();
      const again = new SecretsManagerClient(clientConfig(await other.start(new VirtualClock())));
      const found = await again.send(new GetResourcePolicyCommand({ SecretId: 'kept' }));
      expect(found.ResourcePolicy).toBe(OURS);
    } finally {
      await other.remove();
    }
  });

  it.each([
    ['that is not JSON', '{'],
    ['that is a list', '[]'],
    ['of another version', JSON.stringify({ Version: '2020-01-01', Statement: [allow] })],
    ['without a statement', policyOf()],
    ['with a statement that is a text', JSON.stringify({ Statement: 'x' })],
    ['with an effect of its own', policyOf({ ...allow, Effect: 'Perhaps' })],
    ['that names nobody', policyOf({ Effect: 'Deny', Action: '*', Resource: '*' })],
    ['that names an action and all others', policyOf({ ...allow, NotAction: 'secretsmanager:DeleteSecret' })],
    ['without a resource', policyOf({ Effect: 'Deny', Principal: '*', Action: '*' })],
  ])('is refused as malformed %s', async (title, text) => {
    await create(title.replaceAll(' ', '-'));
    const malformed = { name: 'MalformedPolicyDocumentException' };
    await expect(put(title.replaceAll(' ', '-'), text)).rejects.toMatchObject(malformed);
    const validation = new ValidateResourcePolicyCommand({ ResourcePolicy: text });
    await expect(secrets.send(validation)).rejects.toMatchObject(malformed);
  });

  it.each([
    ['everybody', allow, true],
    ['every account', { ...allow, Principal: { AWS: ['*'] } }, true],
    ['everybody but one', { ...allow, Principal: undefined, NotPrincipal: { AWS: '1' } }, true],
    ['everybody of any tag', { ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }, true],
    ['everybody from one network', { ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, false],
    ['one account', { ...allow, Principal: { AWS: '123456789012' } }, false],
    ['nobody', { ...allow, Effect: 'Deny' }, false],
  ])('that lets %s in is open: %#', async (title, statement, isOpen) => {
    const name = `open/${title.replaceAll(' ', '-')}`;
    const text = policyOf(statement);
    await create(name);
    const validation = await secrets.send(new ValidateResourcePolicyCommand({ SecretId: name, ResourcePolicy: text }));
    expect(validation.PolicyValidationPassed).toBe(!isOpen);
    expect(validation.ValidationErrors).toHaveLength(isOpen ? 1 : 0);
    if (isOpen) await expect(put(name, text, true)).rejects.toMatchObject({ name: 'PublicPolicyException' });
    else expect(await put(name, text, true)).toMatchObject({ Name: name });
    // Not blocked unless asked for, as on AWS.
    expect(await put(name, text)).toMatchObject({ Name: name });
  });

  it('of ours is valid and not open', async () => {
    const validation = await secrets.send(new ValidateResourcePolicyCommand({ ResourcePolicy: OURS }));
    expect(validation).toMatchObject({ PolicyValidationPassed: true, ValidationErrors: [] });
  });

  it('is out of reach for a secret that is not there or on its way out, and of 20,480 characters at most', async () => {
    await expect(put('nobody', OURS)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create('leaving');
    const long = policyOf({ ...allow, Sid: 'x'.repeat(20_480) });
    await expect(put('leaving', long)).rejects.toMatchObject({ name: 'ValidationException' });
    await secrets.send(new DeleteSecretCommand({ SecretId: 'leaving' }));
    const refused = { name: 'InvalidRequestException' };
    await expect(put('leaving', OURS)).rejects.toMatchObject(refused);
    await expect(policy('leaving')).rejects.toMatchObject(refused);
    await expect(secrets.send(new DeleteResourcePolicyCommand({ SecretId: 'leaving' }))).rejects.toMatchObject(refused);
  });
});
