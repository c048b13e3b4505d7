import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import type { ExecutionRecord } from '../../../../local/aws/step-functions/execution-record.ts';
import type { HistoryEvent } from '../../../../local/aws/step-functions/execution-store.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { executionsOn, WORK } from '../fixture/executions.ts';

/** A moment at which the process was killed: how many events had been written, and how often it had been redriven. */
interface Moment {
  events: number;
  redriveCount: number;
}

describe('an execution whose process was killed', () => {
  const fixture = executionsOn(new VirtualClock());
  const { folder } = fixture;
  const input = { key: 'killed', failures: 1, error: 'Other', ms: 1 };
  const arnOf = ({ events, redriveCount }: Moment): string =>
    `${WORK.replace('stateMachine', 'execution')}:at-${events}-${redriveCount}`;
  let history: HistoryEvent[] = [];
  let moments: Moment[] = [];

  /** What is on the disk of a process killed at each moment of a run that fails once and is redriven to its end. */
  beforeAll(async () => {
    const whole = await fixture.run(WORK, input);
    await fixture.redrive(whole);
    const file = (executionArn: string, suffix: string): string =>
      join(folder.stateDir, 'executions', 'fixture-work', `${executionArn.split(':').at(-1) ?? ''}.${suffix}`);
    const lines = readFileSync(file(whole, 'history.jsonl'), 'utf8').trim().split('\n');
    history = lines.map((line) => parseJson(line) as HistoryEvent);
    const redriven = history.findIndex(({ type }) => type === 'ExecutionRedriven');
    moments = lines.map((_line, index) => ({ events: index, redriveCount: index > redriven ? 1 : 0 }));
    moments.push({ events: redriven, redriveCount: 1 }, { events: lines.length, redriveCount: 1 });
    const { stopDate, output, ...kept } = JSON.parse(
      readFileSync(file(whole, 'execution.json'), 'utf8'),
    ) as ExecutionRecord;
    expect([stopDate, output]).not.toContain(undefined);
    for (const moment of moments) {
      const executionArn = arnOf(moment);
      const name = executionArn.split(':').at(-1) ?? '';
      const { redriveCount } = moment;
      const record = { ...kept, executionArn, name, status: 'RUNNING', redriveCount, isEndAnnounced: false };
      writeFileSync(file(executionArn, 'execution.json'), JSON.stringify(record));
      writeFileSync(
        file(executionArn, 'history.jsonl'),
        lines
          .slice(0, moment.events)
          .map((line) => `${line}\n`)
          .join(''),
      );
    }
    await fixture.restart();
    await fixture.world.idle();
  });

  /** ABORTED, unless the end had come into the history before the process was killed. */
  function statusAfter({ events, redriveCount }: Moment): string {
    const last = history[events - 1]?.type;
    if (last === 'ExecutionSucceeded') return 'SUCCEEDED';
    return last === 'ExecutionFailed' && redriveCount === 0 ? 'FAILED' : 'ABORTED';
  }

  it('has ended after a restart, whatever the moment', async () => {
    expect(moments.length).toBeGreaterThan(18);
    for (const moment of moments) {
      const { status, redriveCount, error } = await fixture.describe(arnOf(moment));
      const expected = statusAfter(moment);
      expect({ moment, status, redriveCount }).toEqual({ moment, status: expected, redriveCount: moment.redriveCount });
      expect(error).toBe(expected === 'FAILED' ? 'Other' : undefined);
    }
  });

  it('has its beginning, its redrives and one end in its history', async () => {
    for (const moment of moments) {
      const events = await fixture.history(arnOf(moment));
      const types = events.map(({ type }) => type ?? '');
      expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => index + 1));
      expect(types[0]).toBe('ExecutionStarted');
      expect(types.filter((type) => type === 'ExecutionRedriven')).toHaveLength(moment.redriveCount);
      const lastRun = types.slice(types.lastIndexOf('ExecutionRedriven') + 1);
      expect(lastRun.filter((type) => /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type))).toEqual([
        types.at(-1),
      ]);
    }
  });

  it('is announced with the status of its end', () => {
    const announced = folder.notices().map((notice) => (notice as { detail: JsonObject }).detail);
    for (const moment of moments) {
      const status = statusAfter(moment);
      const own = announced.filter(({ executionArn }) => executionArn === arnOf(moment));
      // The fixture's rule does not listen for what went well.
      expect(own.map((detail) => detail.status)).toEqual(status === 'SUCCEEDED' ? [] : [status]);
    }
  });

  it('goes on from there when it is redriven, and comes to the same end', async () => {
    for (const moment of moments.filter((item) => statusAfter(item) !== 'SUCCEEDED')) {
      await fixture.redrive(arnOf(moment));
      const { status, output } = await fixture.describe(arnOf(moment));
      expect({ moment, status }).toEqual({ moment, status: 'SUCCEEDED' });
      expect(parseJson(output ?? '')).toMatchObject({ ...input, work: { payload: {} } });
      const entered = (await fixture.history(arnOf(moment))).flatMap(
        (event) => event.stateEnteredEventDetails?.name ?? [],
      );
      // The state at which it was killed may be entered again, the ones before it never are.
      expect([...new Set(entered)]).toEqual(['Work', 'Pause', 'Decide', 'Done']);
      expect(entered.length).toBeLessThanOrEqual(5);
    }
  });
});
