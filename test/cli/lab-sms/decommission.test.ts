import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

const ADOPTED = ['+447700900042', '+447700900043'] as const;

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms decommission on %s', (place) => {
  it('asks first: with stdin closed nothing is changed and the exit code is 6; with --yes the org is given back', async () => {
    const org = await lab.readyOrg();
    const number = (await org.record(lab.scenario)).smsPhoneNumber?.smsPhoneNumber ?? '';
    const requests = lab.scenario.genesys.control.requests().length;
    const unconfirmed = await lab.run(place, ['decommission', org.name]);
    expect(unconfirmed.exitCode).toBe(6);
    expect(unconfirmed.stdout).toContain(`released  number ${number}; it can't be had back`);
    expect(unconfirmed.stdout).toContain(`the monthly charge of ${number} ends`);
    expect(unconfirmed.stderr).toMatch(
      /^lab-sms: nobody can be asked whether to go on: this is no terminal\.\n {2}Add --yes/,
    );
    expect(lab.scenario.genesys.control.requests()).toHaveLength(requests);
    expect(await org.record(lab.scenario)).toMatchObject({ status: 'ready' });

    const done = await lab.ended(place, ['decommission', org.name, '--yes']);
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain('RecordReleased');
    expect(done.answer).toMatchObject({
      outcome: 'decommissioned',
      planned: { released: number, costEnds: `the monthly charge of ${number}` },
      kept: [],
      message: null,
    });
    expect(await org.record(lab.scenario)).toMatchObject({ status: 'decommissioned' });
    const again = await lab.run(place, ['decommission', org.id]);
    expect([again.exitCode, again.stderr]).toEqual([0, '']);
    expect(again.stdout.replaceAll(/\s+/g, ' ')).toContain('nothing is left to do');
    expect(org.among(await lab.scenario.executions('lab-sms-decommissioning'))).toHaveLength(1);
  });

  it('leaves an adopted number unless it is spelled out, and names what stays', async () => {
    const adopted = ADOPTED[PLACES.indexOf(place)] ?? '';
    const sms = { countryCode: 'GB', phoneNumberType: 'mobile' };
    const org = await lab.readyOrg({
      seed: { phoneNumbers: [{ phoneNumber: adopted, countryCode: 'GB', phoneNumberType: 'mobile' }] },
      registration: { sms: { ...sms, phoneNumber: adopted } },
    });
    const slip = await lab.run(place, ['decommission', org.id, '--yes', '--release-adopted', '+447700900044']);
    expect([slip.exitCode, slip.stdout]).toEqual([2, '']);
    expect(slip.stderr).toContain(
      `+447700900044 is no number that the org has adopted: its number is ${adopted}, adopted.`,
    );
    const { stdout, exitCode } = await lab.run(place, ['decommission', org.id, '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('nothing stops costing money');
    expect(stdout).toContain(`kept      SMS phone number ${adopted}`);
    await lab.scenario.register(org.registration);
    const released = await lab.json(place, ['decommission', org.id, '--yes', '--release-adopted', adopted]);
    expect(released).toMatchObject({ outcome: 'decommissioned', planned: { released: adopted } });
    const left = lab.scenario.genesys.control.state().orgs.find(({ id }) => id === org.id);
    expect(left?.phoneNumbers).toEqual([]);
  });

  it('ends with 1 and the steps by hand when something is left behind', async () => {
    const org = await lab.readyOrg();
    const number = (await org.record(lab.scenario)).smsPhoneNumber?.smsPhoneNumber ?? '';
    const operation = 'deleteRoutingSmsPhonenumber';
    lab.scenario.genesys.control.addFault({ operation, status: 400, code: 'bad.request', times: 100 });
    const ended = await lab.run(place, ['decommission', org.id, '--yes']);
    lab.scenario.genesys.control.clearFaults();
    expect(ended.exitCode).toBe(1);
    const text = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`${org.name}: something of lab-sms is left behind.`);
    expect(text).toContain(`(1) the SMS phone number ${number}, which costs money until it is released`);
    expect(text).toContain('By hand: Admin > Message > SMS Number Inventory');
    // ARNs stay whole.
    expect(ended.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('arn:'))).toEqual([]);
    const status = await lab.run(place, ['status', org.id]);
    expect(status.stdout.startsWith(`${org.name} is decommissioned in part: something is left behind.`)).toBe(true);
    expect(status.stdout).toContain('By hand:');
  });
});

describe('lab-sms decommission', () => {
  it('gives up no other number than the one that is in doubt', async () => {
    const org = await lab.readyOrg();
    const args = ['decommission', org.id, '--yes', '--abandon-candidate', '+447700900044'];
    const ended = await lab.run('this machine', args);
    expect([ended.exitCode, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('+447700900044 is no number of the org that is in doubt');
    expect(org.among(await lab.scenario.executions('lab-sms-decommissioning'))).toEqual([]);
  });
});
