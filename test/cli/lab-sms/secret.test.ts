import { GetResourcePolicyCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Output } from '../../../cli/commands/secret.ts';
import { CREDENTIALS_POLICY } from '../../../src/workflow/credentials-policy.ts';
import { ORG_ID, SECRET, seed } from '../../scenarios/lab.ts';
import { AnsweringServer, jsonRefusal } from '../../support/answering-server.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);
const SecretId = `lab-sms/${ORG_ID}`;
const FROM_STDIN = ['secret', ORG_ID, '--client-id', SECRET.clientId, '--secret-stdin'];

describe.each(PLACES)('lab-sms secret on %s', (place) => {
  let lab: CommandLab;
  beforeEach(async () => {
    lab = await CommandLab.start(seed());
  });
  afterEach(() => lab.stop());

  const stored = async (): Promise<unknown> => {
    const { SecretString } = await lab.scenario.clients.secretsManager.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString ?? '');
  };

  it('stores what stdin and options give with the policy of secrets, and shows no value', async () => {
    const args = [...FROM_STDIN, '--test-sms-to', SECRET.testSmsTo];
    const { exitCode, stdout, stderr } = await lab.run(place, args, `${SECRET.clientSecret}\nmore\n`);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('clientSecret  set\n  testSmsTo     set\n  testSmsText   not set');
    for (const value of Object.values(SECRET)) expect(stdout).not.toContain(value);
    expect(await stored()).toEqual(SECRET);
    const { ResourcePolicy } = await lab.scenario.clients.secretsManager.send(
      new GetResourcePolicyCommand({ SecretId }),
    );
    expect(JSON.parse(ResourcePolicy ?? '')).toEqual(CREDENTIALS_POLICY);
  });

  it("rotates one field and keeps the others, those of other tools too; --replace-all doesn't", async () => {
    await lab.scenario.storeSecret(ORG_ID, { ...SECRET, ofAnotherTool: 'its own' });
    const args = ['secret', ORG_ID, '--secret-stdin', '--json'];
    const { stdout } = await lab.run(place, args, 'rotated');
    expect(Output.parse(JSON.parse(stdout))).toMatchObject({ isNew: false, kept: ['clientId', 'testSmsTo'] });
    expect(await stored()).toEqual({ ...SECRET, clientSecret: 'rotated', ofAnotherTool: 'its own' });
    await lab.run(place, [...FROM_STDIN, '--replace-all'], 'anew');
    expect(await stored()).toEqual({ clientId: SECRET.clientId, clientSecret: 'anew' });
  });

  it.each([
    [
      'a bad E.164',
      [...FROM_STDIN, '--test-sms-to', '0044-7700'],
      'x',
      2,
      "can't be used, and nothing was stored: testSmsTo must be an E.164 number",
    ],
    ['nothing on stdin', FROM_STDIN, '', 2, 'stdin holds no client secret.'],
    ['a closed stdin instead of a prompt', ['secret', ORG_ID, '--client-id', 'x'], '', 2, 'clientSecret is missing'],
    [
      'the secret as an argument',
      ['secret', ORG_ID, '--client-secret', 'x'],
      '',
      2,
      "unknown option '--client-secret'",
    ],
    [
      'a name that nobody has',
      ['secret', 'Nowhere Lab', '--secret-stdin'],
      'x',
      4,
      'no org "Nowhere Lab" is in the ledger.',
    ],
  ])('refuses %s and stores nothing', async (_what, args, stdin, code, said) => {
    const ended = await lab.run(place, args, stdin);
    expect([ended.exitCode, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toContain(said);
    expect(ended.stderr).not.toContain('0044-7700');
    await expect(stored()).rejects.toThrow("can't find the specified secret");
  });
});

describe('lab-sms secret where the resource policy keeps people from reading', () => {
  let lab: CommandLab;
  let reader: AnsweringServer;
  beforeAll(async () => {
    lab = await CommandLab.start(seed());
    reader = await AnsweringServer.listen();
    reader.answer = () => jsonRefusal('AccessDeniedException', 'with an explicit deny in a resource-based policy');
  });
  afterAll(async () => {
    reader.close();
    await lab.stop();
  });

  it('asks for every field, because whatever is not given would be lost', async () => {
    const environment = { AWS_ENDPOINT_URL_SECRETS_MANAGER: reader.url };
    const ended = await lab.run('an AWS account', FROM_STDIN, 'rotated', environment);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("testSmsTo, testSmsText are missing: the stored secret can't be read");
    expect(ended.stderr).toContain('--replace-all accepts that');
  });
});
