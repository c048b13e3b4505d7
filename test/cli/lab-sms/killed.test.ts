import type { LabOrgRecord } from '../../../src/ledger/lab-org-record.ts';
import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { registrationFlags } from './registration-flags.ts';

jest.setTimeout(60_000);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('a command that is killed on %s', (place) => {
  /** Begins a command, kills it once its run waits, and lets the run go on when the state in between has been looked at. */
  const killedWhileItWaits = async (args: string[], between: () => Promise<void>): Promise<void> => {
    const release = lab.hold();
    const command = lab.begin(place, args);
    await command.prints('    after ');
    await command.kill();
    await between();
    release();
    await lab.scenario.idle();
  };
  const told = async (org: ScenarioOrg): Promise<object> => {
    const answer = await lab.json(place, ['status', org.id]);
    return 'org' in answer ? answer.org : {};
  };
  const bought = async (org: ScenarioOrg): Promise<LabOrgRecord['smsPhoneNumber']> =>
    (await org.record(lab.scenario)).smsPhoneNumber;

  it('register --wait: status shows the run that goes on, and registering again buys no second number', async () => {
    const org = await lab.org();
    const args = ['register', ...registrationFlags(org), '--wait'];
    await killedWhileItWaits(args, async () => {
      expect(await told(org)).toMatchObject({ status: 'provisioning', runs: [{ state: 'running' }] });
      expect((await lab.run(place, args)).exitCode).toBe(5);
    });
    expect(await told(org)).toMatchObject({ status: 'ready', runs: [], trouble: null });
    const number = (await bought(org))?.smsPhoneNumber;
    expect((await lab.run(place, args)).exitCode).toBe(0);
    expect((await bought(org))?.smsPhoneNumber).toBe(number);
    const owned = lab.scenario.genesys.control.state().orgs.find(({ id }) => id === org.id)?.phoneNumbers;
    expect(owned).toHaveLength(1);
  });

  it('verify: the text is followed by nobody and comes to its outcome; verifying again sends another', async () => {
    const org = await lab.readyOrg();
    await killedWhileItWaits(['verify', org.id], async () => {
      expect(await told(org)).toMatchObject({ runs: [{ machine: 'lab-sms-verification', state: 'running' }] });
    });
    expect(await told(org)).toMatchObject({ status: 'ready', runs: [], trouble: null });
    expect((await lab.run(place, ['verify', org.id])).exitCode).toBe(0);
    expect(lab.scenario.genesys.control.texts(org.id)).toHaveLength(3);
  });

  it('decommission: the number is released all the same, and asking again finds nothing left', async () => {
    const org = await lab.readyOrg();
    await killedWhileItWaits(['decommission', org.id, '--yes'], async () => {
      expect(await told(org)).toMatchObject({ status: 'decommissioning', runs: [{ state: 'running' }] });
    });
    expect(await told(org)).toMatchObject({ status: 'decommissioned', runs: [] });
    const again = await lab.json(place, ['decommission', org.id, '--yes']);
    expect(again.outcome).toBe('was decommissioned already');
  });

  it('provision, once its run has begun: the run comes to its end, and provisioning again buys nothing', async () => {
    const org = await lab.readyOrg();
    const number = (await bought(org))?.smsPhoneNumber;
    const command = lab.begin(place, ['provision', org.id]);
    await command.prints(`Provisioning of ${org.name}`);
    await command.kill();
    await lab.scenario.idle();
    expect(await told(org)).toMatchObject({ status: 'ready', runs: [] });
    expect(org.among(await lab.scenario.executions('lab-sms-provisioning'))).toHaveLength(2);
    expect((await lab.run(place, ['provision', org.id])).exitCode).toBe(0);
    expect((await bought(org))?.smsPhoneNumber).toBe(number);
  });
});
