import type { ExecutionInput } from './stage-input.ts';

/** The detail type under which Step Functions tells the default bus how executions end. */
export const STATUS_CHANGE = 'Step Functions Execution Status Change';

/** The name of the state machine in the ARN of the machine or of one of its executions. */
export function machineNameIn(arn: string): string | undefined {
  return arn.split(':')[6];
}

/** The detail of Step Functions' status change event, as far as it is used. Unset fields are null. */
export interface StatusChangeDetail {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: string;
  /** Milliseconds since the epoch, as the one below. */
  startDate?: number | null;
  stopDate: number | null;
  /** The execution's input as JSON text; null when it is too large for the event. */
  input: string | null;
  error?: string | null;
  cause?: string | null;
  redriveCount?: number | null;
}

/** The input of the execution; undefined where it was too large for the event, or nobody knows it any more. */
export function inputOf({ input }: StatusChangeDetail): ExecutionInput | undefined {
  return input === null ? undefined : (JSON.parse(input) as ExecutionInput);
}

/** Whether an execution of that status goes on; PENDING_REDRIVE is one that waits for its redrive. */
export function isRunning(status: string): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}

/** Not a status of Step Functions: it knows no such execution. */
export const MISSING = 'MISSING';

/** Statuses of an execution that did not succeed. */
export const FAILED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;
