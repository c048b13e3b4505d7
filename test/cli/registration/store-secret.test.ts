import {
  CreateSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients, type AwsClients } from '../../../cli/place/aws-clients.ts';
import { storeSecret } from '../../../cli/registration/register.ts';
import { REGION } from '../../../local/aws/identity.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { CREDENTIALS_POLICY } from '../../../src/workflow/credentials-policy.ts';
import { FixtureFolder } from '../../local/aws/fixture/world.ts';

const credentials = { accessKeyId: 'loopback', secretAccessKey: 'loopback' };

describe("an org's credentials", () => {
  const folder = new FixtureFolder();
  let clients: AwsClients;

  beforeAll(async () => {
    const { endpointUrl } = await folder.start(new VirtualClock());
    clients = awsClients({ endpoint: endpointUrl, region: REGION, credentials });
  });
  afterAll(() => folder.remove());

  const policyOf = async (SecretId: string): Promise<unknown> => {
    const { ResourcePolicy } = await clients.secretsManager.send(new GetResourcePolicyCommand({ SecretId }));
    return JSON.parse(ResourcePolicy ?? 'null');
  };

  it('are stored with the policy that lets only stages read them, also when they are stored again', async () => {
    for (const value of ['first', 'second']) {
      await storeSecret(clients, 'org-new', value);
      const stored = await clients.secretsManager.send(new GetSecretValueCommand({ SecretId: 'lab-sms/org-new' }));
      expect(stored.SecretString).toBe(value);
      expect(await policyOf('lab-sms/org-new')).toEqual(CREDENTIALS_POLICY);
    }
  });

  it('get the policy when they were stored without one, and keep one that somebody else has put', async () => {
    for (const org of ['bare', 'stricter'])
      await clients.secretsManager.send(new CreateSecretCommand({ Name: `lab-sms/${org}`, SecretString: 'x' }));
    const stricter = { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }] };
    await clients.secretsManager.send(
      new PutResourcePolicyCommand({ SecretId: 'lab-sms/stricter', ResourcePolicy: JSON.stringify(stricter) }),
    );
    for (const org of ['bare', 'stricter']) await storeSecret(clients, org, 'y');
    expect(await policyOf('lab-sms/bare')).toEqual(CREDENTIALS_POLICY);
    expect(await policyOf('lab-sms/stricter')).toEqual(stricter);
  });

  it('that are stored without their policy are reported, with the command that puts it', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const mock = mockClient(SecretsManagerClient);
    mock.on(PutResourcePolicyCommand).rejects(denied);
    mock.on(CreateSecretCommand).resolves({}).on(GetResourcePolicyCommand).resolves({});
    const failure = storeSecret(clients, 'org', 'x');
    await expect(failure).rejects.toThrow(/lab-sms\/org is stored, but without its resource policy \(AccessDenied/);
    await expect(failure).rejects.toThrow('aws secretsmanager put-resource-policy --secret-id lab-sms/org');
    expect(mock.commandCalls(PutResourcePolicyCommand)[0]?.args[0].input.BlockPublicPolicy).toBe(true);
    mock.restore();
  });
});
