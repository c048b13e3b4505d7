// Installs the dependencies when node_modules is missing or out of step with package-lock.json.
// Runs before `npm start` and `npm test` on whatever Node (20 or later) the machine has, so it uses built-ins only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.lab-sms-installed');
const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

/** @param {string} message */
function fail(message) {
  process.stderr.write(`lab-sms: ${message}\n`);
  process.exit(1);
}

const isInstalled = existsSync(marker) && readFileSync(marker, 'utf8').startsWith(lockHash);
if (!isInstalled) {
  process.stdout.write('Installing dependencies (first run, or package-lock.json changed) ...\n');
  const started = Date.now();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed; its message is above. Mend that and run the command again.');
  const seconds = (Date.now() - started) / 1000;
  writeFileSync(marker, `${lockHash} ${seconds.toFixed(1)}\n`);
  process.stdout.write(`Installed in ${seconds.toFixed(1)} s.\n`);
}

const node = spawnSync(join(root, 'node_modules', '.bin', 'node'), ['--version'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (node.error !== undefined || !node.stdout.startsWith('v24.')) {
  fail(
    'the Node 24 that the Lambdas run on is not in node_modules/.bin. It comes with the npm package "node", whose install ' +
      'script was not run (npm ci --ignore-scripts, or ignore-scripts=true in an .npmrc). Allow it: remove node_modules ' +
      'and run "npm ci --ignore-scripts=false".',
  );
}
