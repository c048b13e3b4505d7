import type { CostEffect } from '../workflow/audit.ts';

/** What a run did, or a part of it. */
export interface Sums {
  genesysCalls: number;
  /** Numbers whose monthly charge began. */
  bought: Set<string>;
  /** Numbers whose monthly charge ended. */
  released: Set<string>;
}

/** What the lines of one invocation add up to, for the line at the end of the run. */
export class RunSums {
  #genesysCalls = 0;
  #rest: Sums = noSums();

  /** Calls of the whole invocation. */
  get genesysCalls(): number {
    return this.#genesysCalls;
  }

  countCall(): void {
    this.#genesysCalls += 1;
    this.#rest.genesysCalls += 1;
  }

  /** Takes the cost effect of a change into account. */
  add(costEffect: CostEffect, resourceId: string): void {
    if (costEffect === 'monthly charge begins') this.#rest.bought.add(resourceId);
    if (costEffect === 'monthly charge ends') this.#rest.released.add(resourceId);
  }

  /** What has come since the last call; undefined where nothing has. */
  take(): Sums | undefined {
    const rest = this.#rest;
    this.#rest = noSums();
    return rest.genesysCalls === 0 && rest.bought.size === 0 && rest.released.size === 0 ? undefined : rest;
  }
}

function noSums(): Sums {
  return { genesysCalls: 0, bought: new Set(), released: new Set() };
}
