/**
 * The text of a failed execution or Task. A Lambda's cause is JSON with `errorMessage` inside; any other cause is text as
 * it is; undefined where there is none.
 */
export function messageOfCause(cause: string | null | undefined): string | undefined {
  if (cause === undefined || cause === null || cause === '') return undefined;
  try {
    const parsed = JSON.parse(cause) as unknown;
    const message =
      typeof parsed === 'object' && parsed !== null ? (parsed as { errorMessage?: unknown }).errorMessage : undefined;
    return typeof message === 'string' ? message : cause;
  } catch {
    return cause;
  }
}
