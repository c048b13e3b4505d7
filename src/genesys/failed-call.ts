import {
  GenesysAmbiguousOutcomeError,
  GenesysAuthenticationError,
  GenesysConflictError,
  GenesysNotFoundError,
  GenesysPermissionError,
  GenesysRateLimitError,
  GenesysRequestError,
  GenesysUnavailableError,
} from './errors.ts';
import type { GenesysError } from './errors.ts';
import type { AttemptResult } from './read-answer.ts';
import type { Decision, Failure } from './retry-policy.ts';

/** Which call it was, in words that may be logged. */
export interface CallIdentity {
  /** What answers: Genesys's API, its token endpoint, or the storage that uploads go to. */
  server: 'api' | 'token endpoint' | 'upload';
  method: string;
  path: string;
  genesysOrgId: string;
}

/** The error for a call that is over: its class by what the caller can do, its message by what is known. */
export function errorOf(
  call: CallIdentity,
  result: AttemptResult & { failure: Failure },
  decision: Decision,
): GenesysError {
  const facts = {
    method: call.method,
    path: call.path,
    genesysOrgId: call.genesysOrgId,
    status: result.status,
    code: result.code,
    correlationId: result.correlationId,
    cause: result.status === undefined ? new Error(`network: ${result.code ?? 'no answer'}`) : undefined,
  };
  const message = (advice: string): string => `${describe(call, result)} ${advice}`;
  if (decision === 'in doubt') {
    return new GenesysAmbiguousOutcomeError(message('It may have been carried out: look before repeating it.'), facts);
  }
  if (result.failure === 'rate limited') {
    const { retryAfterMs } = result;
    const when = retryAfterMs === undefined ? 'later' : `in ${Math.ceil(retryAfterMs / 1_000)} s`;
    return new GenesysRateLimitError(message(`Nothing was done; try again ${when}.`), { ...facts, retryAfterMs });
  }
  if (result.failure !== 'refused') {
    return new GenesysUnavailableError(message('Trying again later does no harm.'), facts);
  }
  const refusal = REFUSALS[call.server][result.status ?? 0] ?? REQUEST_REFUSED;
  return new refusal.errorClass(message(refusal.advice), facts);
}

interface Refusal {
  errorClass: new (...args: ConstructorParameters<typeof GenesysRequestError>) => GenesysError;
  advice: string;
}

const CREDENTIALS_REFUSED: Refusal = {
  errorClass: GenesysAuthenticationError,
  advice:
    "Check clientId and clientSecret in the org's secret, and that its OAuth client (grant type client credentials) is enabled.",
};

const REQUEST_REFUSED: Refusal = {
  errorClass: GenesysRequestError,
  advice:
    'The same request will be refused again: mend what it names, or ask Genesys Cloud support with the correlation id.',
};

const REFUSALS: Readonly<Record<CallIdentity['server'], Readonly<Record<number, Refusal>>>> = {
  api: {
    401: CREDENTIALS_REFUSED,
    403: {
      errorClass: GenesysPermissionError,
      advice: "Give it to a role of the org's OAuth client, in the right division; that can take 5 minutes to apply.",
    },
    404: { errorClass: GenesysNotFoundError, advice: 'It is not there, or not yet.' },
    409: { errorClass: GenesysConflictError, advice: 'Something else got there first: look again.' },
    410: { errorClass: GenesysNotFoundError, advice: 'It was deleted.' },
  },
  'token endpoint': { 400: CREDENTIALS_REFUSED, 401: CREDENTIALS_REFUSED, 403: CREDENTIALS_REFUSED },
  // A storage's 403 is an expired or altered URL, no permission of the org.
  upload: {},
};

function describe(call: CallIdentity, result: AttemptResult & { failure: Failure }): string {
  const what = `${call.method} ${call.path} of Genesys org ${call.genesysOrgId}`;
  const ids = result.correlationId === undefined ? '' : ` (correlation id ${result.correlationId})`;
  if (result.status === undefined)
    return `${what} ${WITHOUT_ANSWER[result.failure] ?? 'failed'} (${result.code ?? 'no code'}).`;
  if (result.failure === 'unreadable answer') return `${what} was answered ${result.status}, but not with JSON${ids}.`;
  const said = result.said === undefined ? '' : `: "${result.said}"`;
  return `${what} was answered ${[result.status, result.code].filter((part) => part !== undefined).join(' ')}${said}${ids}.`;
}

const WITHOUT_ANSWER: Readonly<Partial<Record<Failure, string>>> = {
  'not sent': 'could not be sent',
  'no answer': 'was sent but not answered',
  'unreadable answer': 'was answered, but the answer broke off',
};
