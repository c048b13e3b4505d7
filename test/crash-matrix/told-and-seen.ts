/** An execution that has ended, or that should have. */
export interface SeenExecution {
  executionArn: string;
  machine: string;
  status: string;
  error: string | undefined;
  isRedrivable: boolean;
}

/** An event as a person or another system puts it on the bus. */
export interface SentEvent {
  source: string;
  detailType: string;
  detail: object;
}
