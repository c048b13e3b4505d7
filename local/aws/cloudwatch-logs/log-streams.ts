import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';
import type { JsonObject } from '../json.ts';
import type { LogGroupResource } from '../template/stack.ts';
import type { LogLine } from './log-store.ts';

/** The streams of a group as DescribeLogStreams shows them, in the order that was asked for. */
export function describeLogStreams(
  input: OperationInput,
  group: LogGroupResource,
  lines: readonly LogLine[],
): JsonObject[] {
  const prefix = input.optionalString('logStreamNamePrefix');
  const orderBy = input.optionalString('orderBy') ?? 'LogStreamName';
  if (orderBy !== 'LogStreamName' && orderBy !== 'LastEventTime') {
    throw new AwsError('InvalidParameterException', `orderBy must be LogStreamName or LastEventTime, not ${orderBy}.`);
  }
  if (prefix !== undefined && orderBy === 'LastEventTime') {
    throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const linesOf = Map.groupBy(lines, ({ stream }) => stream);
  const streams = [...linesOf].filter(([name]) => name.startsWith(prefix ?? ''));
  const lastTime = (own: readonly LogLine[]): number => own.at(-1)?.timestamp ?? 0;
  streams.sort(([a, ownA], [b, ownB]) =>
    orderBy === 'LogStreamName' ? compare(a, b) : lastTime(ownA) - lastTime(ownB),
  );
  if (input.optionalBoolean('descending') ?? false) streams.reverse();
  return streams.map(([name, own]) => {
    const [first, last] = [own[0]?.timestamp ?? 0, lastTime(own)];
    return {
      logStreamName: name,
      creationTime: first,
      firstEventTimestamp: first,
      lastEventTimestamp: last,
      lastIngestionTime: last,
      arn: `${group.arn.replace(/:\*$/, '')}:log-stream:${name}`,
      storedBytes: 0,
    };
  });
}

/** By code units, as the service sorts, whatever the locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
