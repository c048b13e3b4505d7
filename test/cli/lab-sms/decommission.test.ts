import { Output } from '../../../cli/commands/decommission.ts';
import { org, ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { orgId, readyRecord, seedLedger } from './seeded-orgs.ts';

jest.setTimeout(180_000);

const ADOPTED = '+447700900042';

describe.each(PLACES)('lab-sms decommission on %s', (place) => {
  let lab: CommandLab;
  afterEach(() => lab.stop());

  const provisioned = async (...given: Parameters<typeof org>): Promise<string> => {
    lab = await CommandLab.start(seed(org(...given)));
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    await lab.scenario.register(registration());
    const record = await lab.scenario.ledger(ORG_ID);
    expect(record?.status).toBe('ready');
    return record?.smsPhoneNumber?.smsPhoneNumber ?? '';
  };

  it('asks first: with stdin closed nothing is changed and the exit code is 6; with --yes the org is given back', async () => {
    const number = await provisioned();
    const writes = lab.scenario.genesys.control.requests().length;
    const unconfirmed = await lab.run(place, ['decommission', 'Scenario Lab']);
    expect(unconfirmed.exitCode).toBe(6);
    expect(unconfirmed.stdout).toContain(`released  number ${number}; it can't be had back`);
    expect(unconfirmed.stdout).toContain(`the monthly charge of ${number} ends`);
    expect(unconfirmed.stderr).toMatch(
      /^lab-sms: nobody can be asked whether to go on: this is no terminal\.\n {2}Add --yes/,
    );
    expect(lab.scenario.genesys.control.requests()).toHaveLength(writes);
    expect(await lab.scenario.ledger(ORG_ID)).toMatchObject({ status: 'ready' });

    const done = await lab.run(place, ['decommission', 'Scenario Lab', '--yes', '--json']);
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain('RecordReleased');
    expect(Output.parse(JSON.parse(done.stdout))).toMatchObject({
      outcome: 'decommissioned',
      planned: { released: number, costEnds: `the monthly charge of ${number}` },
      kept: [],
      message: null,
    });
    expect(await lab.scenario.ledger(ORG_ID)).toMatchObject({ status: 'decommissioned' });
    const again = await lab.run(place, ['decommission', ORG_ID]);
    expect([again.exitCode, again.stderr]).toEqual([0, '']);
    expect(again.stdout.replaceAll(/\s+/g, ' ')).toContain('nothing is left to do');
    expect(await lab.scenario.executions('lab-sms-decommissioning')).toHaveLength(1);
  });

  it('leaves an adopted number unless it is spelled out, and names what stays', async () => {
    lab = await CommandLab.start(
      seed(org({ phoneNumbers: [{ phoneNumber: ADOPTED, countryCode: 'GB', phoneNumberType: 'mobile' }] })),
    );
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    const sms = { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: ADOPTED };
    await lab.scenario.register(registration({ sms }));
    const slip = await lab.run(place, ['decommission', ORG_ID, '--yes', '--release-adopted', '+447700900043']);
    expect([slip.exitCode, slip.stdout]).toEqual([2, '']);
    expect(slip.stderr).toContain(
      `+447700900043 is no number that the org has adopted: its number is ${ADOPTED}, adopted.`,
    );
    const { stdout, exitCode } = await lab.run(place, ['decommission', ORG_ID, '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('nothing stops costing money');
    expect(stdout).toContain(`kept      SMS phone number ${ADOPTED}`);
    await lab.scenario.register(registration({ sms }));
    const released = Output.parse(
      await lab.json(place, ['decommission', ORG_ID, '--yes', '--release-adopted', ADOPTED]),
    );
    expect(released).toMatchObject({ outcome: 'decommissioned', planned: { released: ADOPTED } });
    expect(lab.scenario.genesys.control.state().orgs[0]?.phoneNumbers).toEqual([]);
  });

  it('ends with 1 and the steps by hand when something is left behind', async () => {
    const number = await provisioned();
    lab.scenario.genesys.control.addFault({
      operation: 'deleteRoutingSmsPhonenumber',
      status: 400,
      code: 'bad.request',
      times: 100,
    });
    const ended = await lab.run(place, ['decommission', ORG_ID, '--yes']);
    expect(ended.exitCode).toBe(1);
    const text = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Scenario Lab: something of lab-sms is left behind.');
    expect(text).toContain(`(1) the SMS phone number ${number}, which costs money until it is released`);
    expect(text).toContain('By hand: Admin > Message > SMS Number Inventory');
    // ARNs stay whole.
    expect(ended.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('arn:'))).toEqual([]);
    const status = await lab.run(place, ['status', ORG_ID]);
    expect(status.stdout).toMatch(/^Scenario Lab is left behind\./);
    expect(status.stdout).toContain('By hand:');
  });

  it.each([
    ['an unknown org', ['Nowhere'], 4, 'no org "Nowhere" is in the ledger.'],
    ['no phone number', [orgId(1), '--release-adopted', '077'], 2, '--release-adopted "077" is no phone number.'],
    [
      'another candidate',
      [orgId(1), '--abandon-candidate', ADOPTED],
      2,
      `${ADOPTED} is no number of the org that is in doubt`,
    ],
    ['a run that goes on', [orgId(2), '--yes'], 5, 'a run is working on Class 02 Lab (provisioning).'],
  ])('%s: one plain sentence, and nothing is changed', async (_what, args, exitCode, said) => {
    lab = await CommandLab.start(seed());
    const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:lab-sms-provisioning:just-begun';
    const claim = { executionArn, redriveCount: 0, since: '2026-11-01T08:00:00.000Z' };
    await seedLedger(lab.scenario, [readyRecord(1), readyRecord(2, { status: 'provisioning', claim })]);
    const ended = await lab.run(place, ['decommission', ...args]);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, '']);
    expect(ended.stderr).toContain(said);
    expect(await lab.scenario.executions('lab-sms-decommissioning')).toEqual([]);
  });
});
