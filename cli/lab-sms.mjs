#!/usr/bin/env node
// The command's first file: plain JavaScript, so that an older Node can hand over to the one that is installed with the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const OWN_MAJOR = 24;
const thisFile = fileURLToPath(import.meta.url);
const folder = dirname(thisFile);
const ownNode = join(folder, '..', 'node_modules', '.bin', 'node');

if (Number(process.versions.node.split('.')[0]) >= OWN_MAJOR) {
  // What Node has compiled is kept for the next start, beside the packages.
  modules.enableCompileCache(join(folder, '..', 'node_modules', '.cache', 'lab-sms'));
  await import('./main.ts');
} else if (existsSync(ownNode)) {
  const ended = spawnSync(ownNode, [thisFile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = ended.status ?? 1;
} else {
  process.stderr.write('lab-sms: the project is not installed. Run npm install in its folder, then try again.\n');
  process.exitCode = 3;
}
