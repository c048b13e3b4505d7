import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { statesOf } from './definition-states.ts';

/** The interpreter's own Task timer is put out of the way: it neither tells a Task nor follows the world's clock. */
const NEVER_SECONDS = 2_000_000;

/**
 * Where two fields of the context are read from, because the interpreter always puts its own in their place: the machine's
 * time, and the input of this run, which after a redrive is that of the state it goes on with.
 */
const OWN_PATHS = { '$$.Execution.StartTime': '$$.Started.Time', '$$.Execution.Input': '$$.Started.Input' };

/** The fields of the context object beside what the interpreter sets itself. */
export interface ExecutionContext {
  [name: string]: unknown;
  Execution: { Id: string; Name: string; RoleArn: string; RedriveCount: number };
  StateMachine: { Id: string; Name: string };
  Started: { Time: string; Input: Json };
}

/**
 * Turns a definition into what the interpreter is given. Retry and timeouts are taken out, because they follow the world's
 * clock and must end with the execution; a Wait becomes a Task, because only a Task hands control to us.
 */
export function prepareDefinition(definition: JsonObject, startAt = definition.StartAt): StateMachineDefinition {
  const states = statesOf(definition).map(([name, state]) => [name, rewrite(prepareState(state))] as const);
  const prepared = { StartAt: startAt, States: Object.fromEntries(states) };
  return prepared as unknown as StateMachineDefinition;
}

function prepareState(state: JsonObject): JsonObject {
  const { Retry: _retry, HeartbeatSeconds: _heartbeat, ...rest } = state;
  switch (state.Type) {
    case 'Task':
      return { ...rest, TimeoutSeconds: NEVER_SECONDS };
    case 'Wait':
      return prepareWait(rest);
    case 'Fail':
      // Without a Cause the interpreter makes one up.
      return state.Cause === undefined && state.CausePath === undefined ? { ...rest, Cause: '' } : rest;
    default:
      return rest;
  }
}

function prepareWait(state: JsonObject): JsonObject {
  const { Seconds, SecondsPath, Timestamp, TimestampPath, ...rest } = state;
  const duration: JsonObject = {
    ...(Seconds !== undefined && { seconds: Seconds }),
    ...(SecondsPath !== undefined && { 'seconds.$': SecondsPath }),
    ...(Timestamp !== undefined && { timestamp: Timestamp }),
    ...(TimestampPath !== undefined && { 'timestamp.$': TimestampPath }),
  };
  const parameters = { ...duration, 'input.$': '$' };
  return { ...rest, Type: 'Task', Resource: 'wait', TimeoutSeconds: NEVER_SECONDS, Parameters: parameters };
}

function rewrite<T extends Json>(value: T): T {
  if (typeof value === 'string') {
    return Object.entries(OWN_PATHS).reduce<string>(
      (text, [path, own]) => text.replaceAll(path, () => own),
      value,
    ) as T;
  }
  if (Array.isArray(value)) return value.map(rewrite) as T;
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewrite(item)])) as T;
}

/** How long a prepared Wait waits, in milliseconds from `now`. */
export function waitMs(parameters: JsonObject, now: number): number {
  const { seconds, timestamp } = parameters;
  if (typeof seconds === 'number') return seconds * 1000;
  return typeof timestamp === 'string' ? Math.max(0, Date.parse(timestamp) - now) : 0;
}
