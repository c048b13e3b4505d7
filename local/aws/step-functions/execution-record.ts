/** The states of an execution as a whole. */
export const EXECUTION_STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** Where an execution stands. */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** No execution may be open for longer, redrives included: a year, by the quotas of Step Functions. */
export const MAXIMUM_AGE_MS = 365 * 86_400_000;

/** An execution as it is kept on disk. Times are milliseconds since the epoch; input and output are JSON text. */
export interface ExecutionRecord {
  executionArn: string;
  stateMachineArn: string;
  stateMachineName: string;
  name: string;
  /** The definition that it was started with, by its place in the store; a redrive goes on with the same. */
  definitionId?: string;
  status: ExecutionStatus;
  startDate: number;
  stopDate?: number;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  redriveCount: number;
  /** When it was last redriven. */
  redriveDate?: number;
  /** The client tokens of its last redrives. */
  redriveTokens?: { token: string; usedAt: number }[];
  /** Whether the status event of its end has been handed to the event bus. */
  isEndAnnounced: boolean;
}

/** How an execution ended. */
export interface ExecutionEnd {
  status: Exclude<ExecutionStatus, 'RUNNING'>;
  output?: string;
  error?: string;
  cause?: string;
}
