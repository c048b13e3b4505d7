import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { AnsweringServer, json, jsonRefusal, refusal } from '../support/answering-server.ts';
import { awsEnvironment } from '../support/aws-environment.ts';
import { FakeCdk } from '../support/fake-cdk.ts';
import { PROJECT, runNode, type Ended } from '../support/run-node.ts';
import { synthesised } from '../support/synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-sms-deploy-'));
const cdk = new FakeCdk(folder);
let world: LocalWorld;
let other: AnsweringServer;

beforeAll(async () => {
  world = await startLocalWorld({ assemblyDir: (await synthesised()).folder, stateDir: join(folder, 'state') });
  other = await AnsweringServer.listen();
});
beforeEach(() => {
  cdk.endWith(0);
});
afterAll(async () => {
  other.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

/** The command of the project, or of a copy of it. */
function run(
  command: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  project = PROJECT,
): Promise<Ended> {
  const env = awsEnvironment(world.endpointUrl, { PATH: cdk.path, ...more });
  return runNode([join(project, 'cli', `${command}.ts`), ...args], { cwd: project, env });
}

/** A copy of the project with those settings. */
function projectCopy(name: string, settings: object): string {
  const project = join(folder, name);
  mkdirSync(project);
  for (const part of ['cli', 'lib', 'local', 'src', 'package.json']) {
    cpSync(join(PROJECT, part), join(project, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'settings.json'), JSON.stringify(settings));
  return project;
}

describe('npm run deploy', () => {
  it('starts cdk with the name of the stack, the options given to it and the region it has looked at', async () => {
    const { exitCode, stdout, stderr } = await run('deploy', ['--require-approval', 'never']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(cdk.calls).toEqual(['eu-central-1 deploy LabSms --require-approval never']);
    expect(stdout).toContain(
      'Deploying LabSms to account 000000000000, eu-central-1, as arn:aws:iam::000000000000:root',
    );
  });

  it('shows the outputs and what to do next', async () => {
    const { stdout } = await run('deploy', [], { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-central-1' });
    expect(stdout).toMatch(/\n {2}EventBusName +lab-orgs\n/);
    expect(stdout).toContain(
      'npx lab-sms register --stack LabSms --file my-org.json --secret-file my-secret.json --wait',
    );
    expect(stdout).toContain(
      'list-executions --state-machine-arn arn:aws:states:eu-central-1:000000000000:stateMachine:lab-sms-provisioning',
    );
    expect(cdk.calls).toEqual(['eu-central-1 deploy LabSms']);
  });

  it.each([['--profile', 'workshops'], ['--profile=workshops']])(
    'looks where the profile of cdk leads (%s)',
    async (...args) => {
      const configuration = join(folder, 'aws-config');
      writeFileSync(
        configuration,
        '[profile workshops]\nregion = eu-west-1\naws_access_key_id = made-up\naws_secret_access_key = made-up\n',
      );
      const { exitCode, stdout } = await run('deploy', args, {
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_REGION: undefined,
        AWS_CONFIG_FILE: configuration,
      });
      expect(exitCode).toBe(0);
      expect(stdout).toContain('to account 000000000000, eu-west-1');
      expect(cdk.calls).toEqual([`eu-west-1 deploy LabSms ${args.join(' ')}`]);
    },
  );

  it.each([
    [[], 'alarms go to nobody: list addresses under alarmEmails in settings.json and deploy again'],
    [
      ['ada@example.com', 'labs@example.org'],
      'alarms go to ada@example.com, labs@example.org: each address has to confirm the mail that AWS sends it',
    ],
  ])('says after success whom alarms tell, with the addresses %j', async (alarmEmails, said) => {
    const project = projectCopy(`alarms-to-${alarmEmails.length}`, { alarmEmails });
    const { exitCode, stdout } = await run('deploy', [], {}, project);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('alarms'))).toEqual([said]);
    cdk.endWith(7);
    expect((await run('deploy', [], {}, project)).stdout).not.toContain('alarms go to');
  });

  it('ends with 1 when cdk fails', async () => {
    cdk.endWith(7);
    const { exitCode, stdout, stderr } = await run('deploy', []);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'lab-sms: cdk deploy ended with 7; what it said is above.\n',
    });
    expect(stdout).not.toContain('is deployed');
  });

  const noStack = () => refusal('ValidationError', 'Stack with id LabSms does not exist');

  it('has a new stack take over the ledger and the log groups that an earlier one has left', async () => {
    other.answer = noStack;
    const { stdout } = await run('deploy', ['--no-rollback'], { AWS_ENDPOINT_URL_CLOUDFORMATION: other.url });
    expect(cdk.calls).toEqual(['eu-central-1 deploy LabSms --import-existing-resources --no-rollback']);
    expect(stdout).toMatch(/has left lab-sms-ledger, \/lab-sms\/stages, .*lab-sms-decommissioning: the new one takes/);
  });

  it('takes over nothing in an account where there is nothing', async () => {
    other.answer = (operation) => {
      if (operation === 'DescribeTable') return jsonRefusal('ResourceNotFoundException', 'No table.');
      return operation === 'DescribeLogGroups' ? json({ logGroups: [] }) : noStack();
    };
    const { exitCode } = await run('deploy', [], {
      AWS_ENDPOINT_URL_CLOUDFORMATION: other.url,
      AWS_ENDPOINT_URL_DYNAMODB: other.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: other.url,
    });
    expect(exitCode).toBe(0);
    expect(cdk.calls).toEqual(['eu-central-1 deploy LabSms']);
  });

  it('goes on where it may not look, and says what that leaves open', async () => {
    other.answer = () => refusal('AccessDenied', 'May not.');
    const { exitCode, stdout } = await run('deploy', [], { AWS_ENDPOINT_URL_CLOUDFORMATION: other.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Not checked: whether an earlier stack has left its ledger (May not.)');
    expect(cdk.calls).toHaveLength(1);
  });
});

describe.each(['deploy', 'destroy'])('npm run %s, before cdk starts,', (command) => {
  /** One message, nothing else, exit code 2, and no cdk. */
  async function expectMistake(ended: Promise<Ended>, ...names: string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await ended;
    for (const name of names) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect({ exitCode, stdout, started: cdk.calls }).toEqual({ exitCode: 2, stdout: '', started: [] });
  }

  it('names every bad setting', async () => {
    const project = projectCopy(`bad-settings-${command}`, { numbersPerDay: -1, numbersPerWeek: 3 });
    await expectMistake(
      run(command, [], {}, project),
      'lab-sms: settings.json',
      'numbersPerDay (-1): must be 0 or more',
      'numbersPerWeek: unknown field',
    );
    rmSync(join(project, 'settings.json'));
    await expectMistake(run(command, [], {}, project), "settings.json can't be read (ENOENT)");
  });

  it('says that there are no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    await expectMistake(run(command, [], none), 'no AWS credentials were found');
  });

  it('says that the credentials have expired', async () => {
    other.answer = () => refusal('ExpiredToken', 'The security token included in the request is expired');
    await expectMistake(run(command, [], { AWS_ENDPOINT_URL_STS: other.url }), 'your AWS credentials have expired');
  });

  it('says that there is no region, in which cdk would choose one by itself', async () => {
    await expectMistake(run(command, [], { AWS_REGION: undefined }), 'no AWS region is set');
  });

  it('takes no name of a stack', async () => {
    await expectMistake(run(command, ['OtherStack']), "OtherStack can't be taken");
  });

  it('says where cdk is found when it is not', async () => {
    const { exitCode, stderr } = await run(command, command === 'destroy' ? ['--yes'] : [], { PATH: folder });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("cdk can't be started (ENOENT): run it as npm run deploy") as string,
    });
  });

  it('shows its options and exit codes', async () => {
    const { exitCode, stdout } = await run(command, ['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Exit codes: 0 ');
  });
});
