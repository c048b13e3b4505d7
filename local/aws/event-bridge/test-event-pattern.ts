import { AwsError } from '../endpoint/aws-error.ts';
import { isJsonObject, parseJson, type JsonObject } from '../json.ts';
import { compilePattern, type EventMatcher } from './event-pattern.ts';

/** What an event must have for TestEventPattern, by its API reference. */
const MANDATORY_FIELDS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/**
 * TestEventPattern: whether a rule with that pattern would match the event. A pattern that no rule here could have, also
 * one with an operator that is not supported, is an InvalidEventPatternException.
 */
export function testEventPattern(patternText: string, eventText: string): JsonObject {
  const matches = compile(patternText);
  const event = parseJson(eventText);
  if (!isJsonObject(event))
    throw new AwsError('ValidationException', 'Parameter Event is not valid. Reason: no JSON object.');
  const missing = MANDATORY_FIELDS.filter((field) => !(field in event));
  if (missing.length > 0) {
    throw new AwsError('ValidationException', `Parameter Event is not valid. Reason: without ${missing.join(', ')}.`);
  }
  return { Result: matches(event) };
}

function compile(text: string): EventMatcher {
  const pattern = parseJson(text);
  if (!isJsonObject(pattern)) throw invalidPattern('not a JSON object');
  try {
    return compilePattern(pattern, 'EventPattern');
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error));
  }
}

function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
