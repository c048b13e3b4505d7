import { GetResourcePolicyCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CREDENTIALS_POLICY } from '../../../src/workflow/credentials-policy.ts';
import { secretName } from '../../../src/workflow/names.ts';
import { AnsweringServer, jsonRefusal } from '../../support/answering-server.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms secret on %s', (place) => {
  const stored = async (orgId: string): Promise<unknown> => {
    const reading = new GetSecretValueCommand({ SecretId: secretName(orgId) });
    const { SecretString } = await lab.scenario.clients.secretsManager.send(reading);
    return JSON.parse(SecretString ?? '');
  };

  it('stores what stdin and options give with the policy of secrets, and shows no value', async () => {
    const { id, secret } = lab.newOrg();
    const args = ['secret', id, '--client-id', secret.clientId, '--secret-stdin', '--test-sms-to', secret.testSmsTo];
    const { exitCode, stdout, stderr } = await lab.run(place, args, `${secret.clientSecret}\nmore\n`);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('clientSecret  set\n  testSmsTo     set\n  testSmsText   not set');
    for (const value of Object.values(secret)) expect(stdout).not.toContain(value);
    expect(await stored(id)).toEqual(secret);
    const { ResourcePolicy } = await lab.scenario.clients.secretsManager.send(
      new GetResourcePolicyCommand({ SecretId: secretName(id) }),
    );
    expect(JSON.parse(ResourcePolicy ?? '')).toEqual(CREDENTIALS_POLICY);
  });

  it("rotates one field and keeps the others, those of other tools too; --replace-all doesn't", async () => {
    const { id, secret } = lab.newOrg();
    await lab.scenario.storeSecret(id, { ...secret, ofAnotherTool: 'its own' });
    const answer = await lab.json(place, ['secret', id, '--secret-stdin'], 'rotated');
    expect(answer).toMatchObject({ isNew: false, kept: ['clientId', 'testSmsTo'] });
    expect(await stored(id)).toEqual({ ...secret, clientSecret: 'rotated', ofAnotherTool: 'its own' });
    const anew = ['secret', id, '--client-id', secret.clientId, '--secret-stdin', '--replace-all'];
    await lab.run(place, anew, 'anew');
    expect(await stored(id)).toEqual({ clientId: secret.clientId, clientSecret: 'anew' });
  });
});

describe('lab-sms secret where the resource policy keeps people from reading', () => {
  let reader: AnsweringServer;
  beforeAll(async () => {
    reader = await AnsweringServer.listen();
    reader.answer = () => jsonRefusal('AccessDeniedException', 'with an explicit deny in a resource-based policy');
  });
  afterAll(() => {
    reader.close();
  });

  it('asks for every field, because whatever is not given would be lost', async () => {
    const environment = { AWS_ENDPOINT_URL_SECRETS_MANAGER: reader.url };
    const args = ['secret', lab.newOrg().id, '--client-id', 'client', '--secret-stdin'];
    const ended = await lab.run('an AWS account', args, 'rotated', environment);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("testSmsTo, testSmsText are missing: the stored secret can't be read");
    expect(ended.stderr).toContain('--replace-all accepts that');
  });
});
