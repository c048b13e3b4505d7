import { runProgram } from '../../support/run-node.ts';
import { CommandLab } from './command-lab.ts';

jest.setTimeout(60_000);
const ESCAPE = String.fromCharCode(27);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe('what lab-sms prints', () => {
  it.each(['--help', 'status', 'status --json', 'completion bash'])(
    '%s ends quietly when nobody reads it',
    async (args) => {
      const where = args === '--help' ? '' : `--state '${lab.stateFolder}'`;
      const script = `'${process.execPath}' cli/lab-sms.mjs ${args} ${where} | true; echo "\${PIPESTATUS[0]}"`;
      expect(await runProgram('bash', ['-c', script])).toEqual({ exitCode: 0, stdout: '0\n', stderr: '' });
    },
  );

  it.each([['true'], [undefined]])('holds no colour where it is no terminal, with CI=%s', async (CI) => {
    const { id } = await lab.readyOrg();
    for (const args of [['plan', id], ['provision', id], ['verify', id], ['status'], ['status', id], ['audit', id]]) {
      const { stdout, stderr } = await lab.run('this machine', args, '', { CI, FORCE_COLOR: undefined });
      expect(stdout).not.toBe('');
      expect(stdout + stderr).not.toContain(ESCAPE);
    }
  });
});
