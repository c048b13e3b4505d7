import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { parseJson } from '../json.ts';
import type { QueueStore } from '../sqs/queue-store.ts';
import type { FunctionResource } from '../template/stack.ts';
import { nameInArn } from '../template/template-reader.ts';
import type { FunctionHost } from './function-host.ts';

/** Lambda waits this long before the second and the third try of an asynchronous invocation. */
const PAUSES_MS = [60_000, 120_000];

/** What asynchronous invocations need of the world. */
export interface AsynchronousSurroundings {
  host: FunctionHost;
  clock: Clock;
  queues: QueueStore;
  /** Aborted when the world closes. */
  lifetime: AbortSignal;
}

/**
 * Invokes a function as Lambda does for events: the caller does not hear of a failure; it is tried again and then goes to
 * the function's own failure queue, if it has one. Resolves when all of that is done, or the world closes.
 */
export async function invokeAsynchronously(
  fn: FunctionResource,
  payload: string,
  { host, clock, queues, lifetime }: AsynchronousSurroundings,
): Promise<void> {
  const isClosing = (): boolean => lifetime.aborted;
  const requestId = randomUUID();
  const { maximumRetryAttempts, onFailureQueueArn } = fn.asynchronous;
  for (let attempt = 0; !isClosing(); attempt += 1) {
    const outcome = await host.invoke(fn, payload, requestId);
    if ('payload' in outcome || isClosing()) return;
    if (attempt >= maximumRetryAttempts) {
      if (onFailureQueueArn === undefined) return;
      const body = {
        version: '1.0',
        timestamp: new Date(clock.now()).toISOString(),
        requestContext: {
          requestId,
          functionArn: fn.arn,
          condition: 'RetriesExhausted',
          approximateInvokeCount: attempt + 1,
        },
        requestPayload: parseJson(payload) ?? null,
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: outcome.failure,
      };
      queues.send(nameInArn(onFailureQueueArn), JSON.stringify(body));
      return;
    }
    await clock.sleep(PAUSES_MS[attempt] ?? 120_000, lifetime);
  }
}
