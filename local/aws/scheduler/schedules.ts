import type { Clock } from '../../clock.ts';
import type { Activity } from '../activity.ts';
import { invokeAsynchronously, type AsynchronousSurroundings } from '../lambda/asynchronous-invocations.ts';
import type { FunctionResource, ScheduleResource } from '../template/stack.ts';

/** What the schedules need of the world. */
export interface SchedulesOptions {
  schedules: readonly ScheduleResource[];
  invocations: AsynchronousSurroundings;
  activity: Activity;
}

interface ReadySchedule {
  periodMs: number;
  fn: FunctionResource;
  input: string;
}

/**
 * The schedules of the stack, on the world's clock. Waiting for one's time makes no time pass and is no activity: a clock
 * that jumps fires it when something else has moved the clock, and a world in which nothing happens stays idle.
 */
export class Schedules {
  readonly #options: SchedulesOptions;
  readonly #ready: readonly ReadySchedule[];

  /** Throws on a target that is no function of the stack. */
  constructor(options: SchedulesOptions) {
    this.#options = options;
    this.#ready = options.schedules
      .filter(({ isEnabled }) => isEnabled)
      .map(({ name, periodSeconds, targetArn, input }) => {
        const fn = targetArn.includes(':function:') ? options.invocations.host.find(targetArn) : undefined;
        if (!fn) throw new Error(`${name}: a schedule can only start a function locally, not ${targetArn}`);
        return { periodMs: periodSeconds * 1000, fn, input };
      });
  }

  /** Begins to count the periods; ends with the world. */
  start(): void {
    for (const schedule of this.#ready) void this.#run(schedule);
  }

  async #run({ periodMs, fn, input }: ReadySchedule): Promise<void> {
    const { invocations, activity } = this.#options;
    const { clock, lifetime } = invocations;
    const isClosing = (): boolean => lifetime.aborted;
    let due = clock.now() + periodMs;
    for (;;) {
      await reached(clock, due, lifetime);
      if (isClosing()) return;
      await activity.track(() => invokeAsynchronously(fn, input, invocations));
      // What fell due meanwhile, or lay within one jump of the clock, is passed over.
      due += Math.max(1, Math.ceil((clock.now() - due) / periodMs)) * periodMs;
    }
  }
}

function reached(clock: Clock, time: number, lifetime: AbortSignal): Promise<void> {
  return clock.reached?.(time, lifetime) ?? clock.sleep(Math.max(0, time - clock.now()), lifetime);
}
