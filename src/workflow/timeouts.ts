/**
 * The clocks, shortest first: one request < the Genesys client's total < the function < the Task.
 * A Task must outlive its function, or Step Functions starts the next attempt beside a call that still runs.
 */
export const REQUEST_TIMEOUT_MS = 8_000;

/** Kept free at the end of an invocation for writing down what happened. */
export const INVOCATION_RESERVE_MS = 5_000;

/** The timeout of every stage function, and so the longest time that a call of a dead execution can still land. */
export const FUNCTION_TIMEOUT_SECONDS = 30;

/** The timeout of the sweep, which goes through all orgs one by one: below its period, so that sweeps seldom overlap. */
export const SWEEP_TIMEOUT_SECONDS = 240;

/** How often all orgs are swept. */
export const SWEEP_PERIOD_MINUTES = 5;

/** How often the orgs that are due are checked. */
export const CHECK_PERIOD_MINUTES = 60;

/**
 * The timeout of the check. An org takes about 7 calls, 2 s; four at once, ten minutes are enough for about 1,000 orgs in an
 * hour, and what is left over is the oldest an hour later.
 */
export const CHECK_TIMEOUT_SECONDS = 600;

/** The timeout of every Task. */
export const TASK_TIMEOUT_SECONDS = 40;
