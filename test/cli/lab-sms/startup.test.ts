import { join } from 'node:path';
import { PROJECT, runNode } from '../../support/run-node.ts';

/** The packages that a command line loads, and whether it loads anything of ours beside cli/. */
async function loaded(...args: string[]): Promise<{ packages: string[]; others: string[] }> {
  const hooks = join(PROJECT, 'test/support/loaded-modules.mjs');
  const { stderr, exitCode } = await runNode(['--import', hooks, 'cli/lab-sms.mjs', ...args]);
  expect(exitCode).toBe(0);
  const files = stderr.split('\n').filter((line) => line.startsWith('file:'));
  const packages = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const others = files.filter((file) => /\/(?:src|local|lib)\//.test(file) && !file.includes('node_modules'));
  return { packages: [...new Set(packages)], others };
}

it('lab-sms --help loads the parser and nothing else, which is what keeps its start short (npm run startup)', async () => {
  expect(await loaded('--help')).toEqual({ packages: ['commander'], others: [] });
  expect(await loaded('audit', '--help')).toEqual({ packages: ['commander'], others: [] });
});

it('the test sees what is loaded: a command that prints a script loads its schema', async () => {
  expect((await loaded('completion', 'bash')).packages).toContain('zod');
});
