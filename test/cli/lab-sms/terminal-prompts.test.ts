import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { sendRegistration } from '../../../cli/registration/register.ts';
import { org, ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { KEY, Terminal } from '../../support/terminal.ts';
import { CommandLab } from './command-lab.ts';
import { orgId, readyRecord, seedLedger } from './seeded-orgs.ts';

jest.setTimeout(120_000);

const NEW_ORG = '33333333-2222-4333-8444-555555555555';
const CLIENT = { clientId: 'monday-client', clientSecret: 'monday-secret-1704' };
const NEW_SECRET = { ...CLIENT, testSmsTo: SECRET.testSmsTo };
const PLACE = 'an AWS account';

describe('a person at a terminal is asked', () => {
  let lab: CommandLab;
  let terminal: Terminal;
  beforeAll(async () => {
    lab = await CommandLab.start(seed(org(), org({ id: NEW_ORG, name: 'Monday Lab', clients: [CLIENT] })));
    await seedLedger(lab.scenario, [readyRecord(1), readyRecord(2)]);
  });
  afterEach(() => {
    terminal.close();
  });
  afterAll(() => lab.stop());

  const run = (...args: string[]): Terminal => {
    const { env, where } = lab.surroundings(PLACE);
    terminal = Terminal.run(['cli/lab-sms.mjs', ...args, ...where], { env });
    return terminal;
  };
  const answer = async (question: string, text: string): Promise<void> => {
    await terminal.shows(question);
    terminal.type(text + KEY.enter);
  };
  const stored = async (genesysOrgId: string): Promise<unknown> => {
    const read = new GetSecretValueCommand({ SecretId: `lab-sms/${genesysOrgId}` });
    const { SecretString = '' } = await lab.scenario.clients.secretsManager.send(read);
    return JSON.parse(SecretString);
  };

  it('for a registration, each wrong answer is told where it is given, and the secret is never shown', async () => {
    run('register');
    await answer('Id of the Genesys Cloud org:', 'MONDAY');
    await terminal.shows('must be the org id as GET /api/v2/organizations/me shows it');
    terminal.type(KEY.ctrlU + NEW_ORG + KEY.enter);
    await answer('Name by which people know it:', ' ');
    await terminal.shows('must not be empty');
    terminal.type(KEY.ctrlU + 'Monday Lab' + KEY.enter);
    await terminal.shows('Its AWS region:');
    terminal.type('eu-west-2');
    await answer('❯ eu-west-2', '');
    await answer('Country of its number:', 'Great Britain');
    await terminal.shows('must be a two-letter ISO 3166-1 country code');
    terminal.type(KEY.ctrlU + 'gb' + KEY.enter);
    await answer('❯ mobile', '');
    await answer('No credentials of Monday Lab are stored. Store its OAuth client now?', '');
    await answer("OAuth client's id:", '');
    await terminal.shows("must be the OAuth client's id");
    terminal.type(NEW_SECRET.clientId + KEY.enter);
    await answer("OAuth client's secret (not shown):", NEW_SECRET.clientSecret);
    await answer('Phone for the test text, E.164 (empty: none):', '07700 900777');
    await terminal.shows('must be an E.164 number');
    terminal.type(KEY.ctrlU + NEW_SECRET.testSmsTo + KEY.enter);
    await answer('Your own words in the test text (empty: none):', '');
    await terminal.shows('Registered: Monday Lab.');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.printed).not.toContain(NEW_SECRET.clientSecret);
    expect(terminal.hasCursor).toBe(true);
    expect(await stored(NEW_ORG)).toEqual(NEW_SECRET);
    await lab.scenario.idle();
    expect(await lab.scenario.ledger(NEW_ORG)).toMatchObject({
      status: 'ready',
      registration: { name: 'Monday Lab', genesysRegion: 'eu-west-2', sms: { countryCode: 'GB' } },
    });
  });

  it('nothing before what is wrong on the command line has been told', async () => {
    run('register', '--region', 'mars-1');
    expect(await terminal.ended()).toBe(2);
    expect(terminal.lines().join(' ')).toContain('genesysRegion ("mars-1"): must be the AWS region');
    expect(terminal.printed).not.toContain('Id of the Genesys Cloud org');
  });

  it.each([
    ['Ctrl-C', KEY.ctrlC],
    ['Ctrl-D', KEY.ctrlD],
  ])('and %s leaves the question: 6, nothing is stored or sent, and the cursor is back', async (_what, key) => {
    const before = (await lab.scenario.executions('lab-sms-provisioning')).length;
    run('register', '--org', orgId(9), '--name', 'Left Lab', '--region', 'eu-west-2', '--type', 'mobile');
    await answer('Country of its number:', '');
    await terminal.shows('Store its OAuth client now?');
    terminal.type(key);
    expect(await terminal.ended()).toBe(6);
    expect(terminal.lines().slice(-2)).toEqual([
      'lab-sms: you left the question unanswered; nothing was done.',
      '  Run the command again.',
    ]);
    expect(terminal.hasCursor).toBe(true);
    await expect(stored(orgId(9))).rejects.toThrow("can't find the specified secret");
    expect(await lab.scenario.executions('lab-sms-provisioning')).toHaveLength(before);
  });

  it('for a rotated secret, which stays hidden, and nothing else is asked or changed', async () => {
    await lab.scenario.storeSecret(orgId(1), SECRET);
    run('secret', 'Class 01 Lab');
    await answer("OAuth client's secret (not shown):", 'rotated-secret-4711');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.lines().join('\n')).toContain('clientSecret  set');
    expect(terminal.printed).not.toContain('rotated-secret-4711');
    expect(terminal.printed).not.toContain(SECRET.testSmsTo);
    expect(await stored(orgId(1))).toEqual({ ...SECRET, clientSecret: 'rotated-secret-4711' });
  });

  it('whether to stop a run; one that has ended while they thought about it is not said to be stopped', async () => {
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    const release = lab.hold();
    await sendRegistration(lab.scenario.clients, registration());
    while ((await lab.scenario.ledger(ORG_ID))?.claim === undefined);
    run('stop', ORG_ID);
    await terminal.shows('Stop it?');
    release();
    await lab.scenario.idle();
    terminal.type(`y${KEY.enter}`);
    expect(await terminal.ended()).toBe(4);
    expect(terminal.lines().join(' ')).toMatch(/had ended by itself before it could +be stopped\./);
    expect((await lab.scenario.ledger(ORG_ID))?.status).toBe('ready');
  });

  it.each([
    ['another name', `Class 01 Lab${KEY.enter}`, 'you did not confirm it; nothing was done.'],
    ['Ctrl-C', KEY.ctrlC, 'you left the question unanswered; nothing was done.'],
    ['Ctrl-D', KEY.ctrlD, 'you left the question unanswered; nothing was done.'],
  ])('for the name of an org that is to be given back; %s: 6, and nothing is changed', async (_what, keys, said) => {
    run('decommission', 'Class 02 Lab');
    await terminal.shows('Type the name of the org (Class 02 Lab) to decommission it:');
    expect(terminal.lines().join('\n')).toContain("released  number +447700900002; it can't be had back");
    terminal.type(keys);
    expect(await terminal.ended()).toBe(6);
    expect(terminal.lines()).toContain(`lab-sms: ${said}`);
    expect(terminal.hasCursor).toBe(true);
    expect(await lab.scenario.executions('lab-sms-decommissioning')).toEqual([]);
    expect((await lab.scenario.ledger(orgId(2)))?.status).toBe('ready');
  });

  it('for the name, and what was typed right is done', async () => {
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    await lab.scenario.register(registration());
    run('decommission', ORG_ID);
    await answer('to decommission it:', 'Scenario Lab');
    await terminal.shows('Scenario Lab is decommissioned.');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.lines().join('\n')).toMatch(/✔ Decommissioning of Scenario Lab\n(?: {2}✔ \w+ .*\n){7}/);
    expect((await lab.scenario.ledger(ORG_ID))?.status).toBe('decommissioned');
  });
});
