import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { STACK_NAME } from '../../lib/stack-name.ts';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { startGenesysSimulator, type GenesysSimulator } from '../../local/genesys/simulator.ts';
import { PROVISIONING_STAGES, VERIFICATION_STAGES } from '../../src/workflow/stages.ts';
import { clientConfig } from '../local/aws/fixture/world.ts';
import { ORG_ID, registration, SECRET, seed } from '../scenarios/lab.ts';
import { AnsweringServer, json, jsonRefusal, refusal } from '../support/answering-server.ts';
import { awsEnvironment } from '../support/aws-environment.ts';
import { runNode, type Ended } from '../support/run-node.ts';
import { synthesised } from '../support/synthesised.ts';

// The command runs against the clock of this machine: stages, waits and receipts take their time.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'lab-sms-stack-command-'));
const file = (name: string): string => join(folder, name);
let genesys: GenesysSimulator;
let world: LocalWorld;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  writeFileSync(file('org.json'), JSON.stringify(registration()));
  writeFileSync(file('bad-org.json'), JSON.stringify(registration({ genesysRegion: 'mars-1', naem: 'Lab' })));
  writeFileSync(file('secret.json'), JSON.stringify(SECRET));
  genesys = await startGenesysSimulator({ seed: seed() });
  world = await startLocalWorld({
    assemblyDir: (await synthesised()).folder,
    stateDir: file('state'),
    handlerEnvironment: { GENESYS_ENDPOINT_URL: genesys.url },
  });
  secrets = new SecretsManagerClient(clientConfig(world));
});
afterAll(async () => {
  await world.close();
  await genesys.close();
  rmSync(folder, { recursive: true });
});

/** `npm start -- --stack LabSms --registration org.json ...` */
function register(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const given = args.includes('--registration') ? args : ['--registration', file('org.json'), ...args];
  const stack = args.includes('--stack') ? [] : ['--stack', STACK_NAME];
  return runNode(['cli/start.ts', ...stack, ...given], { env: awsEnvironment(world.endpointUrl, environment) });
}

async function executionCount(): Promise<number> {
  const stateMachineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:lab-sms-provisioning';
  const { executions = [] } = await new SFNClient(clientConfig(world)).send(
    new ListExecutionsCommand({ stateMachineArn }),
  );
  return executions.length;
}

/** What is seen to be wrong ends the command with 2, one message, and nothing started. */
async function expectMistake(ended: Promise<Ended>, ...names: string[]): Promise<void> {
  const before = await executionCount();
  const { exitCode, stderr } = await ended;
  for (const name of names) expect(stderr).toContain(name);
  expect(stderr).toMatch(/^lab-sms: /);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(exitCode).toBe(2);
  expect(await executionCount()).toBe(before);
}

describe('npm start -- --stack, before the org has credentials', () => {
  it('says how to store them, and sends nothing', async () => {
    await expectMistake(
      register([]),
      `no credentials of the org ${ORG_ID} are stored`,
      '--secret FILE',
      `aws secretsmanager create-secret --name lab-sms/${ORG_ID} --secret-string file://my-secret.json`,
      `aws secretsmanager put-resource-policy --secret-id lab-sms/${ORG_ID} --block-public-policy --resource-policy file://docs/examples/credentials-policy.json`,
    );
  });

  it("never stores the sample's made-up credentials, asked or not", async () => {
    await expectMistake(register(['--secret', 'docs/examples/lab-org-secret.json']), 'made-up credentials');
    await expectMistake(register(['--registration', 'docs/examples/lab-org-registered.json']), 'are stored');
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  });

  it('names every problem of a registration', async () => {
    await expectMistake(register(['--registration', file('bad-org.json')]), 'genesysRegion ("mars-1")', 'naem');
  });
});

describe('npm start -- --stack in surroundings that are not in order', () => {
  it('names a stack that is not there', async () => {
    await expectMistake(register(['--stack', 'Elsewhere']), 'no stack Elsewhere in eu-central-1', 'npm run deploy');
  });

  it('says that there are no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    await expectMistake(register([], none), 'no AWS credentials were found', 'AWS_PROFILE');
  });

  it('says that there is no region', async () => {
    await expectMistake(register([], { AWS_REGION: undefined }), 'no AWS region is set', 'AWS_REGION');
  });

  it('says that AWS can not be reached', async () => {
    await expectMistake(
      register([], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }),
      "AWS can't be reached",
      'ECONNREFUSED',
    );
  });

  describe('with another AWS for one service', () => {
    let other: AnsweringServer;
    beforeAll(async () => {
      other = await AnsweringServer.listen();
    });
    afterAll(() => {
      other.close();
    });

    it.each([
      ['ExpiredToken', 'your AWS credentials have expired'],
      ['InvalidClientTokenId', 'AWS does not accept your credentials'],
      ['AccessDenied', 'may not do this'],
    ])('says what %s means', async (code, meaning) => {
      other.answer = () => refusal(code, 'Said by AWS.');
      await expectMistake(register([], { AWS_ENDPOINT_URL_CLOUDFORMATION: other.url }), meaning, 'Said by AWS.');
    });

    it('names the bus that somebody has deleted, which would swallow the event', async () => {
      other.answer = () => jsonRefusal('ResourceNotFoundException', 'Event bus lab-orgs does not exist.');
      await expectMistake(register([], { AWS_ENDPOINT_URL_EVENTBRIDGE: other.url }), 'the bus lab-orgs', 'no event');
    });
  });
});

it('tells what it may not look at, and goes on', async () => {
  const other = await AnsweringServer.listen();
  other.answer = (operation) =>
    operation === 'PutEvents'
      ? json({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'No.' }] })
      : jsonRefusal('AccessDeniedException', 'May not.');
  const elsewhere = { AWS_ENDPOINT_URL_EVENTBRIDGE: other.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: other.url };
  const { exitCode, stdout, stderr } = await register([], elsewhere);
  other.close();
  expect(stdout).toContain('not checked: whether the bus lab-orgs is there (May not.)');
  expect(stdout).toContain(`not checked: whether the secret lab-sms/${ORG_ID} is there (May not.)`);
  expect(stderr).toContain('the bus lab-orgs refused "Lab Org Registered": NotAuthorizedForSourceException');
  expect(exitCode).toBe(1);
});

describe('npm start -- --stack', () => {
  it('stores the given secret, follows both state machines, and prints the result without the phone', async () => {
    const { exitCode, stdout, stderr } = await register(['--secret', file('secret.json')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('The stack LabSms in account 000000000000, eu-central-1');
    for (const stage of [...PROVISIONING_STAGES, ...VERIFICATION_STAGES]) expect(stdout).toContain(`  ${stage}\n`);
    expect(stdout).toContain('Scenario Lab is ready.');
    expect(stdout).toMatch(/number {2}\+447700900\d{3} \(bought, active\)/);
    expect(stdout).toContain('text    delivered');
    expect(stdout).toContain(`The text went to the testSmsTo of the secret lab-sms/${ORG_ID}: look at that phone.`);
    expect(stdout).toContain('bought  one number');
    expect(stdout).toMatch(/calls {3}[1-9]\d+ to Genesys as far as the log lines have come/);
    expect(stdout).toContain('"DetailType":"Lab Org Decommission Requested"');
    for (const unseen of ['╭', '.lab-sms', SECRET.clientSecret, SECRET.testSmsTo]) expect(stdout).not.toContain(unseen);
  });

  it('again finds the stored secret, buys nothing, and takes the region as the AWS CLI does', async () => {
    const { exitCode, stdout } = await register([], { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-central-1' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('bought  nothing');
    expect(genesys.control.state().orgs[0]?.phoneNumbers).toHaveLength(1);
  });

  it('ends with 1 and the words of the stage when the org is not provisioned', async () => {
    writeFileSync(file('no-queue.json'), JSON.stringify(registration({ queueName: 'No Such Queue' })));
    const { exitCode, stdout } = await register(['--registration', file('no-queue.json')]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Not provisioned:');
    expect(stdout).toContain('No Such Queue');
  });

  it('says that a secret is being deleted, and how to take that back', async () => {
    await secrets.send(new DeleteSecretCommand({ SecretId: `lab-sms/${ORG_ID}` }));
    await expectMistake(register([]), 'is being deleted', `restore-secret --secret-id lab-sms/${ORG_ID}`);
  });
});
