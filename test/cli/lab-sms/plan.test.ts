import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { SeedOrg } from '../../../local/genesys/simulator.ts';
import { LEDGER_TABLE_NAME } from '../../../src/workflow/names.ts';
import { org, registration, SECRET, seed } from '../../scenarios/lab.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

const FOREIGN = '+442079460042';
const idOf = (index: number): string => `0000000${index}-2222-4333-8444-555555555555`;

/** Orgs by their names, each with what is in it. */
const ORGS: readonly (readonly [name: string, changes: Partial<SeedOrg>])[] = [
  ['Ready', {}],
  ['New', {}],
  ['No Secret', {}],
  [
    'No Rights',
    { clients: [{ clientId: 'client-3', clientSecret: SECRET.clientSecret, permissions: ['routing:*:*'] }] },
  ],
  ['No Queue', { queues: [] }],
  ['Two Queues', { queues: [{ name: 'G Ride' }, { name: 'G Ride' }] }],
  ['Foreign Flow', { flows: [{ name: 'GRide100MessageFlow' }] }],
  [
    'Foreign Number',
    {
      queues: [{ name: 'G Ride', smsPhoneNumber: FOREIGN }],
      phoneNumbers: [{ phoneNumber: FOREIGN, countryCode: 'GB', phoneNumberType: 'local' }],
    },
  ],
];

let lab: CommandLab;
const file = (name: string): string => join(lab.scenario.folder, name);

/** Writes the registration of an org of that name into a file. */
const registrationFile = (name: string, changes: Record<string, unknown> = {}): string => {
  const path = file(`${name}.json`);
  const genesysOrgId = idOf(ORGS.findIndex(([known]) => known === name));
  writeFileSync(path, JSON.stringify(registration({ genesysOrgId, name, ...changes })));
  return path;
};

const ledger = async (): Promise<unknown> =>
  (await lab.scenario.clients.dynamoDb.send(new ScanCommand({ TableName: LEDGER_TABLE_NAME }))).Items;
const changesInGenesys = (): string[] =>
  lab.scenario.genesys.control
    .requests()
    .filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
    .map(({ operation }) => operation);

beforeAll(async () => {
  const orgs = ORGS.map(([name, changes], index) =>
    org({ id: idOf(index), name, clients: [{ ...SECRET, clientId: `client-${index}` }].map(clientOf), ...changes }),
  );
  lab = await CommandLab.start(seed(...orgs));
  for (const [index, [name]] of ORGS.entries())
    if (name !== 'No Secret') await lab.scenario.storeSecret(idOf(index), { ...SECRET, clientId: `client-${index}` });
  await lab.scenario.register(registration({ genesysOrgId: idOf(0), name: 'Ready' }));
});
afterAll(() => lab.stop());

function clientOf({ clientId, clientSecret }: typeof SECRET): { clientId: string; clientSecret: string } {
  return { clientId, clientSecret };
}

let before: unknown[];
beforeEach(async () => {
  before = [await ledger(), changesInGenesys()];
});
// Whatever was asked, nothing was written anywhere.
afterEach(async () => {
  expect([await ledger(), changesInGenesys()]).toEqual(before);
});

describe.each(PLACES)('lab-sms plan on %s', (place) => {
  it('shows what a new org would get and what that costs, in 80 columns, and no price that nobody knows', async () => {
    const ended = await lab.run(place, ['plan', '--file', registrationFile('New')]);
    expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('Nothing stands in the way. Nothing was changed.');
    expect(ended.stdout).toMatch(/number +│ none +│ a mobile number of GB, +│ unknown/);
    expect(ended.stdout).toContain('and what is unknown: number');
    expect(ended.stdout).not.toContain(SECRET.testSmsTo);
    expect(ended.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('takes prices from a file, with their day and source', async () => {
    const prices = file('prices.json');
    const aws = { currency: 'USD', asOf: '2026-11-01', source: 'a list', perRun: 0.002, secretPerMonth: 0.4 };
    const numbers = [{ countryCode: 'GB', phoneNumberType: 'mobile', oneOff: 2, perMonth: 3.5 }];
    const texts = [{ countryCode: 'GB', each: 0.05 }];
    const table = { currency: 'EUR', asOf: '2026-10-01', source: 'contract 4711', numbers, texts, aws };
    writeFileSync(prices, JSON.stringify(table));
    const args = ['--file', registrationFile('New'), '--prices', prices];
    const { costs, isClear } = await lab.json(place, ['plan', ...args]);
    expect(isClear).toBe(true);
    expect(costs.map(({ what, oneOff, perMonth }) => [what, oneOff, perMonth])).toEqual([
      ['number', 2, 3.5],
      ['test text', 0.05, 0],
      ['AWS run', 0.002, 0],
      ['AWS secret', 0, 0.4],
    ]);
    const { stdout } = await lab.run(place, ['plan', ...args]);
    expect(stdout).toContain('2.05 EUR + 0.002 USD');
    expect(stdout).toContain('of 2026-10-01: contract 4711');
  });

  it('finds nothing to do in an org that is ready, by its name', async () => {
    const ended = await lab.run(place, ['plan', 'ready']);
    expect([ended.exitCode, ended.stdout.split('\n').at(-2)]).toEqual([0, 'There is nothing to do.']);
    const { plan: planned } = await lab.json(place, ['plan', idOf(0)]);
    expect(planned).toMatchObject({ status: 'ready', sendsText: false, number: { charge: 'goes on' } });
    expect(new Set(planned.things.map(({ action }) => action))).toEqual(new Set(['nothing']));
  });
});

describe('lab-sms plan', () => {
  it.each([
    ['No Secret', 'CredentialsMissing'],
    ['No Rights', 'PermissionsMissing'],
    ['No Queue', 'QueueNotFound'],
    ['Two Queues', 'QueueNameAmbiguous'],
    ['Foreign Flow', 'MessageFlowForeign'],
    ['Foreign Number', 'QueueNumberForeign'],
  ])('ends with 1 and says what to do where %s stands in the way', async (name, problem) => {
    const { isClear, plan: planned } = await lab.json('an AWS account', ['plan', '--file', registrationFile(name)]);
    expect([isClear, planned.problems.map((each) => each.name)]).toEqual([false, [problem]]);
    expect(new Set(planned.things.map(({ action }) => action))).toContain('refused');
    const ended = await lab.run('this machine', ['plan', '--file', registrationFile(name)]);
    expect([ended.exitCode, ended.stderr]).toEqual([1, '']);
    expect(ended.stdout).toContain(`- ${problem}: `);
    expect(ended.stdout).toContain('This stands in the way. Nothing was changed.');
  });

  it('names all that stands in the way at once', async () => {
    const { plan: planned } = await lab.json('an AWS account', [
      'plan',
      '--file',
      registrationFile('No Queue', { sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: FOREIGN } }),
    ]);
    expect(planned.problems.map(({ name }) => name)).toEqual(['QueueNotFound', 'SmsPhoneNumberNotOwned']);
  });

  it.each<[string, () => string[], number, RegExp]>([
    ['no org', () => [], 2, /no org is named/],
    ['an org and a file', () => ['Ready', '--file', registrationFile('New')], 2, /an org and a file/],
    [
      'a flow that is not there',
      () => ['--file', registrationFile('New', { flow: 'nonsense' })],
      2,
      /no such file in flows/,
    ],
    ['prices that are none', () => ['Ready', '--prices', registrationFile('New')], 2, /price table .* can't be used/],
  ])('refuses %s with one plain sentence', async (_what, args, exitCode, says) => {
    const ended = await lab.run('an AWS account', ['plan', ...args()]);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, '']);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toContain('did not foresee');
  });
});
