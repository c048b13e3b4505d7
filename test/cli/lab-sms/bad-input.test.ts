import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sendRegistration } from '../../../cli/registration/register.ts';
import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { AnsweringServer, refusal } from '../../support/answering-server.ts';
import { awsEnvironment } from '../../support/aws-environment.ts';
import { runNode } from '../../support/run-node.ts';
import { commandAnswer, toldError } from './command-answer.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { registrationFlags } from './registration-flags.ts';
import { expectSentence } from './plain-sentence.ts';
import { everything } from './untouched.ts';

jest.setTimeout(20_000);

/** What is typed as a phone number and is none; where it is a test recipient, it is not shown again. */
const NO_NUMBER = '0044-7700';

const NOTHING = /^$/;

let lab: CommandLab;
let ready: ScenarioOrg;
let fresh: ScenarioOrg;
let busy: ScenarioOrg;
let expired: AnsweringServer;
let release: () => void;
let before: unknown;

const now = (): Promise<unknown> => everything(lab.scenario, [ready.id, fresh.id, busy.id]);

beforeAll(async () => {
  lab = await CommandLab.start();
  ready = await lab.readyOrg();
  fresh = lab.newOrg();
  busy = await lab.org();
  expired = await AnsweringServer.listen();
  expired.answer = () => refusal('ExpiredToken', 'The security token included in the request is expired');
  // The run of this one waits for the whole file.
  release = lab.hold();
  await sendRegistration(lab.scenario.clients, busy.registration);
  while ((await lab.scenario.ledger(busy.id))?.claim === undefined) await pause(5);
  const waiting = lab.begin('this machine', ['provision', busy.id, '--attach']);
  await waiting.prints('    after ');
  waiting.interrupt();
  await waiting.ended();
  before = await now();
});
afterEach(async () => {
  expect(await now()).toEqual(before);
});
afterAll(async () => {
  release();
  await lab.scenario.idle();
  expired.close();
  await lab.stop();
});

/** The registration of the org that nobody knows, in a file, with something wrong in it. */
function file(name: string, changes: Record<string, unknown>): string {
  const path = join(lab.scenario.folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ ...fresh.registration, ...changes }));
  return path;
}
const noNumber = { sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: NO_NUMBER } };
const credentials = (id: string): string[] => [id, '--client-id', 'x', '--secret-stdin'];
const register = (...more: string[]): string[] => ['register', ...registrationFlags(fresh), ...more];

/** Every command on an org, and whether it would go through if nothing were wrong. */
const COMMANDS: readonly (readonly [name: string, args: (org: string) => string[]])[] = [
  ['register', () => register('--client-id', 'x', '--secret-stdin')],
  ['plan', (org) => [org]],
  ['provision', (org) => [org]],
  ['status', (org) => [org]],
  ['verify', (org) => [org]],
  ['audit', (org) => [org]],
  ['redrive', (org) => [org]],
  ['stop', (org) => [org, '--yes']],
  ['decommission', (org) => [org, '--yes']],
  ['secret', credentials],
  ['doctor', (org) => [org]],
];
const called = (name: string, args: (org: string) => string[], org: string): string[] =>
  name === 'register' ? args(org) : [name, ...args(org)];

describe('what is no phone number, region or file', () => {
  const folder = (): string => lab.scenario.folder;
  it.each<[string, () => string[], RegExp]>([
    ['a number to adopt', () => register('--adopt', NO_NUMBER), /sms\.phoneNumber \("0044-7700"\): must be an E\.164/],
    ['a number to give up', () => register('--abandon', NO_NUMBER), /abandonCandidate \("0044-7700"\): must be/],
    ['a recipient', () => register('--client-id', 'x', '--secret-stdin', '--test-sms-to', NO_NUMBER), /testSmsTo must/],
    [
      'a new recipient',
      () => ['secret', ...credentials(ready.id), '--test-sms-to', NO_NUMBER],
      /testSmsTo must be an E/,
    ],
    ['a number to plan', () => ['plan', '--file', file('number', noNumber)], /sms\.phoneNumber .*must be an E\.164/],
    ['a number to release', () => ['decommission', ready.id, '--release-adopted', NO_NUMBER], /is no phone number\./],
    ['a candidate', () => ['decommission', ready.id, '--abandon-candidate', NO_NUMBER], /is no phone number\./],
    ['a region', () => register('--region', 'mars-1'), /genesysRegion \("mars-1"\): must be the AWS region/],
    ['a region to plan', () => ['plan', '--file', file('region', { genesysRegion: 'mars-1' })], /genesysRegion/],
    [
      'a missing file',
      () => ['register', '--file', '/nowhere.json'],
      /--file \/nowhere\.json can't be read \(ENOENT\)\./,
    ],
    ['a folder', () => ['register', '--file', folder()], /can't be read \(EISDIR\)\./],
    ['no JSON', () => ['register', '--file', 'README.md'], /--file README\.md is not JSON\./],
    [
      'a missing secret file',
      () => register('--secret-file', '/nowhere.json'),
      /--secret-file \/nowhere\.json can't be/,
    ],
    [
      'a secret file that is none',
      () => register('--secret-file', 'README.md'),
      /--secret-file README\.md is not JSON\./,
    ],
    ['a file to plan', () => ['plan', '--file', '/nowhere.json'], /--file \/nowhere\.json can't be read \(ENOENT\)\./],
    ['prices', () => ['plan', ready.id, '--prices', '/nowhere.json'], /--prices \/nowhere\.json can't be read/],
    [
      'a report',
      () => ['audit', ready.id, '--html', '/dev/null/x.html'],
      /could not be written to \/dev\/null\/x\.html\./,
    ],
  ])('%s: told in one sentence, exit code 2, nothing done', async (_what, args, says) => {
    const ended = await lab.run('this machine', args(), 'a-secret');
    expect([ended.exitCode, ended.stdout]).toEqual([2, '']);
    expectSentence(ended, says);
    if (args().includes('--test-sms-to')) expect(ended.stderr).not.toContain(NO_NUMBER);
  });

  it('names every problem of a registration at once, by field and value', async () => {
    const wrong = ['--org', 'ABC', '--region', 'mars-1', '--country', 'gb', '--adopt', '07700', '--lease-days', 'soon'];
    const { exitCode, stderr } = await lab.run(
      'this machine',
      register(...wrong, '--replace', 'flow,all', '--flow', 'x'),
    );
    expect(exitCode).toBe(2);
    for (const problem of [
      "lab-sms: the registration can't be used.\n  Mend these 7; nothing was stored or sent:\n",
      'genesysOrgId ("ABC"): must be the org id',
      'genesysRegion ("mars-1"): must be the AWS region of the org, one of',
      'sms.countryCode ("gb"): must be a two-letter',
      'sms.phoneNumber ("07700"): must be an E.164 number',
      'leaseDays ("soon"): must be a whole number of days',
      'replace.1 ("all"): must be a list out of',
      'flow ("x"): there is no such file in flows/',
    ])
      expect(stderr).toContain(problem);
  });
});

describe.each(PLACES)('on %s', (place) => {
  /** For people on one place, for programs on the other. */
  const runToFailure = async (args: readonly string[], exitCode: number, says: RegExp, stdin = ''): Promise<string> => {
    const isJson = place === 'an AWS account';
    const ended = await lab.run(place, isJson ? [...args, '--json'] : args, stdin);
    expect(ended.exitCode).toBe(exitCode);
    if (isJson) expect(toldError(ended.stdout).exitCode).toBe(exitCode);
    const said = isJson ? ended.stderr.slice(ended.stderr.indexOf('lab-sms: ')) : ended.stderr;
    expectSentence({ ...ended, stderr: said }, says);
    return isJson ? ended.stderr : ended.stdout;
  };

  const UNKNOWN = COMMANDS.filter(([name]) => name !== 'register');
  it.each(UNKNOWN)('%s of an org that nobody knows ends with 4', async (name, args) => {
    const shown = await runToFailure([name, ...args('Nowhere Lab')], 4, /no org "Nowhere Lab" is in the ledger\./, 'x');
    if (place === 'this machine') expect(shown).toBe('');
  });

  it.each<[string, () => string[]]>([
    ['register', () => ['register', ...registrationFlags(busy)]],
    ['provision', () => ['provision', busy.id]],
    ['verify', () => ['verify', busy.id]],
    ['redrive', () => ['redrive', busy.id]],
    ['decommission', () => ['decommission', busy.id, '--yes']],
  ])('%s of an org that a run is working on ends with 5', async (_name, args) => {
    await runToFailure(args(), 5, /^lab-sms: a (run is working on Lab 3|provisioning of Lab 3 is under way)/);
  });
  it.each<readonly [string, () => string[], number, says: RegExp, shows: RegExp]>([
    ['register', () => ['register'], 2, /the registration can't be used\./, NOTHING],
    [
      'register without credentials',
      () => register(),
      2,
      /clientId, clientSecret are missing: no credentials of the org/,
      NOTHING,
    ],
    ['secret', () => ['secret', ready.id], 2, /nothing to change was given\./, NOTHING],
    ['secret of a new org', () => ['secret', fresh.id, '--client-id', 'x'], 2, /clientSecret is missing/, NOTHING],
    [
      'secret from stdin',
      () => ['secret', fresh.id, '--client-id', 'x', '--secret-stdin'],
      2,
      /stdin holds no client se/,
      NOTHING,
    ],
    ['stop', () => ['stop', busy.id], 6, /nobody can be asked whether to go on/, /Lab 3 will be ABORTED\s+where it is/],
    [
      'decommission',
      () => ['decommission', ready.id],
      6,
      /nobody can be asked whether to go on/,
      /monthly charge of \+44/,
    ],
  ])('%s with stdin closed ends as documented instead of asking', async (_name, args, exitCode, says, shows) => {
    const shown = await runToFailure(args(), exitCode, says);
    if (place === 'this machine' || shows !== NOTHING) expect(shown).toMatch(shows);
  });
});

describe('an AWS account that is not in order', () => {
  const NO_ACCOUNT: readonly (readonly [string, () => NodeJS.ProcessEnv, string, string, string])[] = [
    ['no stack', () => ({}), 'Nowhere', 'there is no stack Nowhere in eu-central-1', 'stack'],
    [
      'expired',
      () => ({ AWS_ENDPOINT_URL: expired.url }),
      'LabSms',
      'your AWS credentials have expired.',
      'credentials',
    ],
    [
      'no network',
      () => ({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }),
      'LabSms',
      "AWS can't be reached.",
      'credentials',
    ],
  ];
  const CELLS = NO_ACCOUNT.flatMap(([row, ...rest]) => COMMANDS.map((command) => [row, ...command, ...rest] as const));

  it.each(CELLS)('%s: %s', async (_row, name, args, environment, stack, says, about) => {
    const env = awsEnvironment(lab.scenario.awsUrl, environment());
    const line = ['cli/lab-sms.mjs', ...called(name, args, ready.id), '--stack', stack];
    if (name === 'doctor') {
      const ended = await runNode([...line, '--json'], { env });
      const { findings } = await commandAnswer('doctor', ended.stdout);
      const wrong = findings.find(({ state }) => state === 'not ok');
      expect([ended.exitCode, ended.stderr, wrong?.about]).toEqual([1, '', about]);
      expect(wrong?.says).toContain(says.replace(/\.$/, ''));
      return;
    }
    const ended = await runNode(line, { env, stdin: 'a-secret' });
    expect([ended.exitCode, ended.stdout]).toEqual([3, '']);
    expectSentence(ended, /^/);
    expect(ended.stderr).toContain(says);
  });
});
