import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';
import type { LogGroupResource } from '../template/stack.ts';
import type { QueryRequest } from './queries.ts';

const MAXIMUM_GROUPS = 50;
const MAXIMUM_LIMIT = 100_000;
const MAXIMUM_QUERY_LENGTH = 10_000;
const DEFAULT_LIMIT = 10_000;

/** No query is about the year 5138, but milliseconds that were given for seconds look like it. */
const LATEST_SECONDS = 100_000_000_000;

/** What StartQuery asks for. Throws InvalidParameterException and ResourceNotFoundException. */
export function queryRequest(input: OperationInput, groups: readonly LogGroupResource[]): QueryRequest {
  const language = input.optionalString('queryLanguage') ?? 'CWLI';
  if (language !== 'CWLI') throw invalid(`queryLanguage ${language} is not simulated: only CWLI is.`);
  const [startTime, endTime] = [seconds(input, 'startTime'), seconds(input, 'endTime')];
  if (startTime > endTime) throw invalid(`startTime ${startTime} is after endTime ${endTime}.`);
  const queryString = input.string('queryString');
  if (queryString.length > MAXIMUM_QUERY_LENGTH) {
    throw invalid(`queryString has ${queryString.length} characters, above the maximum of ${MAXIMUM_QUERY_LENGTH}.`);
  }
  const limit = input.optionalNumber('limit') ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAXIMUM_LIMIT) {
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must be between 1 and ${MAXIMUM_LIMIT}`,
    );
  }
  return { logGroupNames: groupNames(input, groups), queryString, startTime, endTime, limit };
}

function seconds(input: OperationInput, name: string): number {
  const value = input.optionalNumber(name);
  if (value === undefined) throw invalid(`${name} is needed: seconds since the epoch.`);
  if (value < 0 || value >= LATEST_SECONDS) throw invalid(`${name} ${value} is no time in seconds since the epoch.`);
  return value;
}

function groupNames(input: OperationInput, groups: readonly LogGroupResource[]): string[] {
  const single = input.optionalString('logGroupName');
  const given = [
    ...(single === undefined ? [] : [[single]]),
    ...['logGroupNames', 'logGroupIdentifiers'].map((name) => input.strings(name)).filter((names) => names.length > 0),
  ];
  const [names = []] = given;
  if (given.length !== 1)
    throw invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is needed.');
  if (names.length > MAXIMUM_GROUPS) throw invalid(`At most ${MAXIMUM_GROUPS} log groups can be queried at once.`);
  return [...new Set(names)].map((identifier) => {
    const group = groups.find(({ name, arn }) => name === identifier || arn.replace(/:\*$/, '') === identifier);
    if (group) return group.name;
    throw new AwsError('ResourceNotFoundException', `Log group '${identifier}' does not exist.`);
  });
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
