import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { orgId } from './seeded-orgs.ts';

jest.setTimeout(120_000);

/** A name that would run in a browser if it were not escaped. */
const NAME = '<script>alert(1)</script>';

let lab: CommandLab;
let org: ScenarioOrg;
beforeAll(async () => {
  lab = await CommandLab.start();
  org = await lab.org({ registration: { name: NAME } });
  lab.scenario.genesys.control.addFault({ operation: 'putRoutingMessageRecipient', status: 400, code: 'bad.request' });
  await lab.scenario.register(org.registration);
  await lab.scenario.register(org.registration);
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms audit on %s', (place) => {
  it('tells every run and change of an org: when, by what, before and after, what it cost', async () => {
    const trail = await lab.json(place, ['audit', NAME]);
    expect(
      trail.runs.map(({ machine, outcome, failedStage, startedBy }) => [machine, outcome, failedStage, startedBy]),
    ).toEqual([
      ['lab-sms-provisioning', 'failed', 'RouteMessagesToFlow', 'event'],
      ['lab-sms-provisioning', 'ready', null, 'event'],
      ['lab-sms-verification', 'delivered', null, 'event'],
    ]);
    const record = await org.record(lab.scenario);
    const number = record.smsPhoneNumber?.smsPhoneNumber ?? '';
    expect(trail.cost).toMatchObject({ monthlyChargeBegan: [number], monthlyChargeEnded: [], textsCharged: 1 });
    const bought = trail.changes.find(
      ({ change, phase }) => change === 'purchase SMS phone number' && phase === 'done',
    );
    expect(bought).toMatchObject({
      resourceId: number,
      costEffect: 'monthly charge begins',
      startedBy: 'event',
      eventId: expect.any(String) as string,
      correlationId: expect.any(String) as string,
      executionArn: trail.runs[0]?.executionArn,
    });
    // Of the refused route nothing but the intention was logged; every other one has an outcome.
    expect(trail.changes.filter(({ phase }) => phase === 'intended')).toMatchObject([
      { change: 'route messages to flow', executionArn: trail.runs[0]?.executionArn },
    ]);
    // The lab's clock stands where this machine's does, or later: its newest lines are as fresh as can be.
    expect(trail.notice).toContain('more may still be under way');
    const { stdout, exitCode } = await lab.run(place, ['audit', org.id]);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('lab-sms-provisioning: failed in RouteMessagesToFlow (');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`monthly charge began for ${number}; 1 text charged`);
    expect(stdout).not.toContain(org.secret.testSmsTo);
  });

  it('tells one run by its name, and looks back no further than there can be anything, or as it is told', async () => {
    const [first] = await lab.scenario.executions('lab-sms-provisioning');
    const arn = first?.executionArn ?? '';
    const byName = await lab.json(place, ['audit', '--run', arn.split(':').at(-1) ?? '']);
    expect(byName.runs.map(({ executionArn }) => executionArn)).toEqual([arn]);
    expect((await lab.json(place, ['audit', '--run', arn])).changes).toEqual(byName.changes);
    // Nothing older than the run is looked through, nor than the org's first registration.
    const execution = await lab.scenario.clients.stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: arn }),
    );
    expect(Date.parse(byName.since ?? '')).toBe((execution.startDate?.getTime() ?? 0) - 5 * 60_000);
    const { registeredAt = '' } = (await lab.scenario.ledger(org.id)) ?? {};
    const { since } = await lab.json(place, ['audit', org.id]);
    expect(since).toBe(new Date(Date.parse(registeredAt) - 24 * 3_600_000).toISOString());
    const told = await lab.run(place, ['audit', org.id]);
    const said = `looking back to ${since?.slice(0, 16).replace('T', ' ') ?? ''} UTC`;
    expect(told.stdout.replaceAll(/\s+/g, ' ')).toContain(said);
    const later = await lab.json(place, ['audit', org.id, '--since', '2999-01-01']);
    expect([later.runs, later.changes, later.since]).toEqual([[], [], '2999-01-01T00:00:00.000Z']);
  });

  it('writes a report that needs nothing and runs nothing, whatever an org is called', async () => {
    const file = join(lab.scenario.folder, 'report.html');
    const { exitCode, stdout } = await lab.run(place, ['audit', org.id, '--html', file]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`Report: ${file}`)]);
    const report = readFileSync(file, 'utf8');
    expect(report).not.toContain('<script');
    expect(report).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(report).not.toMatch(/(?:src|href|url)\s*[=(]|https?:/);
    expect(report.match(/<svg/g)).toHaveLength(3);
    const stages = (await lab.json(place, ['audit', org.id])).runs.flatMap((run) => run.stages);
    expect(report.match(/<rect/g)).toHaveLength(stages.length);
    expect(stages.length).toBeGreaterThan(new Set(stages.map(({ stage }) => stage)).size);
    expect(report).toMatch(/<line\s+class="wait"/);
    expect(report).toMatch(/<rect\s+class="failed"[^>]*><title>RouteMessagesToFlow/);
    expect(report).not.toContain(org.secret.testSmsTo);
  });
});

describe('lab-sms audit', () => {
  it.each([
    [[], 2, 'name either an org or, with --run, one run.'],
    [[NAME, '--run', 'x'], 2, 'name either an org or, with --run, one run.'],
    [['--run', 'x") || ($.kind = "audit'], 2, 'is no name or ARN of an execution.'],
    [[NAME, '--since', 'yesterday'], 2, '--since "yesterday" is no time.'],
    [[orgId(9)], 4, `the log says nothing of org ${orgId(9)}.`],
    [['--run', 'nonsense'], 4, 'the log says nothing of run nonsense.'],
  ])('%j ends with %i and one plain sentence', async (args, exitCode, said) => {
    const ended = await lab.run('this machine', ['audit', ...args]);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, '']);
    expect(ended.stderr).toContain(said);
  });
});
