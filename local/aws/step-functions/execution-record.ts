/** Where an execution stands. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution as it is kept on disk. Times are milliseconds since the epoch; input and output are JSON text. */
export interface ExecutionRecord {
  executionArn: string;
  stateMachineArn: string;
  stateMachineName: string;
  name: string;
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
