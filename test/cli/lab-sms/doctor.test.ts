import { DeleteResourcePolicyCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { Output } from '../../../cli/commands/doctor.ts';
import { secretName } from '../../../src/workflow/names.ts';
import { org, registration, SECRET, seed } from '../../scenarios/lab.ts';
import { awsEnvironment } from '../../support/aws-environment.ts';
import { runNode } from '../../support/run-node.ts';
import { CommandLab, PLACES, type PlaceName } from './command-lab.ts';

jest.setTimeout(120_000);

const idOf = (index: number): string => `0000000${index}-2222-4333-8444-555555555555`;
const NAMES = ['Well', 'Lost', 'Weak', 'Open'] as const;
let lab: CommandLab;

const doctor = async (place: PlaceName, ...args: string[]): Promise<z.infer<typeof Output>> =>
  Output.parse(await lab.json(place, ['doctor', ...args]));

beforeAll(async () => {
  const rights = { Well: ['*:*:*'], Lost: ['*:*:*'], Weak: ['routing:*:*'], Open: ['*:*:*'] };
  const orgs = NAMES.map((name, index) => {
    const client = { clientId: `client-${index}`, clientSecret: SECRET.clientSecret, permissions: rights[name] };
    return org({ id: idOf(index), name, clients: [client] });
  });
  lab = await CommandLab.start(seed(...orgs));
  for (const [index, name] of NAMES.entries()) {
    await lab.scenario.storeSecret(idOf(index), { ...SECRET, clientId: `client-${index}` });
    await lab.scenario.register(
      registration({ genesysOrgId: idOf(index), name, ...(name === 'Open' && { leaseDays: 2 }) }),
    );
  }
  const { secretsManager } = lab.scenario.clients;
  const lost = { SecretId: secretName(idOf(1)), ForceDeleteWithoutRecovery: true };
  await secretsManager.send(new DeleteSecretCommand(lost));
  await secretsManager.send(new DeleteResourcePolicyCommand({ SecretId: secretName(idOf(3)) }));
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms doctor on %s', (place) => {
  it('finds everything in order around one org, and ends with 0', async () => {
    const ended = await lab.run(place, ['doctor', 'Well']);
    expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('Everything that was checked is in order.');
    expect(ended.stdout).toMatch(/^ok +Well: Genesys: answers in eu-west-2, permissions complete$/m);
    expect(ended.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { findings, isHealthy } = await doctor(place, 'Well');
    expect(isHealthy).toBe(true);
    expect(findings.map(({ about }) => about)).toEqual([
      'Node',
      'project',
      ...(place === 'this machine' ? [] : ['region', 'credentials']),
      'stack',
      ...[
        'bus',
        'rules',
        'state machines',
        'functions',
        'schedules',
        'ledger',
        'logs',
        'dead letters',
        'number limits',
      ],
      ...(place === 'this machine' ? [] : ['concurrency', 'alarms']),
      'orgs',
      'Well: secret',
      'Well: Genesys',
    ]);
  });

  it('says of missing secrets, policies and permissions how to mend them, when leases end, and ends with 1', async () => {
    const ended = await lab.run(place, ['doctor']);
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain('4 things are not in order.');
    expect(ended.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { findings } = await doctor(place);
    const wrong = findings.filter(({ state }) => state === 'not ok');
    expect(wrong.map(({ about }) => about)).toEqual(['Lost: secret', 'Lost: Genesys', 'Open: secret', 'Weak: Genesys']);
    expect(wrong.filter(({ mend }) => mend === null)).toEqual([]);
    expect(wrong[2]?.mend).toContain(`aws secretsmanager put-resource-policy --secret-id ${secretName(idOf(3))}`);
    const leases = findings.filter(({ about }) => about.endsWith(': lease'));
    expect(leases).toMatchObject([
      { about: 'Open: lease', state: 'ok', says: expect.stringMatching(/^ends /) as string },
    ]);
    expect(wrong[0]?.mend).toContain(`lab-sms secret ${idOf(1)}`);
    expect(wrong[1]?.says).toContain('CredentialsMissing');
    expect(wrong[3]).toMatchObject({
      says: expect.stringContaining('architect:flow:add') as string,
      mend: expect.stringContaining('Add them to a role of the OAuth client') as string,
    });
  });

  it('refuses an org that nobody knows', async () => {
    const ended = await lab.run(place, ['doctor', 'Nobody']);
    expect([ended.exitCode, ended.stdout]).toEqual([4, '']);
  });
});

describe('lab-sms doctor where AWS is not to be had', () => {
  const inAccount = async (stack: string, more: NodeJS.ProcessEnv = {}): Promise<z.infer<typeof Output>> => {
    const env = awsEnvironment(lab.scenario.awsUrl, more);
    const { stdout, exitCode } = await runNode(['cli/lab-sms.mjs', 'doctor', '--stack', stack, '--json'], { env });
    expect(exitCode).toBe(1);
    return Output.parse(JSON.parse(stdout));
  };

  it.each<[string, string, NodeJS.ProcessEnv, string, RegExp]>([
    ['another stack', 'Nonsense', {}, 'stack', /npm run deploy makes one/],
    ['no credentials', 'LabSms', { AWS_ACCESS_KEY_ID: undefined }, 'credentials', /Sign in/],
    ['no region', 'LabSms', { AWS_REGION: undefined }, 'region', /Set AWS_REGION/],
    ['no network', 'LabSms', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 'credentials', /Check the network/],
  ])('says with %s what to do first, and checks nothing that hangs on it', async (_what, stack, env, about, mend) => {
    const { findings, isHealthy } = await inAccount(stack, env);
    expect(isHealthy).toBe(false);
    const wrong = findings.filter(({ state }) => state === 'not ok');
    expect(wrong[0]?.about).toBe(about);
    expect(wrong[0]?.mend).toMatch(mend);
    expect(findings.filter(({ state }) => state === 'not checked').map((finding) => finding.about)).toContain('ledger');
  });
});
