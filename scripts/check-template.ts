import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { STACK_NAME } from '../lib/stack-name.ts';
import { synthesise } from '../lib/synthesise.ts';

// npm run check:template [-- TEMPLATE]: has cfn-lint, a program of its own, look at the template, which is synthesised
// unless one is given. Exit 0 when it finds nothing, 1 when it finds something, 2 when it is not installed and so nothing
// was checked.

const root = join(import.meta.dirname, '..');

/** Whether cfn-lint finds nothing. It reads .cfnlintrc.yaml in the folder that it is started in. */
function hasNoFinding(template: string): boolean {
  return spawnSync('cfn-lint', [template], { cwd: root, stdio: 'inherit' }).status === 0;
}

async function synthesisedHasNoFinding(): Promise<boolean> {
  mkdirSync(join(root, '.lab-sms'), { recursive: true });
  const folder = mkdtempSync(join(root, '.lab-sms', 'checked-'));
  try {
    await synthesise(root, folder);
    return hasNoFinding(join(folder, `${STACK_NAME}.template.json`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { error } = spawnSync('cfn-lint', ['--version']);
if (error !== undefined) {
  process.stderr.write(`cfn-lint not installed: not checked (${error.message}). Get it with: pipx install cfn-lint\n`);
  process.exitCode = 2;
} else {
  const given = process.argv[2];
  const isClean = given === undefined ? await synthesisedHasNoFinding() : hasNoFinding(given);
  process.stdout.write(isClean ? 'cfn-lint: no finding in the template.\n' : 'cfn-lint: findings, see above.\n');
  process.exitCode = isClean ? 0 : 1;
}
