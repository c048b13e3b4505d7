import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { Output } from '../../../cli/commands/local.ts';
import { announcedWorld, isAlive, runningWorld } from '../../../cli/place/running-world.ts';
import { PROJECT, runNode, type Ended } from '../../support/run-node.ts';
import { KEY, Terminal } from '../../support/terminal.ts';
import { RunningCommand } from './running-command.ts';

jest.setTimeout(120_000);
const folder = mkdtempSync(join(tmpdir(), 'lab-sms-command-'));
const labSms = (...args: string[]): Promise<Ended> => runNode(['cli/lab-sms.mjs', ...args]);
const local = (...args: string[]): Promise<Ended> => labSms('local', '--state', folder, ...args);

afterAll(async () => {
  await local('--stop');
  rmSync(folder, { recursive: true });
});

describe('the local world of the command', () => {
  it('is started in the background when none runs, found by the next command, and ended when asked', async () => {
    const first = await local('--json');
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain('in the background');
    const world = Output.parse(JSON.parse(first.stdout));
    expect(world).toMatchObject({
      isRunning: true,
      awsUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/) as string,
    });
    const second = await local('--json');
    expect([JSON.parse(second.stdout), second.stderr]).toEqual([world, '']);
    expect((await local('--stop')).stdout).toBe('The local world has ended. Everything is kept.\n');
    expect((await local('--stop')).stdout).toBe('No local world runs here.\n');
    await expect(fetch(world.awsUrl ?? '')).rejects.toThrow();
  });

  it('is in the folder that the reader means, wherever they stand', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'lab-sms-elsewhere-'));
    const there = (...args: string[]): Promise<Ended> =>
      runNode([join(PROJECT, 'cli/lab-sms.mjs'), 'local', '--state', 'state', ...args], { cwd: elsewhere });
    const started = await there();
    expect(started.exitCode).toBe(0);
    expect(started.stdout).toContain(join(elsewhere, 'state'));
    expect((await there('--stop')).stdout).toContain('has ended');
    expect(announcedWorld(join(elsewhere, 'state'))).toBeUndefined();
    rmSync(elsewhere, { recursive: true });
  });

  it('that does not answer is not said to be gone, and ends when it can', async () => {
    await local();
    const { pid } = announcedWorld(folder) ?? { pid: 0 };
    process.kill(pid, 'SIGSTOP');
    const stopping = new RunningCommand(['cli/lab-sms.mjs', 'local', '--state', folder, '--stop'], process.env);
    const first = await Promise.race([stopping.ended(), setTimeout(1000, 'still waiting')]);
    expect(first).toBe('still waiting');
    process.kill(pid, 'SIGCONT');
    expect((await stopping.ended()).stdout).toContain('has ended');
    expect(isAlive(pid)).toBe(false);
  });

  it.each([
    ['/dev/null', 3, "the state folder /dev/null can't be written (EEXIST)."],
    ['', 2, 'Name a folder.'],
  ])('refuses the state folder "%s" with one plain sentence', async (state, exitCode, said) => {
    const ended = await labSms('status', '--state', state);
    expect([ended.exitCode, ended.stderr]).toEqual([exitCode, expect.stringContaining(said)]);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('is told to have ended when it does while a command works', async () => {
    await local();
    const { pid } = announcedWorld(folder) ?? { pid: 0 };
    const args = ['register', '--state', folder, '--file', 'docs/examples/lab-org-registered.json', '--wait'];
    const waiting = new RunningCommand(['cli/lab-sms.mjs', ...args], process.env);
    await waiting.prints('  VerifyOrgAccess');
    process.kill(pid, 'SIGKILL');
    const { exitCode, stderr } = await waiting.ended();
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('lab-sms: the local world has ended meanwhile.')]);
    expect(stderr).toContain('What was running is ABORTED then');
  });

  it('is none of an AWS account', async () => {
    const ended = await labSms('local', '--stack', 'LabSms');
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/^lab-sms: --stack names a stack in an AWS account\.\n {2}Leave it out/);
  });
});

it('Ctrl-C before anything is begun ends a command at once, in one sentence; the world that it was starting stays', async () => {
  const state = join(folder, 'interrupted');
  const terminal = Terminal.run(['cli/lab-sms.mjs', 'status', '--state', state], { env: process.env });
  await terminal.shows('Starting the local AWS');
  terminal.type(KEY.ctrlC);
  expect(await terminal.ended()).toBe(130);
  expect(terminal.lines()).toContain('lab-sms: you pressed Ctrl-C before anything was begun.');
  terminal.close();
  while ((await runningWorld(state)) === undefined) await setTimeout(20);
  const { pid } = announcedWorld(state) ?? { pid: 0 };
  expect((await labSms('local', '--state', state, '--stop')).stdout).toContain('has ended');
  expect(isAlive(pid)).toBe(false);
});

describe('the command line', () => {
  it('shows its help with the exit codes, and each command an example', async () => {
    const all = await labSms('--help');
    expect([all.exitCode, all.stderr]).toEqual([0, '']);
    expect(all.stdout).toContain('130 let go by Ctrl-C');
    expect((await labSms('local', '--help')).stdout).toContain('Example:');
  });

  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['local', '--nonsense'], "unknown option '--nonsense'"],
    [['local', 'too', 'much'], 'too many arguments'],
    [['local', '--stack', 'LabSms', '--state', 'here'], 'cannot be used with'],
  ])('%p ends with 2 and one plain message', async (args, said) => {
    const ended = await labSms(...args);
    expect([ended.exitCode, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(said);
  });
});
