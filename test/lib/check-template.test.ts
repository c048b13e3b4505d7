import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, type Ended } from '../support/run-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-sms-cfn-lint-'));
const asked = join(folder, 'asked');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `npm run check:template` on a template where the only program is a cfn-lint that ends so; or none. */
function checkTemplate(exitCode?: number): Promise<Ended> {
  const program = `#!/bin/sh\necho "$1" >> '${asked}'\n[ "$1" = --version ] || exit ${exitCode ?? 0}\n`;
  if (exitCode !== undefined) writeFileSync(join(folder, 'cfn-lint'), program, { mode: 0o755 });
  return runNode(['scripts/check-template.ts', 'some.template.json'], { env: { PATH: folder } });
}

it('counts a template that nobody has looked at as not checked', async () => {
  const { exitCode, stdout, stderr } = await checkTemplate();
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('cfn-lint not installed: not checked');
});

it.each([
  [0, 0, 'cfn-lint: no finding in the template.'],
  [4, 1, 'cfn-lint: findings, see above.'],
])('has cfn-lint look at the template: when that ends with %d, it ends with %d', async (status, ...ends) => {
  const { exitCode, stdout } = await checkTemplate(status);
  expect([exitCode, stdout.trim()]).toEqual(ends);
  expect(readFileSync(asked, 'utf8').trim().split('\n').at(-1)).toBe('some.template.json');
});
