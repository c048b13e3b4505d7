import { ClockWatchers, type Clock } from '../../local/clock.ts';

/** After so many turns of the event loop in which nothing was begun, everybody waits for the clock. */
const QUIET_TURNS = 8;

interface Sleeper {
  dueMs: number;
  wake: () => void;
}

/**
 * Virtual time for several actors: it stands still while anybody works, and jumps to the next sleeper's time when all of
 * them wait. So the order of what happens doesn't depend on how fast this machine is.
 */
export class QuietClock implements Clock {
  #nowMs: number;
  #latestMs: number;
  #sleepers: Sleeper[] = [];
  readonly #watchers = new ClockWatchers();
  #working = 0;
  #quietTurns = 0;
  #isLooking = false;

  constructor(startMs: number) {
    this.#nowMs = startMs;
    this.#latestMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** The latest time that it has ever shown: whatever is due in the world is due some time after that. */
  get latest(): number {
    return this.#latestMs;
  }

  /** Goes back, or forward, to that time; nobody may be asleep. */
  set(ms: number): void {
    this.#nowMs = ms;
  }

  /** Resolves when the clock shows that time, which waiting like this does not bring nearer. */
  reached(time: number, signal: AbortSignal): Promise<void> {
    return this.#watchers.reached(time, this.#nowMs, signal);
  }

  /** Lets time pass at once; sleepers whose time has come wake when everybody waits. */
  advance(ms: number): void {
    this.#moveTo(this.#nowMs + Math.ceil(ms));
  }

  /** Somebody works until the returned function is called. */
  work(): () => void {
    this.#working += 1;
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      this.#working -= 1;
      this.#look();
    };
  }

  /** Somebody works until that is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const end = this.work();
    try {
      return await work();
    } finally {
      end();
    }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const cancel = this.schedule(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        cancel();
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Calls back at that time, unless the returned function is called before. */
  schedule(ms: number, wake: () => void): () => void {
    const sleeper = { dueMs: this.#nowMs + Math.max(0, Math.ceil(ms)), wake };
    this.#sleepers.push(sleeper);
    this.#look();
    return () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
    };
  }

  #moveTo(ms: number): void {
    this.#nowMs = ms;
    this.#latestMs = Math.max(this.#latestMs, ms);
    this.#watchers.moved(ms);
  }

  #look(): void {
    this.#quietTurns = 0;
    if (this.#isLooking || this.#sleepers.length === 0) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#turn();
    });
  }

  #turn(): void {
    this.#isLooking = false;
    // Whoever works looks again when it has ended.
    if (this.#working > 0 || this.#sleepers.length === 0) return;
    this.#quietTurns += 1;
    if (this.#quietTurns >= QUIET_TURNS) this.#wakeNext();
    if (this.#sleepers.length === 0) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#turn();
    });
  }

  #wakeNext(): void {
    this.#quietTurns = 0;
    const next = this.#sleepers.reduce((first, each) => (each.dueMs < first.dueMs ? each : first));
    this.#sleepers = this.#sleepers.filter((each) => each !== next);
    this.#moveTo(Math.max(this.#nowMs, next.dueMs));
    next.wake();
  }
}
