import type { ExecutionInput } from './stage-input.ts';

/** What starts a run: an event on a bus, a person by hand, or the product's own schedule. */
export const STARTERS = ['event', 'person', 'schedule'] as const;
export type Starter = (typeof STARTERS)[number];

/** Who or what started a run, as every log line of it says. */
export interface StartedBy {
  startedBy: Starter;
  eventId?: string;
  /** Whom the one who started it by hand named: a claim and no proof, which CloudTrail has. */
  requestedBy?: string;
}

/** Printable, without quotes; long enough for an ARN. */
const NAMED = /^[\w@:/+=,. -]{1,256}$/;

/** Reads who started a run from its input. A request that the end of a lease is due to comes from the sweep's schedule. */
export function startedBy({ eventId, requestedBy, request }: ExecutionInput): StartedBy {
  const isNamed = typeof requestedBy === 'string' && NAMED.test(requestedBy);
  if (typeof eventId !== 'string') return { startedBy: 'person', ...(isNamed ? { requestedBy } : {}) };
  const isLeaseEnd = typeof request === 'object' && request !== null && 'leaseUntil' in request;
  return { startedBy: isLeaseEnd ? 'schedule' : 'event', eventId };
}
