import { errorOf } from './failed-call.ts';
import type { CallIdentity } from './failed-call.ts';
import { exchange } from './http-exchange.ts';
import { readAnswer } from './read-answer.ts';
import type { AttemptResult } from './read-answer.ts';
import { isRepeatable, MAX_ATTEMPTS, RETRY_POLICY } from './retry-policy.ts';
import type { Failure, RetryRow } from './retry-policy.ts';
import { leastAttemptMs, waitBeforeRepeatMs } from './retry-timing.ts';
import type { ClientTiming } from './retry-timing.ts';

/** One HTTP attempt, for logs and counts: no body, token, concrete path or query value is in it. */
export interface GenesysCall {
  /** Method and path template, `GET /api/v2/routing/queues/{queueId}`. */
  operation: string;
  status: number | 'no answer';
  durationMs: number;
  /** Counts from 1 within one call. */
  attempt: number;
  correlationId?: string;
  /** Genesys's error code, or the network's. */
  errorCode?: string;
  /** Refused because of a rate limit, as which a 400 of the token endpoint may count too. */
  isThrottled?: true;
}

/** A request as it goes out, as often as the policy allows. */
export interface OutgoingRequest {
  call: CallIdentity;
  row: RetryRow;
  origin: URL;
  /** Encoded path and query. */
  target: string;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
  /** Replaced in whatever the server says. */
  secrets: readonly string[];
  isSuccess: (status: number) => boolean;
}

/** What bounds and watches the requests of one invocation. */
export interface SendLimits {
  timing: ClientTiming;
  /** Time that the caller still has, in milliseconds. */
  remainingMs(): number;
  onAttempt(attempt: Omit<GenesysCall, 'attempt'>): void;
}

/**
 * Sends a request, repeating it as RETRY_POLICY allows while attempts and time last: no wait and no attempt begins that
 * could not end before `remainingMs()`. Resolves to a success, rejects with a GenesysError.
 */
export async function send(request: OutgoingRequest, limits: SendLimits): Promise<AttemptResult> {
  const leastMs = leastAttemptMs(isRepeatable(request.row));
  if (limits.remainingMs() < leastMs) throw errorOf(request.call, OUT_OF_TIME, 'give up');
  for (let attempt = 1; ; attempt += 1) {
    const result = await attemptOnce(request, limits);
    if (!hasFailed(result)) return result;
    const decision = RETRY_POLICY[request.row][result.failure];
    const waitMs = waitBeforeRepeatMs(attempt, result.retryAfterMs, limits.timing.random);
    const isTimeLeft = waitMs + leastMs <= limits.remainingMs();
    if (decision !== 'repeat' || attempt === MAX_ATTEMPTS || !isTimeLeft) throw errorOf(request.call, result, decision);
    await limits.timing.sleep(waitMs);
    // A sleep may take longer than asked for: a container can be frozen in it.
    if (limits.remainingMs() < leastMs) throw errorOf(request.call, result, decision);
  }
}

async function attemptOnce(request: OutgoingRequest, limits: SendLimits): Promise<AttemptResult> {
  const { timing } = limits;
  const startedAtMs = timing.now();
  const answer = await exchange({
    origin: request.origin,
    path: request.target,
    method: request.call.method,
    headers: request.headers,
    body: request.body,
    timeoutMs: Math.min(timing.requestTimeoutMs, limits.remainingMs()),
    onNewConnection: !isRepeatable(request.row),
  });
  const nowMs = timing.now();
  const result = readAnswer(answer, {
    secrets: request.secrets,
    nowMs,
    isJsonServed: request.call.server !== 'upload',
    isSuccess: request.isSuccess,
  });
  limits.onAttempt({
    operation: `${request.call.method} ${request.call.path}`,
    status: result.status ?? 'no answer',
    durationMs: nowMs - startedAtMs,
    ...(result.correlationId === undefined ? {} : { correlationId: result.correlationId }),
    ...(result.code === undefined ? {} : { errorCode: result.code }),
    ...(result.failure === 'rate limited' ? { isThrottled: true } : {}),
  });
  return result;
}

function hasFailed(result: AttemptResult): result is AttemptResult & { failure: Failure } {
  return result.failure !== undefined;
}

const OUT_OF_TIME: AttemptResult & { failure: Failure } = {
  failure: 'not sent',
  status: undefined,
  body: undefined,
  code: 'NO_TIME_LEFT',
  said: undefined,
  correlationId: undefined,
  retryAfterMs: undefined,
};
