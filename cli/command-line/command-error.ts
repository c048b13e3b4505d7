import { EXIT, type ExitCode } from './exit-codes.ts';

/** What went wrong, for the person at the keyboard: one plain sentence, what to do, and where more is to be seen. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** What to do next. */
  readonly next: string;
  /** Where the detail is: an execution's ARN, a document, a log group. */
  readonly detail: string | undefined;

  constructor(message: string, next: string, options: { exitCode?: ExitCode; detail?: string } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? EXIT.usage;
    this.next = next;
    this.detail = options.detail;
  }
}
