import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Output } from '../../../cli/commands/register.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { REGISTRATION_FLAGS } from './registration-flags.ts';

jest.setTimeout(120_000);

describe.each(PLACES)('lab-sms register on %s', (place) => {
  let lab: CommandLab;
  beforeEach(async () => {
    lab = await CommandLab.start(seed());
  });
  afterEach(() => lab.stop());

  const file = (name: string, content: unknown): string => {
    const path = join(lab.scenario.folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('takes a file, stores the secret of another, and follows both runs to the delivered text', async () => {
    const args = ['register', '--file', file('org.json', registration()), '--secret-file', file('secret.json', SECRET)];
    const { exitCode, stdout, stderr } = await lab.run(place, [...args, '--wait', '--lease-days', '3', '--json']);
    expect(exitCode).toBe(0);
    expect(Output.parse(JSON.parse(stdout))).toMatchObject({
      isSecretStored: true,
      outcome: 'delivered',
      provisioning: { status: 'SUCCEEDED' },
      verification: { status: 'SUCCEEDED' },
    });
    expect(stderr).toContain('  RecordProvisioned\n  done\nVerification of Scenario Lab\n  SendTestSms\n');
    for (const value of [SECRET.clientSecret, SECRET.testSmsTo]) expect(stdout + stderr).not.toContain(value);
    expect((await lab.scenario.ledger(ORG_ID))?.registration.leaseDays).toBe(3);
  });

  it('takes options and stdin, sends the event and says how to follow', async () => {
    const args = ['register', ...REGISTRATION_FLAGS, '--client-id', SECRET.clientId, '--secret-stdin'];
    const ended = await lab.run(place, args, SECRET.clientSecret);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('Registered: Scenario Lab.\n  follow it  lab-sms provision "Scenario Lab" --attach');
    await lab.scenario.idle();
    expect((await lab.scenario.ledger(ORG_ID))?.status).toBe('ready');
  });

  it('names every problem at once, by field and value, and changes nothing', async () => {
    const args = [
      'register',
      '--org',
      'ABC',
      '--name',
      'x',
      '--region',
      'mars-1',
      '--country',
      'gb',
      '--type',
      'mobile',
    ];
    const more = ['--adopt', '07700', '--lease-days', 'soon', '--replace', 'flow,everything', '--flow', 'nowhere'];
    const { exitCode, stdout, stderr } = await lab.run(place, [...args, ...more]);
    expect([exitCode, stdout]).toEqual([2, '']);
    for (const problem of [
      'genesysOrgId ("ABC"): must be the org id',
      'genesysRegion ("mars-1"): must be the AWS region of the org, one of',
      'sms.countryCode ("gb"): must be a two-letter',
      'sms.phoneNumber ("07700"): must be an E.164 number',
      'leaseDays ("soon"): must be a whole number of days',
      'replace.1 ("everything"): must be a list out of',
    ])
      expect(stderr).toContain(problem);
    await nothingWasDone();
  });

  it.each([
    ['a file that is not there', ['--file', '/nowhere.json'], 2, "--file /nowhere.json can't be read (ENOENT)."],
    ['no credentials and nobody to ask', REGISTRATION_FLAGS, 2, 'clientId, clientSecret are missing: no credentials'],
    [
      'a bad test recipient',
      [...REGISTRATION_FLAGS, '--client-id', 'x', '--secret-stdin', '--test-sms-to', '12'],
      2,
      'testSmsTo must be an E.164',
    ],
  ])('refuses %s, and nothing is stored or sent', async (_what, args, code, said) => {
    const ended = await lab.run(place, ['register', ...args], 'the-secret');
    expect([ended.exitCode, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toContain(said);
    await nothingWasDone();
  });

  async function nothingWasDone(): Promise<void> {
    await lab.scenario.idle();
    expect(await lab.scenario.executions('lab-sms-provisioning')).toEqual([]);
    expect(lab.scenario.genesys.control.requests()).toEqual([]);
    const reading = lab.scenario.clients.secretsManager.send(
      new GetSecretValueCommand({ SecretId: `lab-sms/${ORG_ID}` }),
    );
    await expect(reading).rejects.toThrow("can't find the specified secret");
  }
});
