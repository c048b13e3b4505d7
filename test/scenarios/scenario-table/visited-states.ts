import type { HistoryEvent } from '@aws-sdk/client-sfn';
import {
  DECOMMISSIONING_STAGES,
  PROVISIONING_STAGES,
  VERIFICATION_STAGES,
  type StageName,
} from '../../../src/workflow/stages.ts';

interface Visit {
  state: string;
  hasSucceeded: boolean;
  /** The errors of its tries; one that was broken off has none. */
  errors: (string | undefined)[];
}

/** Polls are as many as the wait takes; they count only where the wait runs out. */
const WAITING = /(NotReady|NotReleased|Pending|Settling)$/;

const IN_ORDER: readonly StageName[] = [...PROVISIONING_STAGES, ...VERIFICATION_STAGES, ...DECOMMISSIONING_STAGES];

/**
 * The way of an execution, such as `… → PurchaseSmsPhoneNumber ×5`: stages that passed in their turn are left out, the last
 * state is always there, and `×` says how often a stage that did not pass was tried.
 */
export function visitedStates(history: readonly HistoryEvent[]): string {
  const visits = visitsOf(history);
  const shown: string[] = [];
  let furthest = -1;
  visits.forEach(({ state, hasSucceeded, errors }, index) => {
    const place = IN_ORDER.indexOf(state as StageName);
    const isInTurn = hasSucceeded && place > furthest;
    furthest = Math.max(furthest, place);
    const isLast = index === visits.length - 1;
    const tries = hasSucceeded
      ? 1
      : errors.filter((error) => error === errors.at(-1) || !WAITING.test(error ?? '')).length;
    const name = tries > 1 ? `${state} ×${tries}` : state;
    if (!isInTurn || isLast) shown.push(hasSucceeded || isLast ? name : `${name} (fails)`);
    else if (shown.at(-1) !== '…') shown.push('…');
  });
  return shown.join(' → ');
}

/** Task and Succeed states in the order of the visits; a choice is no place where anything happens. */
function visitsOf(history: readonly HistoryEvent[]): Visit[] {
  const visits: Visit[] = [];
  for (const { type, stateEnteredEventDetails: entered, taskFailedEventDetails: failed } of history) {
    const last = visits.at(-1);
    if ((type === 'TaskStateEntered' || type === 'SucceedStateEntered') && entered?.name !== undefined)
      visits.push({ state: entered.name, hasSucceeded: false, errors: [] });
    else if (last !== undefined && type === 'TaskScheduled') last.errors.push(undefined);
    else if (last !== undefined && failed !== undefined) last.errors.splice(-1, 1, failed.error);
    else if (last !== undefined && type === 'TaskSucceeded') last.hasSucceeded = true;
  }
  return visits;
}
