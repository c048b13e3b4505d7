/** How soon something is asked again: the first pause in ms, by what each further one grows, and the longest in ms. */
export interface Pace {
  firstMs: number;
  factor: number;
  longestMs: number;
}

/** The AWS on this machine has no quotas, and a person looks on. */
export const LAPTOP_PACE: Pace = { firstMs: 150, factor: 1, longestMs: 150 };

/** Step Functions answers only some calls a second for everybody in an account (DescribeExecution 10 to 15, ListExecutions 2 to 5). */
export const ACCOUNT_PACE: Pace = { firstMs: 500, factor: 1.5, longestMs: 10_000 };

/** How far this machine's clock and AWS's may be apart: what is looked for since a moment may seem that much older. */
export const CLOCKS_APART_MS = 5 * 60_000;

/** The pauses of one wait, one after the other. */
export class Pauses {
  readonly #pace: Pace;
  #nextMs: number;

  constructor(pace: Pace) {
    this.#pace = pace;
    this.#nextMs = pace.firstMs;
  }

  /** How long to wait now, in ms; the next one is longer. */
  next(): number {
    const pause = this.#nextMs;
    this.#nextMs = Math.min(pause * this.#pace.factor, this.#pace.longestMs);
    return pause;
  }

  /** Something has happened: what follows may come soon. */
  restart(): void {
    this.#nextMs = this.#pace.firstMs;
  }
}
