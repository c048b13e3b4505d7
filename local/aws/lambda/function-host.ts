import type { Clock } from '../../clock.ts';
import type { Activity } from '../activity.ts';
import type { LogStore } from '../cloudwatch-logs/log-store.ts';
import type { FunctionResource } from '../template/stack.ts';
import type { SandboxSurroundings } from './environment.ts';
import type { HandlerFailure } from './sandbox-messages.ts';

/** What an invocation came to. */
export type InvocationOutcome = { payload: string } | { failure: HandlerFailure };

/** What a host needs of the world. */
export interface FunctionHostOptions {
  functions: readonly FunctionResource[];
  surroundings: SandboxSurroundings;
  clock: Clock;
  logs: LogStore;
  activity: Activity;
}

/** What runs the stack's functions. */
export interface FunctionHost {
  /** The function of that name or ARN (with or without `:$LATEST`), or undefined. */
  find(nameOrArn: string): FunctionResource | undefined;
  /** Invokes a function with a JSON payload and waits for what comes of it; a handler's error is an outcome, not a throw. */
  invoke(fn: FunctionResource, payload: string, requestId?: string): Promise<InvocationOutcome>;
  /** Ends everything that runs; invocations under way end as exited. */
  close(): Promise<void>;
}
