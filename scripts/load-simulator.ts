import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ORGS = 200;
const REQUESTS_PER_SECOND = 100;
const SAMPLES = 8;
const USAGE = `node scripts/load-simulator.ts [--seconds N]

Puts ${ORGS} orgs and ${REQUESTS_PER_SECOND} requests a second on a simulated Genesys Cloud in a process of its own, for N seconds
(60 unless given), and prints how long answers took and, ${SAMPLES} times on the way, how much memory the process had: what it
holds on its heap after a garbage collection, and what the machine has given it.
`;

const nameOf = (index: number): string => `load-${String(index).padStart(3, '0')}`;
const numberOf = (index: number): string => `+447700900${String(index).padStart(3, '0')}`;

const seed = {
  orgs: Array.from({ length: ORGS }, (_, index) => ({
    id: nameOf(index),
    name: `Load ${index}`,
    clients: [{ clientId: nameOf(index), clientSecret: 'secret' }],
    queues: [{ name: 'G Ride', id: 'queue-1' }],
    flows: [{ name: 'Flow', id: 'flow-1' }],
    phoneNumbers: [{ phoneNumber: numberOf(index), countryCode: 'GB', phoneNumberType: 'mobile' }],
  })),
};

/** Starts the simulator's own command; it has said where it listens when this resolves. */
async function startChild(): Promise<{ child: ChildProcess; url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'load-simulator-'));
  const file = join(folder, 'seed.json');
  writeFileSync(file, JSON.stringify(seed));
  const command = fileURLToPath(new URL('../cli/genesys.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', MEMORY_REPORTER, command, '--seed', file], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  for await (const text of (child.stdout?.setEncoding('utf8') ?? []) as AsyncIterable<string>) {
    rmSync(folder, { recursive: true });
    const url = /http:\S+/.exec(text)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('The simulator did not start.');
}

interface Memory {
  heapUsed: number;
  rss: number;
}

// Runs in the simulator's process beside it: collects garbage when asked to, and answers what is left.
const MEMORY_REPORTER = `data:text/javascript,${encodeURIComponent(
  `process.on('message', () => { const { rss } = process.memoryUsage(); gc();
   process.send({ rss, heapUsed: process.memoryUsage().heapUsed }); });`,
)}`;

async function memoryOf(child: ChildProcess): Promise<string> {
  const answered = once(child, 'message') as Promise<[Memory]>;
  child.send('memory');
  const [{ heapUsed, rss }] = await answered;
  const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
  return `heap ${megabytes(heapUsed)}, process ${megabytes(rss)}`;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

async function tokenOf(url: string, clientId: string): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:secret`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** What a client does in turn: mostly looking, sometimes changing, now and then sending. */
function requestAt(turn: number, org: number): [method: string, path: string, body?: object] {
  const number = encodeURIComponent(numberOf(org));
  const kinds: [method: string, path: string, body?: object][] = [
    ['GET', '/api/v2/organizations/me'],
    ['GET', '/api/v2/routing/queues?name=G%20Ride'],
    ['GET', `/api/v2/routing/sms/phonenumbers/${number}`],
    ['GET', '/api/v2/routing/sms/availablephonenumbers?countryCode=GB&phoneNumberType=mobile'],
    [
      'PUT',
      '/api/v2/routing/queues/queue-1',
      { name: 'G Ride', outboundMessagingAddresses: { smsAddress: { id: numberOf(org) } } },
    ],
    ['PUT', `/api/v2/routing/message/recipients/${number}`, { flow: { id: 'flow-1' } }],
    ['GET', '/api/v2/flows?type=inboundshortmessage'],
    [
      'POST',
      '/api/v2/conversations/messages/agentless',
      {
        fromAddress: numberOf(org),
        toAddress: '+447700900999',
        toAddressMessengerType: 'sms',
        textBody: `Turn ${turn}`,
      },
    ],
  ];
  return kinds[turn % kinds.length] ?? ['GET', '/api/v2/organizations/me'];
}

async function load(seconds: number): Promise<void> {
  const { child, url } = await startChild();
  const tokens = await Promise.all(Array.from({ length: ORGS }, (_, index) => tokenOf(url, nameOf(index))));
  const tookMs: number[] = [];
  const failures = new Map<string, number>();
  const send = async (turn: number): Promise<void> => {
    const org = turn % ORGS;
    const [method, path, body] = requestAt(Math.floor(turn / ORGS) + org, org);
    const startedAt = performance.now();
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[org] ?? ''}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    await response.text();
    tookMs.push(performance.now() - startedAt);
    if (!response.ok)
      failures.set(`${method} ${response.status}`, (failures.get(`${method} ${response.status}`) ?? 0) + 1);
  };
  const startedAt = performance.now();
  const sample = async (): Promise<void> => {
    const second = Math.round((performance.now() - startedAt) / 1_000);
    process.stdout.write(
      `${String(second).padStart(4)} s: ${await memoryOf(child)}, ${tookMs.length} requests answered\n`,
    );
  };
  await sample();
  const running: Promise<void>[] = [];
  for (let turn = 0; turn < seconds * REQUESTS_PER_SECOND; turn += 1) {
    const waitMs = startedAt + (turn * 1_000) / REQUESTS_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    running.push(send(turn));
    if (turn > 0 && turn % Math.ceil((seconds * REQUESTS_PER_SECOND) / SAMPLES) === 0) await sample();
  }
  await Promise.all(running);
  await sample();
  tookMs.sort((a, b) => a - b);
  const perSecond = (tookMs.length * 1_000) / (performance.now() - startedAt);
  process.stdout.write(
    `${tookMs.length} requests of ${ORGS} orgs, ${perSecond.toFixed(1)} a second\n` +
      `p50 ${percentile(tookMs, 0.5).toFixed(1)} ms, p99 ${percentile(tookMs, 0.99).toFixed(1)} ms, ` +
      `longest ${(tookMs.at(-1) ?? Number.NaN).toFixed(1)} ms\n` +
      `failures: ${failures.size === 0 ? 'none' : JSON.stringify(Object.fromEntries(failures))}\n`,
  );
  child.kill();
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, help: { type: 'boolean' } },
});
if (values.help === true) process.stdout.write(USAGE);
else if (/^[1-9]\d{0,4}$/.test(values.seconds)) await load(Number(values.seconds));
else {
  process.stderr.write(`--seconds ${values.seconds}: must be a whole number, 1 or more.\n\n${USAGE}`);
  process.exitCode = 2;
}
