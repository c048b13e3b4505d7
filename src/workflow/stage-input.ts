/** What the state machine knows of the running execution, from its context object. */
export interface ExecutionContext {
  /** The execution's ARN. */
  id: string;
  name: string;
  /** ISO 8601. */
  startTime: string;
  redriveCount: number;
}

/** The input of an execution of any machine; started by hand, event id and time are absent. */
export interface ExecutionInput {
  registration?: unknown;
  request?: unknown;
  eventId?: string;
  eventTime?: string;
  /** Who starts it by hand, for the audit trail. */
  requestedBy?: unknown;
}

/** What a stage's Lambda receives: the execution's state so far, and the execution. */
export interface StageEvent {
  input: ExecutionInput & Record<string, unknown>;
  execution: ExecutionContext;
}

/** The Task parameter that yields a `StageEvent`, as JSONPath. */
export const STAGE_EVENT_PAYLOAD = {
  'input.$': '$',
  execution: {
    'id.$': '$$.Execution.Id',
    'name.$': '$$.Execution.Name',
    'startTime.$': '$$.Execution.StartTime',
    'redriveCount.$': '$$.Execution.RedriveCount',
  },
} as const;
