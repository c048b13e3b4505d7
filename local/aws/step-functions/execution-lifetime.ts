import type { Clock } from '../../clock.ts';
import { stopped } from './task-error.ts';

/** The longest delay that a timer of Node.js can have. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * How long an execution may run: its deadline on the world's clock, and the stop that ends everything of it. Waits end at the
 * deadline or the stop, whichever comes first, and then throw, so that nothing is run any more.
 */
export class ExecutionLifetime {
  readonly #stop = new AbortController();
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #onDeadline: () => void;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, timeoutSeconds: number, onDeadline: () => void) {
    this.#clock = clock;
    this.#deadline = clock.now() + timeoutSeconds * 1000;
    this.#onDeadline = onDeadline;
    const ms = timeoutSeconds * 1000;
    if (ms <= LONGEST_TIMER_MS) this.#timer = setTimeout(onDeadline, ms);
  }

  /** Ends the execution: every wait and every Task of it throws from now on. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  /** Throws when the execution has ended or is past its deadline, which another execution's wait can bring about. */
  check(): void {
    if (!this.#stop.signal.aborted && this.#clock.now() >= this.#deadline) this.#onDeadline();
    if (this.#stop.signal.aborted) throw stopped();
  }

  /** Waits on the world's clock. */
  async wait(ms: number): Promise<void> {
    const left = this.#deadline - this.#clock.now();
    for (let rest = Math.max(0, Math.min(ms, left)); rest > 0 && !this.#stop.signal.aborted; rest -= LONGEST_TIMER_MS) {
      await this.#clock.sleep(Math.min(rest, LONGEST_TIMER_MS), this.#stop.signal);
    }
    if (ms >= left && !this.#stop.signal.aborted) this.#onDeadline();
    this.check();
  }

  /** Settles like the work, or throws as soon as the execution ends. */
  async guard<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    let onStop: (() => void) | undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      onStop = () => {
        reject(stopped());
      };
      if (signal.aborted) onStop();
      else signal.addEventListener('abort', onStop);
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      if (onStop) signal.removeEventListener('abort', onStop);
    }
  }
}
