import { redact as redactExactly } from '../genesys/redaction.ts';

/** Replaces every occurrence of every secret value in a text, also where it was encoded on its way. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  return redactExactly(text, forms);
}

/** The same over every text inside a JSON-like value. */
export function redactDeep(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, secrets));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactDeep(inner, secrets)]));
  }
  return value;
}

/** An error as it may leave a Lambda: same name, clean message, a stack without the message, no cause and no fields. */
export function cleanError(error: unknown, secrets: readonly string[]): Error {
  const original = error instanceof Error ? error : new Error(String(error));
  const clean = new Error(redact(original.message, secrets));
  clean.name = original.name;
  const frames = (original.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  clean.stack = [`${clean.name}: ${clean.message}`, ...frames.map((frame) => redact(frame, secrets))].join('\n');
  return clean;
}
