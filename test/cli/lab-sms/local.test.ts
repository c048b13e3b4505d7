import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Output } from '../../../cli/commands/local.ts';
import { runNode, type Ended } from '../../support/run-node.ts';

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

  it('is none of an AWS account', async () => {
    const ended = await labSms('local', '--stack', 'LabSms');
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/^lab-sms: --stack names a stack in an AWS account\.\n {2}Leave it out/);
  });
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
