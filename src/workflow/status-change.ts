/** The detail of Step Functions' status change event, as far as it is used. Unset fields are null. */
export interface StatusChangeDetail {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: string;
  /** Milliseconds since the epoch. */
  stopDate: number | null;
  /** The execution's input as JSON text; null when it is too large for the event. */
  input: string | null;
  error?: string | null;
  cause?: string | null;
  redriveCount?: number | null;
}

/** Statuses of an execution that did not succeed. */
export const FAILED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;
