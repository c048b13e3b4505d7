import { asText, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { FunctionHost } from '../lambda/function-host.ts';
import { lambdaError, TaskError } from './task-error.ts';

/** A resource that a Task can call, with the names that its history events carry. */
export interface TaskIntegration {
  resourceType: string;
  resource: string;
  /** Throws TaskError for a failure that the state machine sees. */
  call: (parameters: JsonObject) => Promise<Json>;
}

/** The Task resources that can be run, by ARN. A Task with any other is refused when the world starts. */
export type TaskIntegrations = Readonly<Record<string, TaskIntegration>>;

/** Step Functions' limit on the result of a Task. */
const MAXIMUM_RESULT_BYTES = 256 * 1024;

/** Calls of Lambda functions by the optimised integration. */
export function taskIntegrations(lambda: FunctionHost): TaskIntegrations {
  return {
    'arn:aws:states:::lambda:invoke': {
      resourceType: 'lambda',
      resource: 'invoke',
      call: (parameters) => invokeLambda(lambda, parameters),
    },
  };
}

async function invokeLambda(lambda: FunctionHost, parameters: JsonObject): Promise<Json> {
  const name = asText(parameters.FunctionName);
  const fn = lambda.find(name);
  if (!fn) throw new TaskError('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
  const outcome = await lambda.invoke(fn, JSON.stringify(parameters.Payload ?? {}));
  if ('failure' in outcome) throw lambdaError(outcome.failure);
  if (Buffer.byteLength(outcome.payload) > MAXIMUM_RESULT_BYTES) {
    const text = 'The state/task returned a result with a size exceeding the maximum number of bytes service limit.';
    throw new TaskError('States.DataLimitExceeded', text);
  }
  return { ExecutedVersion: '$LATEST', Payload: JSON.parse(outcome.payload) as Json, StatusCode: 200 };
}

/** The parameters of a Task as an object; a Task without any gets its input. */
export function parametersOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
