import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLab, PLACES } from './command-lab.ts';
import { registrationFlags } from './registration-flags.ts';

jest.setTimeout(120_000);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms register on %s', (place) => {
  const file = (name: string, content: object): string => {
    const path = join(lab.scenario.folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it('takes a file, stores the secret of another, and follows both runs to the delivered text', async () => {
    const org = lab.newOrg();
    const files = ['--file', file('org.json', org.registration), '--secret-file', file('secret.json', org.secret)];
    const { exitCode, stdout, stderr, answer } = await lab.ended(place, [
      'register',
      ...files,
      '--wait',
      '--lease-days',
      '3',
    ]);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      isSecretStored: true,
      outcome: 'delivered',
      provisioning: { status: 'SUCCEEDED' },
      verification: { status: 'SUCCEEDED' },
    });
    expect(stderr).toContain(`  RecordProvisioned\n  done\nVerification of ${org.name}\n  SendTestSms\n`);
    for (const value of [org.secret.clientSecret, org.secret.testSmsTo]) expect(stdout + stderr).not.toContain(value);
    expect((await org.record(lab.scenario)).registration.leaseDays).toBe(3);
  });

  it('takes options and stdin, sends the event and says how to follow', async () => {
    const org = lab.newOrg();
    const args = ['register', ...registrationFlags(org), '--client-id', org.secret.clientId, '--secret-stdin'];
    const ended = await lab.run(place, args, org.secret.clientSecret);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain(`Registered: ${org.name}.\n  follow it  lab-sms provision "${org.name}" --attach`);
    await lab.scenario.idle();
    expect((await org.record(lab.scenario)).status).toBe('ready');
  });
});
