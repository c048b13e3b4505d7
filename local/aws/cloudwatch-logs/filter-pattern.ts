import { AwsError } from '../endpoint/aws-error.ts';
import { isJsonObject, parseJson, type Json } from '../json.ts';

/** Tells whether a log message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Compiles the two simple kinds of CloudWatch Logs filter patterns: terms that must all be in the message (`ERROR "timed
 * out"`), and equality of JSON fields joined by && (`{ $.kind = "audit" && $.attempt = 2 }`). Throws
 * InvalidParameterException on anything else.
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const trimmed = pattern.trim();
  if (trimmed === '') return () => true;
  if (trimmed.startsWith('{')) return compileJsonPattern(trimmed);
  const terms = trimmed.match(/"[^"]*"|\S+/g) ?? [];
  if (terms.some((term) => /^[[?%-]/.test(term))) throw unsupported(pattern);
  const wanted = terms.map((term) => term.replace(/^"(.*)"$/, '$1'));
  return (message) => wanted.every((term) => message.includes(term));
}

function compileJsonPattern(pattern: string): MessageFilter {
  const body = /^\{(.*)\}$/s.exec(pattern)?.[1] ?? '';
  const tests = body.split('&&').map((comparison) => {
    const parts = /^\s*\$((?:\.\w+)+)\s*(=|!=)\s*(?:"([^"]*)"|(-?[\d.]+|true|false|\w+))\s*$/.exec(comparison);
    if (!parts) throw unsupported(pattern);
    const [, path = '', operator, quoted, bare] = parts;
    const expected = quoted ?? bare ?? '';
    const steps = path.slice(1).split('.');
    return (value: Json): boolean => {
      const found = steps.reduce<Json | undefined>(
        (current, step) => (isJsonObject(current) ? current[step] : undefined),
        value,
      );
      if (found === undefined) return false;
      const isEqual = String(typeof found === 'object' ? JSON.stringify(found) : found) === expected;
      return operator === '=' ? isEqual : !isEqual;
    };
  });
  return (message) => {
    const value = parseJson(message);
    return isJsonObject(value) && tests.every((test) => test(value));
  };
}

function unsupported(pattern: string): AwsError {
  const text = `Invalid filter pattern for the local world, which knows terms and { $.field = value && ... }: ${pattern}`;
  return new AwsError('InvalidParameterException', text);
}
