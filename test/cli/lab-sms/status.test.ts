import { setTimeout as pause } from 'node:timers/promises';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sendRegistration } from '../../../cli/registration/register.ts';
import type { OrgDetail } from '../../../cli/orgs/org-view.ts';
import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { orgId, readyRecord, seedLedger } from './seeded-orgs.ts';

jest.setTimeout(120_000);

const ESCAPE = String.fromCharCode(27);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

it('lab-sms status says so when there is no org', async () => {
  expect(await lab.run('this machine', ['status'])).toEqual({
    exitCode: 0,
    stdout: 'No org is in the ledger. lab-sms register adds one.\n',
    stderr: '',
  });
});

it('lab-sms status lists 30 orgs in 80 columns, without colour where stdout is no terminal', async () => {
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
    readyRecord(30, { status: 'provisioning' }),
  ]);
  const ended = await lab.run('this machine', ['status'], '', { FORCE_COLOR: undefined });
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
  const answer = await lab.json('an AWS account', ['status']);
  expect('orgs' in answer && answer.orgs).toHaveLength(30);
  const beginning = await lab.failure('an AWS account', ['status', orgId(1).slice(0, 35)]);
  expect(beginning.exitCode).toBe(4);
});

describe.each(PLACES)('lab-sms status on %s', (place) => {
  const detail = async (org: ScenarioOrg): Promise<OrgDetail> => {
    const answer = await lab.json(place, ['status', org.id]);
    if (!('org' in answer)) throw new Error('all orgs were answered instead of one');
    return answer.org;
  };

  /** Registers the org, whose run then waits until the lab's clock is let go. */
  const beginRun = async ({ id, registration }: ScenarioOrg): Promise<void> => {
    await sendRegistration(lab.scenario.clients, registration);
    while ((await lab.scenario.ledger(id))?.claim === undefined) await pause(5);
  };

  it('shows one org in full: a run that goes on, then what it came to', async () => {
    const org = await lab.org();
    const release = lab.hold();
    await beginRun(org);
    const going = await detail(org);
    expect(going).toMatchObject({ status: 'provisioning', runs: [{ state: 'running', status: 'RUNNING' }] });
    expect(going.nextStep).toContain('Wait');
    release();
    await lab.scenario.idle();

    const { stdout, exitCode } = await lab.run(place, ['status', org.name.toLowerCase()]);
    expect(exitCode).toBe(0);
    expect(stdout.startsWith(`${org.name} is ready.\n`)).toBe(true);
    const number = (await org.record(lab.scenario)).smsPhoneNumber?.smsPhoneNumber ?? '';
    expect(stdout).toContain(`number    ${number} (bought, active)`);
    expect(stdout).toMatch(/queue {5}G Ride sends from the number/);
    expect(stdout).toContain('published version 1.0');
    expect(stdout).toContain(`messages to ${number} go to flow`);
    expect(stdout).toMatch(/text {6}delivered \(/);
    expect(stdout).toContain('run       none goes on');
    expect(stdout).toContain('lease     none: it stays until somebody decommissions it');
    expect(stdout).not.toContain(org.secret.testSmsTo);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(await detail(org)).toMatchObject({ status: 'ready', runs: [], trouble: null });
  });

  it('tells of a run that was stopped in the middle: what failed, and what is next', async () => {
    const org = await lab.org();
    const release = lab.hold();
    await beginRun(org);
    const executionArn = (await org.record(lab.scenario)).claim?.executionArn;
    const stop = new StopExecutionCommand({ executionArn, error: 'WrongRoom', cause: 'Class has moved.' });
    await lab.scenario.clients.stepFunctions.send(stop);
    release();
    await lab.scenario.idle();
    const told = await detail(org);
    expect(told).toMatchObject({ status: 'failed', runs: [], lastError: { error: 'WrongRoom', executionArn } });
    const { stdout } = await lab.run(place, ['status', org.id]);
    expect(stdout).toMatch(/error {5}WrongRoom/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`lab-sms redrive ${org.id}`);

    // The news of its end was lost: the ledger has it as going on, and Step Functions knows better.
    const { lastError, claim, ...rest } = await org.record(lab.scenario);
    if (claim === undefined) throw new Error('a failed run keeps its ended claim');
    const { ended, ...held } = claim;
    await seedLedger(lab.scenario, [{ ...rest, status: 'provisioning', claim: held }]);
    expect(await detail(org)).toMatchObject({
      status: 'provisioning',
      trouble: 'run died',
      runs: [{ executionArn, state: 'died', status: 'ABORTED', ended: expect.any(String) as string }],
    });
    const died = await lab.run(place, ['status', org.id]);
    expect(died.stdout.replaceAll(/\s+/g, ' ')).toContain('has ended ABORTED at');
  });
});
