/** Time as the local world sees it: milliseconds since the epoch, and waiting. */
export interface Clock {
  now(): number;
  /** Resolves after `ms` of this clock's time, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Resolves when the clock shows that time or the signal aborts. A clock that is moved by its sleeps must have it: waiting
   * like this makes no time pass. With any other clock, sleeping until then is the same.
   */
  reached?(time: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
};

/** Those who wait for a clock that others move to show a time; their waiting moves it nowhere. */
export class ClockWatchers {
  readonly #due = new Map<() => void, number>();

  /** Resolves when the clock is told to show that time, or at once when it does, or when the signal aborts. */
  reached(time: number, now: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#due.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#due.set(wake, time);
      signal.addEventListener('abort', wake);
      if (time <= now || signal.aborted) wake();
    });
  }

  /** The clock shows that time now. */
  moved(now: number): void {
    for (const [wake, time] of this.#due) if (time <= now) wake();
  }
}

/** A clock that jumps instead of waiting: a sleep moves it forward by that much and returns on the next turn. */
export class VirtualClock implements Clock {
  #offsetMs = 0;
  readonly #watchers = new ClockWatchers();

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves the clock forward by `ms`. */
  advance(ms: number): void {
    this.#offsetMs += ms;
    this.#watchers.moved(this.now());
  }

  /** Only jumps are looked at: the seconds that a test takes by itself fire nothing. */
  reached(time: number, signal: AbortSignal): Promise<void> {
    return this.#watchers.reached(time, this.now(), signal);
  }

  sleep(ms: number): Promise<void> {
    this.advance(ms);
    return new Promise((resolve) => setImmediate(resolve));
  }
}
