import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { LogGroupResource } from '../template/stack.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import type { LogLine, LogStore } from './log-store.ts';

const DEFAULT_GROUPS = 50;
const DEFAULT_EVENTS = 10_000;

/** CloudWatch Logs, as far as it is simulated: reading. */
export function logsOperations(groups: readonly LogGroupResource[], store: LogStore, createdAt: number): Operations {
  return {
    DescribeLogGroups: (input) => {
      const prefix = input.optionalString('logGroupNamePrefix') ?? '';
      const found = groups.filter((group) => group.name.startsWith(prefix));
      const page = pageOf(found, input.optionalNumber('limit') ?? DEFAULT_GROUPS, input.optionalString('nextToken'));
      const logGroups = page.items.map((group) => describedGroup(group, createdAt));
      return { logGroups, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
    },

    FilterLogEvents: (input) => {
      const matches = compileFilterPattern(input.optionalString('filterPattern') ?? '');
      const streams = input.strings('logStreamNames');
      const prefix = input.optionalString('logStreamNamePrefix') ?? '';
      const lines = linesOf(input, groups, store).filter(
        ({ stream, message }) =>
          (streams.length === 0 || streams.includes(stream)) && stream.startsWith(prefix) && matches(message),
      );
      const page = pageOf(lines, input.optionalNumber('limit') ?? DEFAULT_EVENTS, input.optionalString('nextToken'));
      const events = page.items.map((line) => ({
        ...shown(line),
        logStreamName: line.stream,
        eventId: String(line.position).padStart(20, '0'),
      }));
      return { events, searchedLogStreams: [], ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
    },

    GetLogEvents: (input) => {
      const stream = input.string('logStreamName');
      const lines = linesOf(input, groups, store).filter((line) => line.stream === stream);
      const limit = input.optionalNumber('limit') ?? DEFAULT_EVENTS;
      const token = input.optionalString('nextToken');
      const fromHead = input.optionalBoolean('startFromHead') ?? false;
      const start = token === undefined ? (fromHead ? 0 : Math.max(0, lines.length - limit)) : Number(token.slice(2));
      const end = Math.min(lines.length, start + limit);
      // The token of the end comes back unchanged, which is how readers know that there is no more.
      return {
        events: lines.slice(start, end).map(shown),
        nextForwardToken: `f/${end}`,
        nextBackwardToken: `b/${Math.max(0, start - limit)}`,
      };
    },
  };
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

function linesOf(input: OperationInput, groups: readonly LogGroupResource[], store: LogStore): LogLine[] {
  const identifier = input.optionalString('logGroupName') ?? input.string('logGroupIdentifier');
  const group = groups.find(({ name, arn }) => name === identifier || arn.replace(/:\*$/, '') === identifier);
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  const start = input.optionalNumber('startTime') ?? 0;
  const end = input.optionalNumber('endTime') ?? Infinity;
  return store.lines(group.name).filter(({ timestamp }) => timestamp >= start && timestamp <= end);
}

function shown({ timestamp, message }: LogLine): JsonObject {
  return { timestamp, ingestionTime: timestamp, message };
}
