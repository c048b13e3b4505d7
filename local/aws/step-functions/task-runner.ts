import { setImmediate as nextTurn } from 'node:timers/promises';
import { REGION } from '../identity.ts';
import type { Json, JsonObject } from '../json.ts';
import { objectsIn } from './definition-states.ts';
import { payload } from './event-translation.ts';
import type { ExecutionLifetime } from './execution-lifetime.ts';
import type { History } from './history.ts';
import { RetryPlan } from './retry-plan.ts';
import { TaskError } from './task-error.ts';
import type { TaskIntegration } from './task-integrations.ts';

/** What the Tasks of one execution share. */
export interface TaskSurroundings {
  history: Pick<History, 'append'>;
  lifetime: ExecutionLifetime;
  /** Every call that was made, also one whose Task has timed out meanwhile: a function is not told and runs on. */
  calls: Set<Promise<unknown>>;
}

/**
 * Runs a Task with its Retry, writing its history events. Retries are made here and not by the interpreter, because the
 * interpreter would go on retrying after the execution was stopped, and cannot wait on the world's clock.
 */
export async function runTask(
  state: JsonObject,
  parameters: JsonObject,
  integration: TaskIntegration,
  { history, lifetime, calls }: TaskSurroundings,
): Promise<Json> {
  const retries = new RetryPlan(objectsIn(state, 'Retry'));
  const { resourceType, resource } = integration;
  const timeoutInSeconds = Number(state.TimeoutSeconds);
  // The interpreter has queued "state entered" but nobody has read it yet.
  await nextTurn();
  for (;;) {
    lifetime.check();
    const scheduled = {
      resourceType,
      resource,
      region: REGION,
      parameters: JSON.stringify(parameters),
      timeoutInSeconds,
    };
    history.append('TaskScheduled', scheduled);
    history.append('TaskStarted', { resourceType, resource });
    try {
      const output = await lifetime.guard(callWithin(timeoutInSeconds, integration, parameters, calls));
      history.append('TaskSucceeded', { resourceType, resource, ...payload('output', output) });
      return output;
    } catch (error) {
      // An ended execution writes no history and makes no further attempt.
      lifetime.check();
      const failure = error instanceof TaskError ? error : new TaskError('States.Runtime', String(error));
      const timedOut = failure.name === 'States.Timeout';
      const details = { resourceType, resource, error: failure.name, ...(!timedOut && { cause: failure.message }) };
      history.append(timedOut ? 'TaskTimedOut' : 'TaskFailed', details);
      const pauseMs = retries.pauseAfter(failure.name);
      if (pauseMs === undefined) throw failure;
      await lifetime.wait(pauseMs);
    }
  }
}

async function callWithin(
  seconds: number,
  integration: TaskIntegration,
  parameters: JsonObject,
  calls: Set<Promise<unknown>>,
): Promise<Json> {
  const call = integration.call(parameters);
  const settled = call
    .then(
      () => undefined,
      () => undefined,
    )
    .finally(() => calls.delete(settled));
  calls.add(settled);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TaskError('States.Timeout', ''));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([call, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
