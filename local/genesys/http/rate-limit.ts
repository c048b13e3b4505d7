const WINDOW_MS = 60_000;
/** From here on, windows that are over are forgotten before another one is begun. */
const MANY_WINDOWS = 1_000;

/** Where a caller stands after a call. */
export interface RateLimitState {
  isExceeded: boolean;
  count: number;
  allowed: number;
  /** Whole seconds until the count starts anew, at least 1. */
  resetSeconds: number;
}

/** Counts calls per key in minutes that begin with a key's first call. */
export class RateLimit {
  readonly #allowed: number;
  readonly #windows = new Map<string, { startedAt: number; count: number }>();

  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  /** Counts one call of that key; those over the limit count as well. */
  count(key: string, now: number): RateLimitState {
    const current = this.#windows.get(key);
    if (!current && this.#windows.size >= MANY_WINDOWS) this.#forget(now);
    const window = current && now < current.startedAt + WINDOW_MS ? current : { startedAt: now, count: 0 };
    window.count += 1;
    this.#windows.set(key, window);
    return {
      isExceeded: window.count > this.#allowed,
      count: window.count,
      allowed: this.#allowed,
      resetSeconds: Math.max(1, Math.ceil((window.startedAt + WINDOW_MS - now) / 1_000)),
    };
  }

  #forget(now: number): void {
    for (const [key, { startedAt }] of this.#windows) if (now >= startedAt + WINDOW_MS) this.#windows.delete(key);
  }
}
