import { COMMANDS } from '../../../cli/commands.ts';
import { Output } from '../../../cli/commands/completion.ts';
import { completionScript } from '../../../cli/command-line/completion.ts';
import { runNode, runProgram } from '../../support/run-node.ts';

/** What bash offers for the last word of a line. */
async function offered(words: readonly string[]): Promise<string[]> {
  const line = words.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript('bash', COMMANDS)}\nCOMP_WORDS=(${line})\nCOMP_CWORD=${words.length - 1}\n_lab_sms\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, exitCode } = await runProgram('bash', ['--norc', '-c', script]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout.trim().split('\n');
}

describe('lab-sms completion', () => {
  it('completes in bash every command, its options, shells, and files where one is due', async () => {
    expect(await offered(['lab-sms', ''])).toEqual([...COMMANDS.map(({ name }) => name), '--help']);
    expect(await offered(['lab-sms', 'dec'])).toEqual(['decommission']);
    expect(await offered(['lab-sms', 'audit', 'Lab', '--s'])).toEqual(['--since', '--stack', '--state']);
    expect(await offered(['lab-sms', 'completion', ''])).toEqual(['bash', 'zsh', 'fish']);
    expect(await offered(['lab-sms', 'audit', '--html', 'packa'])).toContain('package.json');
    expect(await offered(['lab-sms', 'nonsense', '--'])).toEqual(['']);
  });

  it.each(['bash', 'zsh', 'fish'])('prints a script for %s that names every command and option', async (shell) => {
    const { stdout, exitCode } = await runNode(['cli/lab-sms.mjs', 'completion', shell, '--json']);
    expect(exitCode).toBe(0);
    const { script } = Output.parse(JSON.parse(stdout));
    for (const { name, options } of COMMANDS) {
      expect(script).toContain(name);
      for (const [flags] of options) expect(script).toContain(/--([\w-]+)/.exec(flags)?.[1]);
    }
  });

  it('knows no other shell', async () => {
    const { exitCode, stderr } = await runNode(['cli/lab-sms.mjs', 'completion', 'tcsh']);
    expect([exitCode, stderr]).toEqual([
      2,
      'lab-sms: "tcsh" is no shell with a script.\n  Name one of bash, zsh, fish.\n',
    ]);
  });
});
