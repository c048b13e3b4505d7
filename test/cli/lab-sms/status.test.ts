import { setTimeout as pause } from 'node:timers/promises';
import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { Output } from '../../../cli/commands/status.ts';
import { sendRegistration } from '../../../cli/registration/register.ts';
import type { OrgDetail } from '../../../cli/orgs/org-view.ts';
import { arn } from '../../../local/aws/identity.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { CommandLab, PLACES, type PlaceName } from './command-lab.ts';
import { orgId, readyRecord, seedLedger } from './seeded-orgs.ts';

jest.setTimeout(120_000);

/** Real milliseconds for which the simulated Genesys Cloud withholds its answer. */
const WITHHELD_MS = 4000;
const ESCAPE = String.fromCharCode(27);

async function detail(lab: CommandLab, place: PlaceName, org: string): Promise<OrgDetail> {
  const answer = Output.parse(await lab.json(place, ['status', org]));
  if (!('org' in answer)) throw new Error('all orgs were answered instead of one');
  return answer.org;
}

describe.each(PLACES)('lab-sms status on %s', (place) => {
  let lab: CommandLab;
  beforeAll(async () => {
    lab = await CommandLab.start(seed());
  });
  afterAll(() => lab.stop());

  it('says so when there is no org, and that one is unknown, with exit code 4', async () => {
    expect(await lab.run(place, ['status'])).toEqual({
      exitCode: 0,
      stdout: 'No org is in the ledger. lab-sms register adds one.\n',
      stderr: '',
    });
    const unknown = await lab.run(place, ['status', 'Nowhere']);
    expect([unknown.exitCode, unknown.stdout]).toEqual([4, '']);
    expect(unknown.stderr).toMatch(/^lab-sms: no org "Nowhere" is in the ledger\.\n {2}lab-sms status lists/);
  });

  it('shows one org in full: a run that goes on, then what it came to', async () => {
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    const operation = 'putRoutingQueue';
    lab.scenario.genesys.control.addFault({ operation, delayMs: WITHHELD_MS, delay: 'after' });
    await sendRegistration(lab.scenario.clients, registration());
    while (lab.scenario.calls(operation).length === 0) await pause(5);
    const going = await detail(lab, place, ORG_ID);
    expect(going).toMatchObject({ status: 'provisioning', runs: [{ state: 'running', status: 'RUNNING' }] });
    expect(going.nextStep).toContain('Wait');
    lab.scenario.genesys.control.clearFaults();
    await lab.scenario.idle();

    const { stdout, exitCode } = await lab.run(place, ['status', 'scenario lab']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Scenario Lab is ready\.\n/);
    const record = await lab.scenario.ledger(ORG_ID);
    const number = record?.smsPhoneNumber?.smsPhoneNumber ?? '';
    expect(stdout).toContain(`number    ${number} (bought, active)`);
    expect(stdout).toMatch(/queue {5}G Ride sends from the number/);
    expect(stdout).toContain('published version 1.0');
    expect(stdout).toContain(`messages to ${number} go to flow`);
    expect(stdout).toMatch(/text {6}delivered \(/);
    expect(stdout).toContain('run       none goes on');
    expect(stdout).toContain('lease     none: it stays until somebody decommissions it');
    expect(stdout).not.toContain(SECRET.testSmsTo);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(await detail(lab, place, ORG_ID)).toMatchObject({ status: 'ready', runs: [], trouble: null });
  });

  it('tells of a run that was stopped in the middle: what failed, and what is next', async () => {
    const operation = 'getRoutingQueues';
    lab.scenario.genesys.control.addFault({ operation, delayMs: WITHHELD_MS, delay: 'before' });
    const before = lab.scenario.calls(operation).length;
    await sendRegistration(lab.scenario.clients, registration({ leaseDays: 2 }));
    while (lab.scenario.calls(operation).length === before) await pause(5);
    const { stepFunctions } = lab.scenario.clients;
    const stateMachineArn = arn('states', 'stateMachine:lab-sms-provisioning');
    const { executions = [] } = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    const executionArn = executions[0]?.executionArn;
    await stepFunctions.send(new StopExecutionCommand({ executionArn, error: 'WrongRoom', cause: 'Class has moved.' }));
    lab.scenario.genesys.control.clearFaults();
    await lab.scenario.idle();
    const told = await detail(lab, place, ORG_ID);
    expect(told).toMatchObject({ status: 'failed', runs: [], lastError: { error: 'WrongRoom', executionArn } });
    const { stdout } = await lab.run(place, ['status', ORG_ID]);
    expect(stdout).toMatch(/error {5}WrongRoom/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`lab-sms redrive ${ORG_ID}`);

    // The news of its end was lost: the ledger has it as going on, and Step Functions knows better.
    const record = await lab.scenario.ledger(ORG_ID);
    if (record === undefined) throw new Error('a registered org is in the ledger');
    const { lastError, claim, ...rest } = record;
    if (claim === undefined) throw new Error('a failed run keeps its ended claim');
    const { ended, ...held } = claim;
    await seedLedger(lab.scenario, [{ ...rest, status: 'provisioning', claim: held }]);
    expect(await detail(lab, place, ORG_ID)).toMatchObject({
      status: 'provisioning',
      trouble: 'run died',
      runs: [{ executionArn, state: 'died', status: 'ABORTED', ended: expect.any(String) as string }],
    });
    const died = await lab.run(place, ['status', ORG_ID]);
    expect(died.stdout.replaceAll(/\s+/g, ' ')).toContain('has ended ABORTED at');
  });

  it('lists 30 orgs in 80 columns, without colour where stdout is no terminal', async () => {
    const many = Array.from({ length: 26 }, (_, index) => readyRecord(index + 1));
    const lastError = { error: 'PermissionsMissing', message: 'm', executionArn: 'arn', at: '2026-11-01T08:00:00Z' };
    const { smsPhoneNumber } = readyRecord(28);
    if (smsPhoneNumber === undefined) throw new Error('a ready org has a number');
    await seedLedger(lab.scenario, [
      ...many,
      readyRecord(27, { status: 'failed', lastError, leaseUntil: '2026-12-24T08:00:00.000Z' }),
      readyRecord(28, { status: 'failed', smsPhoneNumber: { ...smsPhoneNumber, state: 'in doubt' } }),
      readyRecord(29, {
        registration: {
          ...readyRecord(29).registration,
          name: `Long${ESCAPE}[31m name that goes on and on and on, as names of classes do`,
        },
        smsPhoneNumber: { ...smsPhoneNumber, smsPhoneNumber: '+123456789012345' },
      }),
    ]);
    const ended = await lab.run(place, ['status'], '', { FORCE_COLOR: undefined });
    expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
    const lines = ended.stdout.split('\n');
    expect(lines).toHaveLength(1 + 30 + 4);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(ended.stdout).not.toContain(ESCAPE);
    expect(lines[0]).toMatch(/^Name +State +Number +Text +Lease end +Trouble$/);
    expect(lines.find((line) => line.startsWith('Class 27'))).toMatch(/failed +\+447700900027 .*2026-12-24 rights$/);
    expect(lines.find((line) => line.startsWith('Class 28'))).toMatch(/doubt$/);
    expect(lines.find((line) => line.startsWith('Class 01'))).toMatch(/ready +\+447700900001 +delivered +- +-$/);
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(
      '30 orgs: 27 ready, 2 failed, 1 provisioning. lab-sms status <org> shows one in full.',
    );
    const answer = Output.parse(await lab.json(place, ['status']));
    expect('orgs' in answer && answer.orgs).toHaveLength(30);
    const two = await lab.run(place, ['status', orgId(1).slice(0, 35)]);
    expect(two.exitCode).toBe(4);
  });
});
