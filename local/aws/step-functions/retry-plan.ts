import { asText, type JsonObject } from '../json.ts';
import { matchesError } from './task-error.ts';

/** A Task's Retry field, counting per retrier as Step Functions does. */
export class RetryPlan {
  readonly #retriers: readonly JsonObject[];
  readonly #attempts: number[];
  readonly #random: () => number;

  constructor(retriers: readonly JsonObject[], random: () => number = Math.random) {
    this.#retriers = retriers;
    this.#attempts = retriers.map(() => 0);
    this.#random = random;
  }

  /** How long to wait before the next attempt in milliseconds, or undefined when the error is not retried (any more). */
  pauseAfter(error: string): number | undefined {
    const index = this.#retriers.findIndex((retrier) => {
      const names = Array.isArray(retrier.ErrorEquals) ? retrier.ErrorEquals : [];
      return names.some((name) => matchesError(asText(name), error));
    });
    const retrier = this.#retriers[index];
    if (!retrier) return undefined;
    const made = this.#attempts[index] ?? 0;
    // The first retrier that matches decides, also when it has no attempt left.
    if (made >= numberIn(retrier, 'MaxAttempts', 3)) return undefined;
    this.#attempts[index] = made + 1;
    const grown = numberIn(retrier, 'IntervalSeconds', 1) * numberIn(retrier, 'BackoffRate', 2) ** made;
    const pauseMs = Math.min(grown, numberIn(retrier, 'MaxDelaySeconds', Infinity)) * 1000;
    return retrier.JitterStrategy === 'FULL' ? pauseMs * this.#random() : pauseMs;
  }
}

function numberIn(retrier: JsonObject, field: string, otherwise: number): number {
  const value = retrier[field];
  return typeof value === 'number' ? value : otherwise;
}
