import { Output } from '../../../cli/commands/provision.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { REGISTRATION_FLAGS } from './registration-flags.ts';

jest.setTimeout(120_000);

/** Longer than a warm function keeps what it has read. */
const CREDENTIALS_ARE_KEPT_MS = 6 * 60_000;

describe.each(PLACES)('lab-sms provision on %s', (place) => {
  let lab: CommandLab;
  beforeEach(async () => {
    lab = await CommandLab.start(seed());
    await lab.scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(() => lab.stop());
  const provisionings = (): ReturnType<typeof lab.scenario.executions> =>
    lab.scenario.executions('lab-sms-provisioning');

  it('provisions an org again by hand, in the name of whoever asks, and buys nothing', async () => {
    await lab.scenario.register(registration());
    const ended = await lab.run(place, ['provision', 'scenario lab']);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^Provisioning of Scenario Lab\n {2}ClaimLabOrg\n[^]*\n {2}RecordProvisioned\n {2}done\n/,
    );
    expect(ended.stdout).toContain('Scenario Lab is ready.\n  number  +44');
    const [, byHand] = await provisionings();
    expect(JSON.parse(byHand?.input ?? '')).toMatchObject({
      requestedBy: 'arn:aws:iam::000000000000:root',
      registration: { genesysOrgId: ORG_ID, queueName: 'G Ride' },
    });
    expect(lab.scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(1);
  });

  it('tells a wrong Genesys secret in one sentence, and redrive goes on once it is mended', async () => {
    await lab.scenario.register(registration());
    await lab.scenario.storeSecret(ORG_ID, { ...SECRET, clientSecret: 'not-this-one-at-all' });
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const { exitCode, stdout, stderr } = await lab.run(place, ['provision', ORG_ID, '--json']);
    expect(exitCode).toBe(1);
    const told = Output.parse(JSON.parse(stdout));
    expect(told).toMatchObject({ run: { status: 'FAILED', error: 'GenesysAuthenticationError' } });
    expect(stdout + stderr).not.toContain('not-this-one');
    await lab.scenario.idle();
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const redriven = await lab.run(place, ['redrive', ORG_ID]);
    expect(redriven).toMatchObject({ exitCode: 0, stderr: '' });
    expect(redriven.stdout).toMatch(
      /^The provisioning of Scenario Lab \(FAILED\) goes on with VerifyOrgAccess\.\nProvisioning of Scenario Lab\n {2}VerifyOrgAccess\n[^]* {2}done\nThe provisioning is done; Scenario Lab is ready\.\n$/,
    );
  });

  it('lets go of a run that waits at Ctrl-C, says how to come back, and the run goes on to ready', async () => {
    const release = lab.hold();
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    await lab.run(place, ['register', ...REGISTRATION_FLAGS]);
    const waiting = lab.begin(place, ['provision', 'Scenario Lab', '--attach']);
    await waiting.prints('    after ');
    const second = await lab.run(place, ['provision', 'Scenario Lab']);
    expect([second.exitCode, second.stdout]).toEqual([5, '']);
    expect(second.stderr).toMatch(
      /^lab-sms: a provisioning of Scenario Lab is under way\.\n {2}Wait for it \(lab-sms provision/,
    );
    waiting.interrupt();
    const { exitCode, stdout, stderr } = await waiting.ended();
    expect([exitCode, stderr]).toEqual([130, '']);
    expect(stdout).toContain('come back  lab-sms provision "Scenario Lab" --attach');
    expect((await lab.scenario.ledger(ORG_ID))?.status).toBe('provisioning');
    release();
    await lab.scenario.idle();
    expect((await lab.scenario.ledger(ORG_ID))?.status).toBe('ready');
    expect(await provisionings()).toHaveLength(1);
    const late = await lab.run(place, ['provision', 'Scenario Lab', '--attach']);
    expect([late.exitCode, late.stdout]).toEqual([4, '']);
    expect(late.stderr).toContain('no provisioning of Scenario Lab is under way; its status is ready');
  });
});
