import type { Evidence } from './evidence.ts';
import type { Invariant } from './invariant.ts';

/** A promise that was not kept: where, which one, what was found. */
export interface Violation {
  cell: string;
  /** After which step: the faulted run, the same event again, the redrive. */
  after: string;
  invariant: string;
  found: string;
}

/** Holds the evidence against the invariants. */
export function check(
  cell: string,
  after: string,
  evidence: Evidence,
  invariants: Readonly<Record<string, Invariant>>,
): Violation[] {
  return Object.entries(invariants).flatMap(([invariant, look]) => {
    const found = look(evidence);
    return found === undefined ? [] : [{ cell, after, invariant, found }];
  });
}
