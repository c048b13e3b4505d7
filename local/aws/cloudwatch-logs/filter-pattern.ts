import { AwsError } from '../endpoint/aws-error.ts';
import { isJsonObject, parseJson } from '../json.ts';
import { compileJsonPattern, PatternError } from './json-pattern.ts';

/** Tells whether a log message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Compiles a filter pattern of CloudWatch Logs: terms that must all be in the message (`ERROR "timed out"`), must not
 * (`-DEBUG`) or of which one must (`?ERROR ?WARN`), or a JSON pattern (`{ $.kind = "audit" && $.attempt > 2 }`). Throws
 * InvalidParameterException on anything else, such as regular expressions and patterns for space-delimited lines.
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('{')) {
    try {
      const matches = compileJsonPattern(trimmed);
      return (message) => {
        const value = parseJson(message);
        return isJsonObject(value) && matches(value);
      };
    } catch (error) {
      if (error instanceof PatternError) throw invalid(pattern, error.message);
      throw error;
    }
  }
  return compileTerms(trimmed, pattern);
}

function compileTerms(trimmed: string, pattern: string): MessageFilter {
  const terms = trimmed.match(/[?-]?"[^"]*"|\S+/g) ?? [];
  const marked = (mark: string): string[] =>
    terms.filter((term) => term.startsWith(mark)).map((term) => term.slice(1).replace(/^"(.*)"$/, '$1'));
  const [excluded, optional] = [marked('-'), marked('?')];
  const wanted = terms.filter((term) => !/^[?-]/.test(term)).map((term) => term.replace(/^"(.*)"$/, '$1'));
  if (terms.some((term) => /^[[%]/.test(term))) throw invalid(pattern, 'neither [fields] nor %regular expressions%');
  if (optional.length > 0 && optional.length < terms.length) {
    throw invalid(pattern, '?terms stand alone: CloudWatch Logs would pass over them');
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

function invalid(pattern: string, reason: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern ${pattern} (${reason})`);
}
