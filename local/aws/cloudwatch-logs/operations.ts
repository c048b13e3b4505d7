import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf, type Page } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { LogGroupResource } from '../template/stack.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import type { LogLine, LogStore } from './log-store.ts';
import { describeLogStreams } from './log-streams.ts';
import { streamPage } from './stream-page.ts';

const DEFAULT_GROUPS = 50;
const MAXIMUM_EVENTS = 10_000;

/** CloudWatch Logs, as far as it is simulated: reading. */
export function logsOperations(groups: readonly LogGroupResource[], store: LogStore, createdAt: number): Operations {
  return {
    DescribeLogGroups: (input) => {
      const prefix = input.optionalString('logGroupNamePrefix') ?? '';
      const part = input.optionalString('logGroupNamePattern')?.toLowerCase() ?? '';
      const found = groups.filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(part));
      const page = limited(input, found, DEFAULT_GROUPS);
      return { logGroups: page.items.map((group) => describedGroup(group, createdAt)), ...nextToken(page) };
    },

    DescribeLogStreams: (input) => {
      const group = findGroup(input, groups);
      const page = limited(input, describeLogStreams(input, group, store.lines(group.name)), DEFAULT_GROUPS);
      return { logStreams: page.items, ...nextToken(page) };
    },

    FilterLogEvents: (input) => {
      const matches = compileFilterPattern(input.optionalString('filterPattern') ?? '');
      const streams = input.strings('logStreamNames');
      const prefix = input.optionalString('logStreamNamePrefix');
      if (streams.length > 0 && prefix !== undefined) {
        throw invalid('logStreamNames and logStreamNamePrefix cannot be used together.');
      }
      const end = input.optionalNumber('endTime') ?? Infinity;
      const lines = linesSince(input, groups, store).filter(
        ({ stream, timestamp, message }) =>
          timestamp <= end &&
          (streams.length === 0 || streams.includes(stream)) &&
          stream.startsWith(prefix ?? '') &&
          matches(message),
      );
      // The lines of all streams in one order, so a page's token holds also while lines are added.
      const page = limited(input, lines, MAXIMUM_EVENTS);
      const events = page.items.map((line) => ({
        ...shown(line),
        logStreamName: line.stream,
        eventId: String(line.position).padStart(20, '0'),
      }));
      return { events, searchedLogStreams: [], ...nextToken(page) };
    },

    GetLogEvents: (input) => {
      const stream = input.string('logStreamName');
      const group = findGroup(input, groups);
      if (!store.lines(group.name).some((line) => line.stream === stream)) {
        throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
      }
      // The end is exclusive here, and inclusive in FilterLogEvents.
      const end = input.optionalNumber('endTime') ?? Infinity;
      const lines = linesSince(input, groups, store).filter((line) => line.stream === stream && line.timestamp < end);
      const { items, ...tokens } = streamPage(lines, {
        limit: checkedLimit(input, MAXIMUM_EVENTS),
        token: input.optionalString('nextToken'),
        fromHead: input.optionalBoolean('startFromHead') ?? false,
      });
      return { events: items.map(shown), ...tokens };
    },
  };
}

function limited<T>(input: OperationInput, all: readonly T[], maximum: number): Page<T> {
  return pageOf(all, checkedLimit(input, maximum), input.optionalString('nextToken'), 'InvalidParameterException');
}

function checkedLimit(input: OperationInput, maximum: number): number {
  const limit = input.optionalNumber('limit') ?? maximum;
  if (limit >= 1 && limit <= maximum) return limit;
  throw invalid(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must be between 1 and ${maximum}`,
  );
}

function nextToken(page: Page<unknown>): JsonObject {
  return page.nextToken === undefined ? {} : { nextToken: page.nextToken };
}

function describedGroup(group: LogGroupResource, createdAt: number): JsonObject {
  return {
    logGroupName: group.name,
    arn: group.arn,
    logGroupArn: group.arn.replace(/:\*$/, ''),
    creationTime: createdAt,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
  };
}

function findGroup(input: OperationInput, groups: readonly LogGroupResource[]): LogGroupResource {
  const identifier = input.optionalString('logGroupName') ?? input.optionalString('logGroupIdentifier');
  if (identifier === undefined) throw invalid('Either logGroupName or logGroupIdentifier is needed.');
  const group = groups.find(({ name, arn }) => name === identifier || arn.replace(/:\*$/, '') === identifier);
  if (group) return group;
  throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

function linesSince(input: OperationInput, groups: readonly LogGroupResource[], store: LogStore): LogLine[] {
  const start = input.optionalNumber('startTime') ?? 0;
  return store.lines(findGroup(input, groups).name).filter(({ timestamp }) => timestamp >= start);
}

function shown({ timestamp, message }: LogLine): JsonObject {
  return { timestamp, ingestionTime: timestamp, message };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
