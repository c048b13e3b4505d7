import type { ExecutionInput } from './stage-input.ts';

/** What starts a run: an event on a bus, a person by hand, the product's own schedule; unknown where its input is lost. */
export const STARTERS = ['event', 'person', 'schedule', 'unknown'] as const;
export type Starter = (typeof STARTERS)[number];

/** Who or what started a run, as every log line of it says. */
export interface StartedBy {
  startedBy: Starter;
  eventId?: string;
  /** Whom the one who started it by hand named: a claim and no proof, which CloudTrail has. */
  requestedBy?: string;
  /** The run that led to it: the failed one whose purchase is released, or the one whose result is verified. */
  causedBy?: string;
}

/** Printable, without quotes; long enough for an ARN. */
const NAMED = /^[\w@:/+=,. -]{1,256}$/;

/**
 * Reads who started a run from its input; like all of an input it is what was said, and no proof. A request that the end of
 * a lease is due to comes from the sweep's schedule.
 */
export function startedBy(input: ExecutionInput | undefined): StartedBy {
  if (input === undefined) return { startedBy: 'unknown' };
  const { eventId, requestedBy, request } = input;
  const isNamed = typeof requestedBy === 'string' && NAMED.test(requestedBy);
  const named = isNamed ? { requestedBy } : {};
  if (typeof eventId !== 'string') return { startedBy: 'person', ...named };
  const asked = (typeof request === 'object' && request !== null ? request : {}) as Record<string, unknown>;
  const { failedExecution, provisionedBy } = asked;
  const cause = [failedExecution, provisionedBy].find((arn) => typeof arn === 'string' && NAMED.test(arn));
  return {
    startedBy: 'leaseUntil' in asked ? 'schedule' : 'event',
    eventId,
    ...named,
    ...(typeof cause === 'string' ? { causedBy: cause } : {}),
  };
}
