import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { arn } from '../../../../local/aws/identity.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock, type Clock } from '../../../../local/clock.ts';
import { schedule } from '../fixture/assembly.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const MINUTE_MS = 60_000;

/** A clock that goes forward when it is told to, and ends the sleeps that are over then. */
class ToldClock implements Clock {
  #now = Date.now();
  #sleeping: { until: number; wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#sleeping.push({ until: this.#now + ms, wake: resolve });
      signal?.addEventListener('abort', () => {
        resolve();
      });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    const over = this.#sleeping.filter(({ until }) => until <= this.#now);
    this.#sleeping = this.#sleeping.filter((sleep) => !over.includes(sleep));
    for (const { wake } of over) wake();
  }
}

const toNotice = (properties: JsonObject = {}) => ({
  ...fixtureStack(),
  Scheduled: schedule({
    Target: {
      Arn: { 'Fn::GetAtt': ['Notice', 'Arn'] },
      RoleArn: 'arn:aws:iam::000000000000:role/fixture',
      Input: '{"from":"schedule"}',
    },
    ...properties,
  }),
});

describe('a schedule of five minutes', () => {
  let folder: FixtureFolder;
  let world: LocalWorld;

  async function startOn(clock: Clock, properties: JsonObject = {}): Promise<void> {
    folder = new FixtureFolder(toNotice(properties));
    world = await folder.start(clock);
  }
  afterEach(() => folder.remove());

  it.each([
    ['a clock that jumps', new VirtualClock()],
    ['any other clock', new ToldClock()],
  ])('fires its input after each period on %s', async (_which, clock) => {
    await startOn(clock);
    clock.advance(4 * MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toEqual([]);
    for (let period = 1; period <= 3; period++) {
      clock.advance(5 * MINUTE_MS);
      await world.idle();
      expect(folder.notices()).toEqual(Array.from({ length: period }, () => ({ from: 'schedule' })));
    }
  });

  it('leaves a world idle in which nothing happens, and makes no time pass', async () => {
    const clock = new VirtualClock();
    await startOn(clock);
    const before = clock.now();
    for (let look = 0; look < 20; look++) await world.idle();
    expect(clock.now() - before).toBeLessThan(5 * MINUTE_MS);
    expect(folder.notices()).toEqual([]);
  });

  it('fires once for a jump over many periods, and keeps its rhythm', async () => {
    const clock = new VirtualClock();
    await startOn(clock);
    clock.advance(24 * 60 * MINUTE_MS + MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toHaveLength(1);
    clock.advance(3 * MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toHaveLength(1);
    clock.advance(MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toHaveLength(2);
  });

  it('fires while an execution waits', async () => {
    await startOn(new VirtualClock());
    const sfn = new SFNClient(clientConfig(world));
    const stateMachineArn = arn('states', 'stateMachine:fixture-work');
    const input = JSON.stringify({ key: 'waits', failures: 1, error: 'NotReady' });
    await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    await world.idle();
    expect(folder.calls('waits')).toBe(2);
    expect(folder.notices().length).toBeGreaterThan(0);
  });

  it('comes to rest also when what it starts fails: the repeats of Lambda take less than a period', async () => {
    const clock = new VirtualClock();
    await startOn(clock);
    writeFileSync(join(folder.scratch, 'notices-fail'), '');
    clock.advance(5 * MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toHaveLength(3);
  });

  it('does nothing when it is disabled', async () => {
    const clock = new VirtualClock();
    await startOn(clock, { State: 'DISABLED' });
    clock.advance(60 * MINUTE_MS);
    await world.idle();
    expect(folder.notices()).toEqual([]);
  });

  it('is refused when it starts anything but a function', async () => {
    const Target = { Arn: { Ref: 'Work' }, RoleArn: 'arn:aws:iam::000000000000:role/fixture', Input: '{}' };
    folder = new FixtureFolder(toNotice({ Target }));
    await expect(folder.start()).rejects.toThrow('fixture-schedule: a schedule can only start a function locally');
  });
});
