import type { ErrorName } from './error-names.ts';

/**
 * A failure that has a name in the product's vocabulary. The name is passed as a literal, so it survives minifiers and
 * the compiler holds it against the list; the message says what failed, on which org, and what to do next.
 */
export class StageError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
