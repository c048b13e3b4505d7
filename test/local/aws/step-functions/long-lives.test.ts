import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../local/aws/json.ts';
import { MAXIMUM_EVENTS } from '../../../../local/aws/step-functions/history.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { lambdaTask, stateMachine, type Resources } from '../fixture/assembly.ts';
import { executionsOn, machineArn, WORK } from '../fixture/executions.ts';
import { fixtureStack } from '../fixture/stack.ts';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** Waits for some days, then calls a function. */
const waiting = (name: string, days: number, call: JsonObject = {}): Resources[string] =>
  stateMachine(name, {
    StartAt: 'Pause',
    States: {
      Pause: { Type: 'Wait', Seconds: days * DAY_SECONDS, Next: 'Work' },
      Work: lambdaTask('Unsteady', { End: true, ...call }),
    },
  });

describe('an execution that lives long', () => {
  const daily = { ErrorEquals: ['NotReady'], IntervalSeconds: DAY_SECONDS, BackoffRate: 1, MaxAttempts: 60 };
  const fixture = executionsOn(new VirtualClock(), {
    ...fixtureStack(),
    Month: waiting('fixture-month', 30, { Retry: [daily] }),
    Year: waiting('fixture-year', 400),
    AlmostYear: waiting('fixture-almost-year', 360),
  });
  const { clock, folder } = fixture;

  it('waits for a month and retries for another, all of it on the clock of the world', async () => {
    const before = clock.now();
    const executionArn = await fixture.run(machineArn('fixture-month'), {
      key: 'month',
      failures: 30,
      error: 'NotReady',
    });
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(folder.calls('month')).toBe(31);
    expect(clock.now() - before).toBeGreaterThanOrEqual(60 * DAY_MS);
    const times = (await fixture.history(executionArn)).map(({ timestamp }) => timestamp?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(60 * DAY_MS);
  });

  it('is TIMED_OUT after a year, whatever its machine says', async () => {
    const before = clock.now();
    const executionArn = await fixture.run(machineArn('fixture-year'), { key: 'year' });
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect(folder.calls('year')).toBe(0);
    expect(Math.floor((clock.now() - before) / DAY_MS)).toBe(365);
  });

  it('is not redriven when more than a year has passed since its start', async () => {
    const executionArn = await fixture.run(machineArn('fixture-almost-year'), {
      key: 'old',
      failures: 9,
      error: 'Refused',
    });
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    clock.advance(6 * DAY_MS);
    expect(await fixture.describe(executionArn)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution has exceeded the max execution time',
    });
    await expect(fixture.redrive(executionArn)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });
});

describe('an execution with a long history', () => {
  const fixture = executionsOn(new VirtualClock());

  /** From ExecutionRedriven to ExecutionSucceeded, as the fixture's machine goes on after its first Task has failed. */
  const EVENTS_TO_THE_END = 12;

  /** An execution that has failed after so many events, most of them attempts that were made before. */
  async function failedWith(events: number, key: string): Promise<string> {
    const executionArn = await fixture.run(WORK, { key, failures: 1, error: 'Other' });
    const written = (await fixture.history(executionArn)).length;
    const more = Array.from({ length: events - written }, (_item, index) => ({
      id: written + index + 1,
      previousEventId: written + index,
      type: 'TaskFailed',
      timestamp: fixture.clock.now(),
      taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error: 'Other' },
    }));
    const name = executionArn.split(':').at(-1) ?? '';
    const path = join(fixture.folder.stateDir, 'executions', 'fixture-work', `${name}.history.jsonl`);
    appendFileSync(path, more.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return executionArn;
  }

  it('may end in its event number 25,000', async () => {
    const executionArn = await failedWith(MAXIMUM_EVENTS - EVENTS_TO_THE_END, 'fits');
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails with States.Runtime when its event number 25,000 would not be its end', async () => {
    const executionArn = await failedWith(MAXIMUM_EVENTS - EVENTS_TO_THE_END + 1, 'too-long');
    await fixture.redrive(executionArn);
    const ended = await fixture.describe(executionArn);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ended.cause).toContain('maximum number of history events (25000)');
    expect(ended).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution history event limit exceeded',
    });
  });

  it('is not redriven when there is no room for ExecutionRedriven and one event more', async () => {
    const executionArn = await failedWith(MAXIMUM_EVENTS - 1, 'full');
    await expect(fixture.redrive(executionArn)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });
});
