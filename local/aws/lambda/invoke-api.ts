import { randomUUID } from 'node:crypto';
import { AwsError } from '../endpoint/aws-error.ts';
import { parseJson } from '../json.ts';
import { invokeAsynchronously, type AsynchronousSurroundings } from './asynchronous-invocations.ts';

/** An answer of Lambda's REST API. */
export interface InvokeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Lambda's Invoke: waits for the answer (RequestResponse) or takes the event and answers 202 (Event). */
export async function invokeApi(
  nameOrArn: string,
  invocationType: string,
  body: string,
  surroundings: AsynchronousSurroundings,
  track: (work: () => Promise<void>) => Promise<void>,
): Promise<InvokeAnswer> {
  const { host } = surroundings;
  const fn = host.find(nameOrArn);
  if (!fn) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  const payload = body === '' ? '{}' : body;
  if (parseJson(payload) === undefined) {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
  if (invocationType === 'Event') {
    void track(() => invokeAsynchronously(fn, payload, surroundings));
    return { status: 202, headers: {}, body: '' };
  }
  if (invocationType === 'DryRun') return { status: 204, headers: {}, body: '' };
  const outcome = await host.invoke(fn, payload, randomUUID());
  const headers = { 'x-amz-executed-version': '$LATEST' };
  if ('payload' in outcome) return { status: 200, headers, body: outcome.payload };
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify(outcome.failure),
  };
}
