import { LOG_INVARIANTS, MONEY_INVARIANTS } from './audit-invariants.ts';
import type { Invariant } from './invariant.ts';
import { OF_THE_ORG, lastDelivered, reached, redriven } from './invariants.ts';

/** What holds at any time when nothing runs. */
export const ALWAYS: Readonly<Record<string, Invariant>> = { ...OF_THE_ORG, ...LOG_INVARIANTS };

/** What late calls of stopped executions can undo once the news of their end has been written down: the sweep's to mend. */
const MENDED_BY_SWEEP = ['every verification tells its outcome', 'no claim left', 'the status is truthful'];

/** The promises among these that hold at once, without waiting for the sweep. */
export function atOnce(invariants: Readonly<Record<string, Invariant>>): Readonly<Record<string, Invariant>> {
  return Object.fromEntries(Object.entries(invariants).filter(([name]) => !MENDED_BY_SWEEP.includes(name)));
}

/** What holds after a redrive. */
export const AFTER_REDRIVE: Readonly<Record<string, Invariant>> = {
  ...ALWAYS,
  'a redrive ends well': redriven,
  ...MONEY_INVARIANTS,
};

/** What holds after the same event was sent again. */
export const AFTER_EVENT: Readonly<Record<string, Invariant>> = {
  ...ALWAYS,
  'the second attempt ends well': reached,
  'the last text was delivered': lastDelivered,
  ...MONEY_INVARIANTS,
};
