import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, runNode, type Ended } from '../support/run-node.ts';

// The script runs in a project of its own, with an npm that only writes down what it was asked.

let project = '';
const path = (...parts: string[]): string => join(project, ...parts);

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'lab-sms-install-'));
  for (const folder of ['scripts', 'bin', 'node_modules/.bin']) mkdirSync(path(folder), { recursive: true });
  copyFileSync(join(PROJECT, 'scripts', 'install.mjs'), path('scripts', 'install.mjs'));
  writeFileSync(path('package-lock.json'), '{"lockfileVersion": 3}');
  program(path('node_modules', '.bin', 'node'), 'echo v24.21.0');
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function program(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

function npm(exitCode: number): void {
  program(path('bin', 'npm'), `echo "$@" >> "${path('asked')}"\nexit ${exitCode}`);
}

/** What npm was asked, a line per call. */
function asked(): string[] {
  return existsSync(path('asked')) ? readFileSync(path('asked'), 'utf8').trim().split('\n') : [];
}

function install(): Promise<Ended> {
  return runNode([path('scripts', 'install.mjs')], { cwd: project, env: { PATH: path('bin') } });
}

it('installs once, says so and how long it took, and is silent from then on', async () => {
  npm(0);
  const first = await install();
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toMatch(/^Installing dependencies .*\nInstalled in \d+\.\d s\.\n$/);
  expect(await install()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(asked()).toHaveLength(1);
  expect(asked()[0]).toMatch(/^ci /);
});

it('installs again when package-lock.json has changed', async () => {
  npm(0);
  await install();
  writeFileSync(path('package-lock.json'), '{"lockfileVersion": 3, "name": "changed"}');
  await install();
  expect(asked()).toHaveLength(2);
});

it('says that npm failed, and tries again the next time', async () => {
  npm(7);
  const { exitCode, stderr } = await install();
  expect(exitCode).toBe(1);
  expect(stderr).toContain('npm ci failed');
  npm(0);
  expect(await install()).toMatchObject({ exitCode: 0 });
  expect(asked()).toHaveLength(2);
});

it.each([
  {
    what: 'missing',
    make: () => {
      rmSync(path('node_modules', '.bin', 'node'));
    },
  },
  {
    what: 'another version',
    make: () => {
      program(path('node_modules', '.bin', 'node'), 'echo v22.1.0');
    },
  },
])('says how to get the Node of the Lambdas when it is $what', async ({ make }) => {
  make();
  const lock = createHash('sha256')
    .update(readFileSync(path('package-lock.json')))
    .digest('hex');
  writeFileSync(path('node_modules', '.lab-sms-installed'), lock);
  const { exitCode, stderr } = await install();
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Node 24');
  expect(stderr).toContain('npm ci --ignore-scripts=false');
});
