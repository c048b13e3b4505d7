import { REQUEST_TIMEOUT_MS } from '../workflow/timeouts.ts';

/** Time and chance as the client sees them; tests bring their own. */
export interface ClientTiming {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** The longest that one attempt may take, answer read included. */
  readonly requestTimeoutMs: number;
}

/** The machine's own time. */
export const systemTiming: ClientTiming = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
};

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 4_000;
const RETRY_AFTER_JITTER_MS = 250;

/**
 * How long to wait after failed attempt number `attempt` (from 1): what Genesys asked for and a little more, else twice as
 * long each time (0.5 s, 1 s, 2 s), of which up to half is left to chance.
 */
export function waitBeforeRepeatMs(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  if (retryAfterMs !== undefined) return retryAfterMs + random() * RETRY_AFTER_JITTER_MS;
  const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return backoffMs * (1 - random() / 2);
}

/** A `Retry-After` header (whole seconds, or a date) in milliseconds from now; undefined when absent or not understood. */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/**
 * The least time that must be left to begin an attempt. A request that cannot be repeated gets more: cut off half way,
 * it would leave its outcome in doubt, while one that was never begun leaves none.
 */
export function leastAttemptMs(isRepeatable: boolean): number {
  return isRepeatable ? 250 : 2_000;
}
