/** Asks a sandbox to run its handler once. */
export interface InvocationMessage {
  requestId: string;
  functionArn: string;
  /** JSON text. */
  payload: string;
  /** When the sandbox will be killed, in the machine's own milliseconds. */
  deadlineMs: number;
  /** How far the local world's clock is ahead of the machine's. */
  clockOffsetMs: number;
}

/** A failed invocation as Lambda describes it. */
export interface HandlerFailure {
  errorType: string;
  errorMessage: string;
  /** The stack; absent where the runtime itself ended. */
  trace?: string[];
}

/** What a sandbox tells its host. */
export type SandboxMessage =
  | { kind: 'ready' }
  | { kind: 'init failed'; failure: HandlerFailure }
  | { kind: 'answered'; requestId: string; payload: string }
  | { kind: 'failed'; requestId: string; failure: HandlerFailure };
