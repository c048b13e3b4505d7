import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PROJECT, runNode, type Ended } from '../support/run-node.ts';
import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-sms-local-'));
const state = join(folder, 'state');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const local = (...args: string[]): Promise<Ended> => runNode(['cli/local.ts', ...args]);

/** The command running, with what it has printed so far. */
class Running {
  readonly child: ChildProcess;
  stdout = '';

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, ['cli/local.ts', ...args], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
  }

  async until(text: string): Promise<void> {
    while (!this.stdout.includes(text)) await once(this.child.stdout ?? this.child, 'data');
  }

  /** The value of a variable that it tells to export. */
  exported(name: string): string {
    return new RegExp(`\\b${name}=(\\S+)`).exec(this.stdout)?.[1] ?? '';
  }
}

describe('npm run local', () => {
  let running: Running;
  beforeAll(async () => {
    running = new Running('--state', state);
    await running.until('filter-log-events');
  });
  afterAll(() => running.child.kill('SIGKILL'));

  it('stays up, and SDK clients reach the stack and the sample secret with what it prints', async () => {
    const config = {
      endpoint: running.exported('AWS_ENDPOINT_URL'),
      region: running.exported('AWS_REGION'),
      credentials: {
        accessKeyId: running.exported('AWS_ACCESS_KEY_ID'),
        secretAccessKey: running.exported('AWS_SECRET_ACCESS_KEY'),
      },
    };
    const { stateMachines = [] } = await new SFNClient(config).send(new ListStateMachinesCommand({}));
    expect(stateMachines.map(({ name }) => name)).toEqual([...STATE_MACHINE_NAMES]);
    for (const { stateMachineArn } of stateMachines.slice(0, 1)) expect(running.stdout).toContain(stateMachineArn);
    const SecretId = 'lab-sms/6f1d2c3b-4a59-4e68-9b7a-8c9d0e1f2a3b';
    const { SecretString } = await new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId }));
    expect(SecretString).toContain('clientId');
    expect(running.stdout).not.toContain('clientSecret');
  });

  it('is told from a second one on the same folder, which ends with 2 and touches nothing, --fresh or not', async () => {
    const { exitCode, stdout, stderr } = await local('--fresh', '--state', state);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`in use by the local world at ${running.exported('AWS_ENDPOINT_URL')}`);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(state, 'aws', 'secrets.json'))).toBe(true);
  });

  it('ends cleanly at Ctrl-C, and a later one finds what it kept', async () => {
    running.child.kill('SIGINT');
    const [exitCode] = (await once(running.child, 'exit')) as [number | null];
    expect(exitCode).toBe(0);
    expect(running.stdout).toContain('Ended.');
    expect(existsSync(join(state, 'aws', 'world.lock'))).toBe(false);
    expect(existsSync(join(state, 'aws', 'secrets.json'))).toBe(true);
  });
});

describe('npm run local with a mistake', () => {
  it('ends with 2 and names a port that another program has', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await local('--port', String(port), '--state', join(folder, 'taken'));
    server.close();
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`lab-sms: port ${port} is taken by another program: give another with --port, or none.\n`);
  });

  it.each([
    { args: ['--port', 'http'], names: ['--port http', '65535'] },
    { args: ['--port', '65536'], names: ['--port 65536', '65535'] },
    { args: ['--prot', '1'], names: ['--prot', '--port N'] },
  ])('ends with 2 and one message for $args', async ({ args, names }) => {
    const { exitCode, stdout, stderr } = await local(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const name of names) expect(stderr).toContain(name);
  });
});

it('npm run local -- --help shows the options and ends with 0', async () => {
  const { exitCode, stdout, stderr } = await local('--help');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const option of ['--port N', '--state FOLDER', '--fresh']) expect(stdout).toContain(option);
});
