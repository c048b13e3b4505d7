/** A mistake of the person at the keyboard: shown as one plain message, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
