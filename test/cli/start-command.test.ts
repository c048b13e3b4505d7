import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Output } from '../../cli/commands/register.ts';
import { runningWorld } from '../../cli/place/running-world.ts';
import { org, registration, SECRET, seed } from '../scenarios/lab.ts';
import { runNode, type Ended } from '../support/run-node.ts';
import { CommandLab } from './lab-sms/command-lab.ts';
import { RunningCommand } from './lab-sms/running-command.ts';

jest.setTimeout(120_000);
const SILENT = '00000000-2222-4333-8444-555555555555';
const CONFIDENTIAL = 'never-to-be-shown-4711';
const folder = mkdtempSync(join(tmpdir(), 'lab-sms-start-'));
const file = (name: string, content?: unknown): string => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const start = (...args: string[]): Promise<Ended> => runNode(['cli/start.ts', ...args]);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('npm start with a mistake in the command', () => {
  const org1 = ['--file', 'docs/examples/lab-org-registered.json'];
  it.each<[args: string[], names: string]>([
    [['--genesys-url', 'https://api.mypurecloud.com'], '--genesys-url (https://api.mypurecloud.com) must be'],
    [['--frseh'], "unknown option '--frseh'"],
    [['org.json'], 'too many arguments'],
    [['--file', 'missing.json'], "--file missing.json can't be read (ENOENT)"],
    [['--file', 'docs'], "--file docs can't be read (EISDIR)"],
    [['--stack', 'LabSms', ...org1, '--fresh'], "--fresh can't go with --stack"],
    [['--stack', 'lab sms', ...org1], '--stack "lab sms" is no name of a stack'],
    [['--stack', 'LabSms'], 'genesysOrgId (missing)'],
  ])('%j: ends with 2 and one message, and starts nothing', async (args, names) => {
    const { exitCode, stdout, stderr } = await start(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(names);
    expect(stderr).not.toContain('    at ');
  });

  it('shows nothing of what is in a file that is not JSON', async () => {
    const broken = file('truncated.json', `{"clientId": "lab", "clientSecret": "${CONFIDENTIAL}`);
    const { exitCode, stderr } = await start('--file', broken);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`--file ${broken} is not JSON`)]);
    expect(stderr).not.toContain(CONFIDENTIAL.slice(0, 5));
  });

  it('shows its options and ends with 0 when asked for them', async () => {
    const { exitCode, stdout, stderr } = await start('--help');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: npm start/);
  });
});

describe('npm start where a local world runs already', () => {
  let lab: CommandLab;
  beforeAll(async () => {
    const { clientSecret } = SECRET;
    const silent = org({ id: SILENT, name: 'Silent Lab', clients: [{ clientId: 'silent-client', clientSecret }] });
    lab = await CommandLab.start(seed(org(), silent));
  });
  afterAll(() => lab.stop());

  it('is lab-sms register --wait there, and leaves the world running', async () => {
    const args = ['--file', file('org.json', registration()), '--secret-file', file('secret.json', SECRET)];
    const { exitCode, stdout } = await start(...args, '--state', lab.stateFolder, '--json');
    expect(exitCode).toBe(0);
    expect(Output.parse(JSON.parse(stdout))).toMatchObject({ outcome: 'delivered', hasBought: true });
    expect(await runningWorld(lab.stateFolder)).toMatchObject({ awsUrl: lab.scenario.awsUrl });
  });

  it('ends with 1 where register ends with 0: provisioned, and no text delivered', async () => {
    const { testSmsTo: _testSmsTo, ...nobody } = SECRET;
    const silent = registration({ genesysOrgId: SILENT, name: 'Silent Lab' });
    const args = [
      '--file',
      file('silent.json', silent),
      '--secret-file',
      file('nobody.json', { ...nobody, clientId: 'silent-client' }),
    ];
    const { exitCode, stdout } = await start(...args, '--state', lab.stateFolder);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Silent Lab is ready.');
    expect(stdout).toContain('text      no test recipient');
  });

  it('refuses to forget what is in use', async () => {
    const { exitCode, stderr } = await start('--fresh', '--state', lab.stateFolder);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('lab-sms local --stop');
  });
});

it('ends the local world that it has started when Ctrl-C ends it, and says so', async () => {
  const state = join(folder, 'state');
  const command = new RunningCommand(['cli/start.ts', '--state', state], process.env);
  await command.prints('  VerifyOrgAccess\n');
  expect(await runningWorld(state)).toBeDefined();
  command.interrupt();
  const { exitCode, stdout } = await command.ended();
  expect(exitCode).toBe(130);
  expect(stdout).toContain('Ended by Ctrl-C, and the local world with it.');
  expect(await runningWorld(state)).toBeUndefined();
});
