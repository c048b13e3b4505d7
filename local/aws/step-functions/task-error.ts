import type { HandlerFailure } from '../lambda/sandbox-messages.ts';

/** Errors that States.ALL does not match and that no retrier or catcher can name. */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];

/** A Task's failure: `name` is the Error that retriers and catchers match, `message` the Cause. */
export class TaskError extends Error {
  override readonly name: string;
  /** Read by the interpreter: whether a Catch may take it. */
  readonly isCatchable: boolean;

  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
    this.isCatchable = !TERMINAL.includes(error) && error !== STOPPED;
  }
}

const STOPPED = 'Stopped';

/** Thrown into an execution that has ended from outside, so that nothing of it is run any more. */
export function stopped(): TaskError {
  return new TaskError(STOPPED, 'the execution has ended');
}

/** A failed invocation as Step Functions reports it: the Cause is JSON text. */
export function lambdaError({ errorType, errorMessage, trace }: HandlerFailure): TaskError {
  return new TaskError(errorType, JSON.stringify({ errorMessage, errorType, ...(trace && { trace }) }));
}

/** Whether an ErrorEquals entry matches an Error, by the rules of the Amazon States Language. */
export function matchesError(expected: string, error: string): boolean {
  if (TERMINAL.includes(error)) return false;
  if (expected === 'States.ALL') return true;
  if (expected === 'States.TaskFailed') return error !== 'States.Timeout';
  return expected === error;
}
