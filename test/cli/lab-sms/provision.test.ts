import { CommandLab, PLACES } from './command-lab.ts';
import { registrationFlags } from './registration-flags.ts';

jest.setTimeout(120_000);

/** Longer than a warm function keeps what it has read. */
const CREDENTIALS_ARE_KEPT_MS = 6 * 60_000;

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms provision on %s', (place) => {
  const provisionings = (): ReturnType<typeof lab.scenario.executions> =>
    lab.scenario.executions('lab-sms-provisioning');

  it('provisions an org again by hand, in the name of whoever asks, and buys nothing', async () => {
    const org = await lab.readyOrg();
    const bought = lab.scenario.calls('postRoutingSmsPhonenumbers').length;
    const ended = await lab.run(place, ['provision', org.name.toLowerCase()]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^Provisioning of Lab \d\n {2}ClaimLabOrg\n[^]*\n {2}RecordProvisioned\n {2}done\n/);
    expect(ended.stdout).toContain(`${org.name} is ready.\n  number    +44`);
    const [, byHand] = org.among(await provisionings());
    expect(JSON.parse(byHand?.input ?? '')).toMatchObject({
      requestedBy: 'arn:aws:iam::000000000000:root',
      registration: { genesysOrgId: org.id, queueName: 'G Ride' },
    });
    expect(lab.scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(bought);
  });

  it('tells a wrong Genesys secret in one sentence, and redrive goes on once it is mended', async () => {
    const org = await lab.readyOrg();
    await lab.scenario.storeSecret(org.id, { ...org.secret, clientSecret: 'not-this-one-at-all' });
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const { exitCode, stdout, stderr, answer } = await lab.ended(place, ['provision', org.id]);
    expect(exitCode).toBe(1);
    expect(answer).toMatchObject({ run: { status: 'FAILED', error: 'GenesysAuthenticationError' } });
    expect(stdout + stderr).not.toContain('not-this-one');
    await lab.scenario.idle();
    await lab.scenario.storeSecret(org.id, org.secret);
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const redriven = await lab.run(place, ['redrive', org.id]);
    expect(redriven).toMatchObject({ exitCode: 0, stderr: '' });
    expect(redriven.stdout).toMatch(
      /^The provisioning of (Lab \d) \(FAILED\) goes on with VerifyOrgAccess\.\nProvisioning of \1\n {2}VerifyOrgAccess\n[^]* {2}done\nThe provisioning is done; \1 is ready\.\n$/,
    );
  });

  it('lets go of a run that waits at Ctrl-C, says how to come back, and the run goes on to ready', async () => {
    const org = await lab.org();
    const release = lab.hold();
    await lab.run(place, ['register', ...registrationFlags(org)]);
    const waiting = lab.begin(place, ['provision', org.name, '--attach']);
    await waiting.prints('    after ');
    waiting.interrupt();
    const { exitCode, stdout, stderr } = await waiting.ended();
    expect([exitCode, stderr]).toEqual([130, '']);
    expect(stdout).toContain(`come back  lab-sms provision "${org.name}" --attach`);
    expect((await org.record(lab.scenario)).status).toBe('provisioning');
    release();
    await lab.scenario.idle();
    expect((await org.record(lab.scenario)).status).toBe('ready');
    expect(org.among(await provisionings())).toHaveLength(1);
    const late = await lab.run(place, ['provision', org.name, '--attach']);
    expect([late.exitCode, late.stdout]).toEqual([4, '']);
    expect(late.stderr).toContain(`no provisioning of ${org.name} is under way; its status is ready`);
  });
});
