import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { AnsweringServer, json, jsonRefusal, refusal } from '../../support/answering-server.ts';
import type { Ended } from '../../support/run-node.ts';
import { CommandLab } from './command-lab.ts';

jest.setTimeout(120_000);
let lab: CommandLab;
let other: AnsweringServer;

beforeAll(async () => {
  lab = await CommandLab.start(seed());
  other = await AnsweringServer.listen();
});
afterAll(async () => {
  other.close();
  await lab.stop();
});

const file = (name: string, content: unknown): string => {
  const path = join(lab.scenario.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const register = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  lab.run('an AWS account', ['register', '--file', file('org.json', registration()), ...args], '', environment);

describe('lab-sms register in an AWS account', () => {
  it("never stores the sample's made-up credentials, and sends nothing where an org has none", async () => {
    const sample = await register(['--secret-file', 'docs/examples/lab-org-secret.json']);
    expect([sample.exitCode, sample.stderr]).toEqual([2, expect.stringContaining('made-up credentials')]);
    const none = await register([]);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('--secret-file takes them from a file')]);
    expect((await lab.scenario.clients.secretsManager.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    expect(await lab.scenario.executions('lab-sms-provisioning')).toEqual([]);
  });

  it.each([
    ['InvalidClientTokenId', 'AWS does not accept your credentials'],
    ['AccessDenied', 'may not do this'],
  ])('says what %s means', async (code, meaning) => {
    other.answer = () => refusal(code, 'Said by AWS.');
    const { exitCode, stderr } = await register([], { AWS_ENDPOINT_URL_CLOUDFORMATION: other.url });
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining(meaning)]);
    expect(stderr).toContain('Said by AWS.');
  });

  it('names the bus that somebody has deleted, which would swallow the event', async () => {
    other.answer = () => jsonRefusal('ResourceNotFoundException', 'Event bus lab-orgs does not exist.');
    const { exitCode, stderr } = await register([], { AWS_ENDPOINT_URL_EVENTBRIDGE: other.url });
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('the bus lab-orgs of the stack LabSms is not in')]);
  });

  it('tells what it may not look at, goes on, and tells what the bus refused', async () => {
    other.answer = (operation) =>
      operation === 'PutEvents'
        ? json({
            FailedEntryCount: 1,
            Entries: [{ ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'No.' }],
          })
        : jsonRefusal('AccessDeniedException', 'May not.');
    const elsewhere = { AWS_ENDPOINT_URL_EVENTBRIDGE: other.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: other.url };
    const { exitCode, stdout, stderr } = await register([], elsewhere);
    expect(stdout).toContain('Not checked: whether the bus lab-orgs is there (May not.)');
    expect(stderr).toContain('the bus lab-orgs refused "Lab Org Registered": NotAuthorizedForSourceException No.');
    expect(exitCode).toBe(1);
  });

  it('tells where the text went, and of no phone; takes the region as the AWS CLI does; says what commands need', async () => {
    const args = ['--secret-file', file('secret.json', SECRET), '--wait'];
    const { exitCode, stdout } = await register(args, { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-central-1' });
    expect(exitCode).toBe(0);
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`The text went to the testSmsTo of the secret lab-sms/${ORG_ID}: look at that phone.`);
    expect(text).toMatch(/calls [1-9]\d+ to Genesys as far as the log lines have come/);
    expect(text).toContain('(add --stack LabSms to lab-sms commands)');
    for (const unseen of ['╭', SECRET.clientSecret, SECRET.testSmsTo]) expect(stdout).not.toContain(unseen);
  });

  it('says that a secret is being deleted, and how to take that back', async () => {
    const SecretId = `lab-sms/${ORG_ID}`;
    await lab.scenario.clients.secretsManager.send(new DeleteSecretCommand({ SecretId }));
    const { exitCode, stderr } = await register([]);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('is being deleted')]);
    expect(stderr).toContain(`restore-secret --secret-id ${SecretId}`);
  });
});
