import { check, type Violation } from './check.ts';
import { collect, markNow, type Evidence } from './evidence.ts';
import { ALWAYS } from './promises.ts';
import type { Universe } from './universe.ts';

type Prepared = Parameters<typeof collect>[1];

/**
 * What becomes of a faulted run that nobody comes back to: calls of dead runs land, then the sweep mends what only it can.
 * Afterwards everything is as it was, so that what people do next is done at once and not after the sweep.
 */
export async function leftAlone(
  universe: Universe,
  prepared: Prepared,
  faulted: Evidence,
  cell: string,
  elsewhere: Set<string>,
): Promise<Violation[]> {
  const left = await universe.snapshot();
  const leftMs = universe.clock.now();
  universe.tap.begin();
  const mark = markNow(universe);
  await universe.landLate();
  await universe.idle();
  const violations = await afterSweep(universe, prepared, faulted, cell, 'nobody came back', elsewhere, mark);
  await universe.restore(left);
  universe.clock.set(leftMs);
  return violations;
}

/** Lets the sweep pass and holds the org against everything: what a late call has written is mended then, too. */
export async function afterSweep(
  universe: Universe,
  prepared: Prepared,
  earlier: Evidence,
  cell: string,
  after: string,
  elsewhere: Set<string>,
  mark = markNow(universe),
): Promise<Violation[]> {
  await universe.letSweep();
  const swept = await collect(universe, prepared, mark, earlier, elsewhere);
  return check(cell, `${after}, and the sweep`, { ...swept, hasLateCalls: false }, ALWAYS);
}
