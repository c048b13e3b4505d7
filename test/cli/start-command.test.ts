import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, type Ended } from '../support/run-node.ts';

const CONFIDENTIAL = 'never-to-be-shown-4711';

let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-sms-start-'));
  writeFileSync(file('not.json'), `{"clientId": "lab", "clientSecret": ${CONFIDENTIAL}}`);
  writeFileSync(file('truncated.json'), `{"clientId": "lab", "clientSecret": "${CONFIDENTIAL}`);
  writeFileSync(file('empty.json'), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): Promise<Ended> {
  return runNode(['cli/start.ts', ...args]);
}

describe('npm start with a mistake in the command', () => {
  it.each([
    { args: ['--genesys-url', 'https://api.mypurecloud.com'], names: ['--genesys-url', 'https://api.mypurecloud.com'] },
    { args: ['--frseh'], names: ['--frseh', '--fresh'] },
    { args: ['--registration', 'missing.json'], names: ['--registration', 'missing.json', 'ENOENT'] },
    { args: ['--registration', 'docs'], names: ['--registration', 'docs', 'EISDIR'] },
    { args: ['--secret', 'missing.json'], names: ['--secret', 'missing.json', 'ENOENT'] },
  ])('ends with 2 and one message for $args, and starts nothing', async ({ args, names }) => {
    const { exitCode, stdout, stderr } = await start(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const name of names) expect(stderr).toContain(name);
    expect(stderr).toMatch(/^lab-sms: /);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    { option: '--secret', name: 'not.json' },
    { option: '--secret', name: 'truncated.json' },
    { option: '--secret', name: 'empty.json' },
    { option: '--registration', name: 'not.json' },
  ])('names $option and $name when that is not JSON, and shows nothing of what is in it', async ({ option, name }) => {
    const { exitCode, stdout, stderr } = await start(option, file(name));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`${option} ${file(name)} is not JSON`);
    expect(stderr).not.toContain(CONFIDENTIAL.slice(0, 5));
  });
});

it('npm start -- --help shows the options and ends with 0', async () => {
  const { exitCode, stdout, stderr } = await start('--help');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const option of ['--registration FILE', '--secret FILE', '--genesys-url URL', '--fresh'])
    expect(stdout).toContain(option);
});
