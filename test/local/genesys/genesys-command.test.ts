import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labOrg } from './lab.ts';

const COMMAND = join(__dirname, '../../../cli/genesys.ts');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulated-genesys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  output: string;
}

/** Runs the command; `onOutput` sees what it has printed so far. */
function run(args: string[], onOutput: (output: string, stop: () => void) => void = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args]);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    onOutput(output, () => child.kill('SIGTERM'));
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

const seedFile = (content: string): string => {
  const file = join(mkdtempSync(join(folder, 'seed-')), 'seed.json');
  writeFileSync(file, content);
  return file;
};

describe('npm run genesys', () => {
  it('serves the orgs of the seed file at the address it prints, until it is told to stop', async () => {
    let seen: Promise<unknown> | undefined;
    const ended = await run(['--seed', seedFile(JSON.stringify({ orgs: [labOrg()] }))], (output, stop) => {
      const url = /http:\/\/127\.0\.0\.1:\d+\/control\/state/.exec(output)?.[0];
      if (url === undefined || seen) return;
      seen = fetch(url).then((response) => response.json());
      void seen.finally(stop);
    });
    expect(await seen).toMatchObject({ orgs: [{ name: 'Lab One' }] });
    expect(ended.code).toBe(0);
  });

  it('says what is wrong, without a stack, and ends with 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const none = seedFile('{"orgs":[]}');
    const cases: [args: string[], said: string][] = [
      [[], '--seed is missing'],
      [['--seed', join(folder, 'none.json')], "none.json can't be read"],
      [['--seed', seedFile('{')], 'is not JSON'],
      [['--seed', seedFile('{}')], 'orgs (missing): must be a list of orgs'],
      [['--seed', none, '--port', '99999'], '--port 99999: must be'],
      [['--seed', none, '--port', port], `port ${port} is taken by another program`],
      [['--seed', none, '--state', ''], '--state names no folder'],
      [['--prt', '1'], '--prt'],
    ];
    for (const [args, said] of cases) {
      const ended = await run(args);
      expect(ended.output).toContain(said);
      expect(ended.output).not.toContain('    at ');
      expect([args, ended.code]).toEqual([args, 2]);
    }
    taken.close();
  });

  it('ends with 1 when kept state is broken', async () => {
    writeFileSync(join(folder, 'shared.json'), '{');
    const ended = await run(['--seed', seedFile('{"orgs":[]}'), '--state', folder]);
    expect(ended.output).toContain("shared.json can't be read");
    expect(ended.code).toBe(1);
  });

  it('explains itself when it is asked to', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--seed FILE') as string });
  });
});
