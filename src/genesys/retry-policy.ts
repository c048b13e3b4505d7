/** The methods of the API; the token request, a POST that may be repeated; and the upload of a flow, a PUT that may. */
export type RetryRow = 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST' | 'PATCH' | 'TOKEN' | 'UPLOAD';

/**
 * What can be wrong with an attempt: four kinds of HTTP status, then three that have no usable answer: nothing left this
 * machine, no answer came, or one came that was cut off or is not JSON.
 */
export type Failure =
  'rate limited' | 'request timeout' | 'server error' | 'refused' | 'not sent' | 'no answer' | 'unreadable answer';

/** `in doubt` gives up too, but the request may have been carried out. */
export type Decision = 'repeat' | 'give up' | 'in doubt';

type Decisions = Readonly<Record<Failure, Decision>>;

const REPEATABLE: Decisions = {
  'rate limited': 'repeat',
  'request timeout': 'repeat',
  'server error': 'repeat',
  refused: 'give up',
  'not sent': 'repeat',
  'no answer': 'repeat',
  'unreadable answer': 'repeat',
};

// A 408 of Genesys (client.timeout) means that it never had the whole request, so it is not in doubt.
const ONCE_ONLY: Decisions = {
  'rate limited': 'repeat',
  'request timeout': 'give up',
  'server error': 'in doubt',
  refused: 'give up',
  'not sent': 'repeat',
  'no answer': 'in doubt',
  'unreadable answer': 'in doubt',
};

/**
 * What to do after a failed attempt, by method and failure. A PUT replaces what is there, so a repeat of one that had its
 * effect would undo whatever somebody changed since: whoever sent it looks first.
 */
export const RETRY_POLICY: Readonly<Record<RetryRow, Decisions>> = {
  GET: REPEATABLE,
  HEAD: REPEATABLE,
  PUT: ONCE_ONLY,
  DELETE: REPEATABLE,
  TOKEN: REPEATABLE,
  UPLOAD: REPEATABLE,
  POST: ONCE_ONLY,
  PATCH: ONCE_ONLY,
};

/** Attempts of one request, the first included. */
export const MAX_ATTEMPTS = 4;

/** True where sending the request twice does no more than sending it once. */
export function isRepeatable(row: RetryRow): boolean {
  return RETRY_POLICY[row] === REPEATABLE;
}

/** The failure that an HTTP status stands for; only called for those outside 2xx. */
export function failureOfStatus(status: number): Failure {
  if (status === 429) return 'rate limited';
  if (status === 408) return 'request timeout';
  return status >= 500 ? 'server error' : 'refused';
}

/** The row of an HTTP method; throws TypeError for a method that the API does not have. */
export function retryRowOf(method: string): RetryRow {
  if (method !== 'TOKEN' && method !== 'UPLOAD' && isRow(method)) return method;
  throw new TypeError(`${method} is not a method of the Genesys API.`);
}

function isRow(method: string): method is RetryRow {
  return Object.hasOwn(RETRY_POLICY, method);
}
