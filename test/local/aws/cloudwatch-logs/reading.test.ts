import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { RedriveExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { LogStore } from '../../../../local/aws/cloudwatch-logs/log-store.ts';
import { arn } from '../../../../local/aws/identity.ts';
import { parseJson } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock, type Clock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const GROUP = '/fixture/stages';
const MACHINE_GROUP = '/aws/vendedlogs/states/fixture';

/** Lines 0 to 6 in turn on two streams, a second apart. */
function writeLines(folder: FixtureFolder): void {
  let now = 0;
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  const store = new LogStore(join(folder.stateDir, 'logs'), clock);
  for (let line = 0; line < 7; line += 1) {
    now = 1000 * line;
    store.append(GROUP, line % 2 === 0 ? 'b/even' : 'a/odd', JSON.stringify({ line }));
  }
}

describe('reading logs', () => {
  const folder = new FixtureFolder();
  let world: LocalWorld;
  let logs: CloudWatchLogsClient;

  beforeAll(async () => {
    writeLines(folder);
    world = await folder.start(new VirtualClock());
    logs = new CloudWatchLogsClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  const lineOf = ({ message = '' }: { message?: string | undefined }): unknown =>
    (parseJson(message) as { line: number }).line;

  it('lists groups by prefix and part of their name, page by page', async () => {
    const first = await logs.send(new DescribeLogGroupsCommand({ limit: 1 }));
    const rest = await logs.send(new DescribeLogGroupsCommand({ limit: 50, nextToken: first.nextToken }));
    const names = [...(first.logGroups ?? []), ...(rest.logGroups ?? [])].map(({ logGroupName }) => logGroupName);
    expect(names).toEqual(expect.arrayContaining([GROUP, MACHINE_GROUP]));
    const part = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'STAGES' }));
    expect(part.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual([GROUP]);
  });

  it('lists streams by name or by their last event, page by page', async () => {
    const first = await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP, limit: 1 }));
    expect(first.logStreams).toMatchObject([
      { logStreamName: 'a/odd', firstEventTimestamp: 1000, lastEventTimestamp: 5000 },
    ]);
    const rest = await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP, nextToken: first.nextToken }));
    expect(rest.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['b/even']);
    const latest = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: GROUP, orderBy: 'LastEventTime', descending: true }),
    );
    expect(latest.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['b/even', 'a/odd']);
    const prefixed = await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP, logStreamNamePrefix: 'b/' }));
    expect(prefixed.logStreams).toHaveLength(1);
  });

  it('reads a stream forwards until the token stays the same', async () => {
    const seen: unknown[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const page = await logs.send(
        new GetLogEventsCommand({
          logGroupName: GROUP,
          logStreamName: 'b/even',
          startFromHead: true,
          limit: 3,
          nextToken,
        }),
      );
      seen.push((page.events ?? []).map(lineOf));
      if (page.nextForwardToken === nextToken) break;
      nextToken = page.nextForwardToken;
    }
    expect(seen).toEqual([[0, 2, 4], [6], []]);
  });

  it('reads a stream backwards from its end, every line once', async () => {
    const seen: unknown[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const page = await logs.send(
        new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'b/even', limit: 3, nextToken }),
      );
      seen.push((page.events ?? []).map(lineOf));
      if (page.nextBackwardToken === nextToken) break;
      nextToken = page.nextBackwardToken;
    }
    expect(seen).toEqual([[2, 4, 6], [0], []]);
  });

  it('filters across streams in the order of time, page by page', async () => {
    const pages: unknown[] = [];
    const filter = { logGroupName: GROUP, filterPattern: '{ $.line != 3 }' };
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs, pageSize: 4 }, filter)) {
      pages.push(events.map((event) => [lineOf(event), event.logStreamName]));
    }
    expect(pages).toEqual([
      [
        [0, 'b/even'],
        [1, 'a/odd'],
        [2, 'b/even'],
        [4, 'b/even'],
      ],
      [
        [5, 'a/odd'],
        [6, 'b/even'],
      ],
    ]);
  });

  it('takes the end of a time range in when it filters and leaves it out when it reads a stream', async () => {
    const range = { logGroupName: GROUP, startTime: 2000, endTime: 4000 };
    const filtered = await logs.send(new FilterLogEventsCommand({ ...range, logStreamNames: ['b/even'] }));
    expect(filtered.events?.map(lineOf)).toEqual([2, 4]);
    const read = await logs.send(new GetLogEventsCommand({ ...range, logStreamName: 'b/even' }));
    expect(read.events?.map(lineOf)).toEqual([2]);
  });

  it('answers the errors of CloudWatch Logs', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    await expect(logs.send(new DescribeLogStreamsCommand({ logGroupName: '/nobody' }))).rejects.toMatchObject(missing);
    const nobody = new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'nobody' });
    await expect(logs.send(nobody)).rejects.toMatchObject(missing);
    const invalid = { name: 'InvalidParameterException' };
    for (const wrong of [{ nextToken: 'nonsense' }, { limit: 10_001 }]) {
      await expect(logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...wrong }))).rejects.toMatchObject(
        invalid,
      );
      const get = new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'a/odd', ...wrong });
      await expect(logs.send(get)).rejects.toMatchObject(invalid);
    }
    const both = { logGroupName: GROUP, logStreamNames: ['a/odd'], logStreamNamePrefix: 'a' };
    await expect(logs.send(new FilterLogEventsCommand(both))).rejects.toMatchObject(invalid);
    const order = { logGroupName: GROUP, logStreamNamePrefix: 'a', orderBy: 'LastEventTime' as const };
    await expect(logs.send(new DescribeLogStreamsCommand(order))).rejects.toMatchObject(invalid);
  });

  it('finds the events of a redriven execution in the group of its machine, without payloads', async () => {
    const sfn = new SFNClient(clientConfig(world));
    const stateMachineArn = arn('states', 'stateMachine:fixture-work');
    const input = '{"key":"redriven-log","failures":1,"error":"Broken"}';
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    await world.idle();
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    await world.idle();
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: MACHINE_GROUP, filterPattern: '{ $.redrive_count = "1" }' }),
    );
    const lines = events.map(({ message = '' }) => parseJson(message));
    expect(lines[0]).toMatchObject({ type: 'ExecutionRedriven', execution_arn: executionArn });
    expect(lines.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
    expect(JSON.stringify(lines)).not.toContain('redriven-log');
  });
});
