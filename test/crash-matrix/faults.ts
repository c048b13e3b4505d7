import type { Service, Treatment } from '../in-process/treatment.ts';

/** What can go wrong with one call. */
export type FaultName = (typeof FAULTS)[Service][number];

/** Lambda does not call back what has left it: the request of a dead run arrives while the next one is at work. */
const LATE = 'killed, and the call lands late';

/** The same within one run: the state machine tries again while the request of the first try is still on its way. */
const LATE_IN_RUN = 'function timed out, and the call lands late';

/** Calls that change nothing: it does not matter when they arrive. */
const READS = /^(get|token$|Get|Describe)/;

/**
 * What each service can show. `killed`: the invocation never goes on and its execution is stopped. `function timed out`:
 * Lambda ends it at its timeout and the state machine may try again. `answer lost`: the effect is there, the connection
 * breaks.
 */
export const FAULTS = {
  genesys: [
    'killed before',
    'killed after',
    LATE,
    'function timed out before',
    'function timed out after',
    LATE_IN_RUN,
    'answer lost',
    '500 after the effect',
    '503 four times',
    '429 with Retry-After',
    '401 expired token',
  ],
  dynamodb: ['killed before', 'killed after', LATE, LATE_IN_RUN, 'throttled', 'answer lost', 'answer lost for good'],
  events: ['killed before', 'killed after', LATE, 'partial failure', 'answer lost'],
  secretsmanager: ['killed before', 'killed after', 'missing', 'throttled'],
  states: ['killed before', 'killed after', 'throttled', 'does not exist'],
} as const;

/** The faults that make a difference to a call. */
export function faultsOf(service: Service, operation: string): FaultName[] {
  return FAULTS[service].filter((fault) => !fault.endsWith('late') || !READS.test(operation));
}

/** How often a fault strikes: that many requests of the operation, or every try of the one call. */
export const REQUESTS_STRUCK: Partial<Record<FaultName, number>> = {
  '503 four times': 4,
  throttled: Infinity,
  'answer lost for good': Infinity,
};

/** What a fault does to a request. */
export function treatmentOf(fault: FaultName, service: Service): Treatment {
  switch (fault) {
    case 'killed before':
    case 'killed after':
      return endOf('killed', fault === 'killed after');
    case LATE_IN_RUN:
      return { ...endOf('timed out', false), landsLate: true };
    case LATE:
      return { ...endOf('killed', false), landsLate: true };
    case 'function timed out before':
    case 'function timed out after':
      return endOf('timed out', fault === 'function timed out after');
    case 'answer lost':
    case 'answer lost for good':
      return { kind: 'lose answer' };
    case '500 after the effect':
      return genesysError(500, 'internal.server.error', 'The server met an unexpected error.', true);
    case '503 four times':
      return genesysError(503, 'service.unavailable', 'The service is not available.');
    case '429 with Retry-After':
      return genesysError(429, 'too.many.requests', 'Too many requests.', false, { 'retry-after': '3' });
    case '401 expired token':
      return genesysError(401, 'bad.credentials', 'Invalid login credentials.');
    case 'throttled':
      return service === 'dynamodb'
        ? awsError('ProvisionedThroughputExceededException', 'The level of configured throughput was exceeded.')
        : awsError('ThrottlingException', 'Rate exceeded.');
    case 'missing':
      return awsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    case 'does not exist':
      return awsError('ExecutionDoesNotExist', 'Execution Does Not Exist.');
    case 'partial failure': {
      const entry = { ErrorCode: 'InternalFailure', ErrorMessage: 'The bus had a problem.' };
      return answer(200, JSON.stringify({ FailedEntryCount: 1, Entries: [entry] }), AWS_JSON);
    }
  }
}

function endOf(how: 'killed' | 'timed out', isEffectDone: boolean): Treatment & { kind: 'end container' } {
  return { kind: 'end container', how, isEffectDone, landsLate: false };
}

const AWS_JSON = { 'content-type': 'application/x-amz-json-1.1' };

function answer(status: number, body: string, headers: Record<string, string>, isEffectDone = false): Treatment {
  return { kind: 'answer', isEffectDone, status, headers, body };
}

function awsError(name: string, message: string): Treatment {
  return answer(400, JSON.stringify({ __type: name, message }), { ...AWS_JSON, 'x-amzn-errortype': name });
}

function genesysError(
  status: number,
  code: string,
  message: string,
  isEffectDone = false,
  headers: Record<string, string> = {},
): Treatment {
  const all = { 'content-type': 'application/json', 'inin-correlation-id': 'made-up-by-the-crash-matrix', ...headers };
  return answer(status, JSON.stringify({ message, code, status, details: [], errors: [] }), all, isEffectDone);
}
