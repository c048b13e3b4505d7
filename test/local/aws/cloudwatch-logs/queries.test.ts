import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  MalformedQueryException,
  StartQueryCommand,
  StopQueryCommand,
  type GetQueryResultsCommandOutput,
  type StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogStore } from '../../../../local/aws/cloudwatch-logs/log-store.ts';
import { arn } from '../../../../local/aws/identity.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';
import { VirtualClock, type Clock } from '../../../../local/clock.ts';
import type { Resources } from '../fixture/assembly.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const GROUP = '/fixture/stages';
const MACHINE_GROUP = '/aws/vendedlogs/states/fixture';

function definition(name: string, properties: JsonObject = {}): Resources[string] {
  return {
    Type: 'AWS::Logs::QueryDefinition',
    Properties: { Name: name, QueryString: 'stats count(*)', ...properties },
  };
}

function stackWithQueries(): Resources {
  const Lines = definition('fixture/lines', {
    QueryString: 'fields line | sort @timestamp',
    LogGroupNames: [{ Ref: 'StageLogs' }],
  });
  return { ...fixtureStack(), Lines, Counted: definition('fixture/counted'), Other: definition('other') };
}

/** Lines 0 to 6 in turn on two streams, half a second apart, and one line of another group. */
function writeLines(folder: FixtureFolder): void {
  let now = 0;
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  const store = new LogStore(join(folder.stateDir, 'logs'), clock);
  for (let line = 0; line < 7; line += 1) {
    now = 500 * line;
    store.append(GROUP, line % 2 === 0 ? 'even' : 'odd', JSON.stringify({ line }));
  }
  store.append(MACHINE_GROUP, 'machine', JSON.stringify({ line: 100 }));
}

describe('Logs Insights over its API', () => {
  const folder = new FixtureFolder(stackWithQueries());
  let logs: CloudWatchLogsClient;

  beforeAll(async () => {
    writeLines(folder);
    logs = new CloudWatchLogsClient(clientConfig(await folder.start(new VirtualClock())));
  });
  afterAll(() => folder.remove());

  async function start(queryString: string, changes: Partial<StartQueryCommandInput> = {}): Promise<string> {
    const input = { logGroupName: GROUP, startTime: 0, endTime: 10, queryString, ...changes };
    const { queryId = '' } = await logs.send(new StartQueryCommand(input));
    return queryId;
  }

  async function results(
    queryString: string,
    changes?: Partial<StartQueryCommandInput>,
  ): Promise<GetQueryResultsCommandOutput> {
    return logs.send(new GetQueryResultsCommand({ queryId: await start(queryString, changes) }));
  }

  const column = ({ results: rows = [] }: GetQueryResultsCommandOutput, name: string): (string | undefined)[] =>
    rows.map((row) => row.find(({ field }) => field === name)?.value);

  it('gives rows of fields and values, each with a pointer to its event, and what it looked at', async () => {
    const found = await results('fields @timestamp, line, nothing | filter line >= 5 | sort line');
    expect(found).toMatchObject({ status: 'Complete', queryLanguage: 'CWLI' });
    expect(found.results).toEqual([
      [
        { field: '@timestamp', value: '1970-01-01 00:00:02.500' },
        { field: 'line', value: '5' },
        { field: '@ptr', value: expect.any(String) as string },
      ],
      [
        { field: '@timestamp', value: '1970-01-01 00:00:03.000' },
        { field: 'line', value: '6' },
        { field: '@ptr', value: expect.any(String) as string },
      ],
    ]);
    expect(found.statistics).toMatchObject({
      recordsMatched: 2,
      recordsScanned: 7,
      bytesScanned: 7 * '{"line":0}'.length,
    });
    expect(new Set(column(found, '@ptr')).size).toBe(2);
  });

  it('gives no pointers with what stats calculates', async () => {
    const found = await results('stats count(*) as lines by @logStream | sort lines');
    expect(found.results).toEqual([
      [
        { field: '@logStream', value: 'odd' },
        { field: 'lines', value: '3' },
      ],
      [
        { field: '@logStream', value: 'even' },
        { field: 'lines', value: '4' },
      ],
    ]);
    expect(found.statistics).toMatchObject({ recordsMatched: 7 });
  });

  it('takes times in seconds, both ends and the whole last second with them', async () => {
    const range = { startTime: 1, endTime: 2 };
    expect(column(await results('fields line | sort line', range), 'line')).toEqual(['2', '3', '4', '5']);
  });

  it('queries several log groups, by name or by ARN', async () => {
    const several = { logGroupName: undefined, logGroupNames: [GROUP, MACHINE_GROUP] };
    const query = 'stats count(*) as lines by @log | sort @log';
    expect(column(await results(query, several), '@log')).toEqual([
      `000000000000:${MACHINE_GROUP}`,
      `000000000000:${GROUP}`,
    ]);
    const byArn = { logGroupName: undefined, logGroupIdentifiers: [arn('logs', `log-group:${GROUP}`)] };
    expect(column(await results(query, byArn), 'lines')).toEqual(['7']);
  });

  it('gives no more rows than the request and the query allow, page by page', async () => {
    expect(column(await results('fields line | sort line', { limit: 2 }), 'line')).toEqual(['0', '1']);
    expect(column(await results('fields line | sort line | limit 1', { limit: 2 }), 'line')).toEqual(['0']);
    const queryId = await start('fields line | sort line');
    const first = await logs.send(new GetQueryResultsCommand({ queryId, maxItems: 4 }));
    const rest = await logs.send(new GetQueryResultsCommand({ queryId, maxItems: 4, nextToken: first.nextToken }));
    expect([column(first, 'line'), column(rest, 'line')]).toEqual([
      ['0', '1', '2', '3'],
      ['4', '5', '6'],
    ]);
    expect(rest.nextToken).toBeUndefined();
  });

  it('gives 10,000 rows when nobody says how many', async () => {
    const many = new FixtureFolder();
    const store = new LogStore(join(many.stateDir, 'logs'), { now: () => 0, sleep: () => Promise.resolve() });
    for (let line = 0; line <= 10_000; line += 1) store.append(GROUP, 'stream', '{}');
    try {
      const client = new CloudWatchLogsClient(clientConfig(await many.start(new VirtualClock())));
      const query = { logGroupName: GROUP, startTime: 0, endTime: 1, queryString: 'fields @message' };
      const { queryId } = await client.send(new StartQueryCommand(query));
      const found = await client.send(new GetQueryResultsCommand({ queryId }));
      expect(found.results).toHaveLength(10_000);
      expect(found.nextToken).toBeUndefined();
      expect(found.statistics).toMatchObject({ recordsMatched: 10_001 });
    } finally {
      await many.remove();
    }
  });

  it('says what is wrong with a query, and where', async () => {
    const refusal = await start('fields line | filter lines(1)').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MalformedQueryException);
    expect(refusal).toMatchObject({
      message: expect.stringContaining('there is no function lines() here; supported are') as string,
      queryCompileError: {
        message: expect.stringContaining('there is no function lines()') as string,
        location: { startCharOffset: 21, endCharOffset: 26 },
      },
    });
  });

  it.each<[string, Partial<StartQueryCommandInput>]>([
    ['ResourceNotFoundException', { logGroupName: '/nobody' }],
    ['InvalidParameterException', { logGroupName: undefined }],
    ['InvalidParameterException', { logGroupNames: [GROUP] }],
    ['InvalidParameterException', { startTime: undefined }],
    ['InvalidParameterException', { startTime: 11 }],
    ['InvalidParameterException', { endTime: 1_767_323_040_000 }],
    ['InvalidParameterException', { limit: 0 }],
    ['InvalidParameterException', { limit: 100_001 }],
    ['InvalidParameterException', { queryLanguage: 'SQL' }],
    ['InvalidParameterException', { queryString: ' '.repeat(10_001) }],
  ])('answers %s to %j', async (name, changes) => {
    await expect(start('fields line', changes)).rejects.toMatchObject({ name });
  });

  it('lists the queries that were run, the latest first, and stops none that is complete', async () => {
    const queryString = 'fields line | filter line = 3';
    const queryId = await start(queryString);
    const last = await start(queryString, { logGroupName: MACHINE_GROUP });
    const list = await logs.send(new DescribeQueriesCommand({ maxResults: 1 }));
    expect(list.queries).toMatchObject([
      { queryId: last, queryString, status: 'Complete', logGroupName: MACHINE_GROUP },
    ]);
    expect(list.nextToken).toBeDefined();
    const ofGroup = await logs.send(new DescribeQueriesCommand({ logGroupName: GROUP, status: 'Complete' }));
    expect(ofGroup.queries?.[0]?.queryId).toBe(queryId);
    expect((await logs.send(new DescribeQueriesCommand({ status: 'Running' }))).queries).toEqual([]);
    const stop = logs.send(new StopQueryCommand({ queryId }));
    await expect(stop).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('knows no query that nobody has started', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    await expect(logs.send(new GetQueryResultsCommand({ queryId: 'x' }))).rejects.toMatchObject(missing);
    await expect(logs.send(new StopQueryCommand({ queryId: 'x' }))).rejects.toMatchObject(missing);
  });

  it('has the saved queries of the stack, by the beginning of their names', async () => {
    const first = await logs.send(
      new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'fixture/', maxResults: 1 }),
    );
    const { nextToken } = first;
    const rest = await logs.send(
      new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'fixture/', nextToken }),
    );
    expect(first.queryDefinitions).toMatchObject([
      { name: 'fixture/lines', queryString: 'fields line | sort @timestamp', logGroupNames: [GROUP] },
    ]);
    expect(rest.queryDefinitions).toMatchObject([{ name: 'fixture/counted', logGroupNames: [] }]);
    const [saved] = first.queryDefinitions ?? [];
    expect(column(await results(saved?.queryString ?? ''), 'line')).toHaveLength(7);
  });
});

describe('a saved query that cannot be run', () => {
  it.each<[string, JsonObject]>([
    ['Fixture.Saved.QueryString: there is no command pattern here', { QueryString: 'pattern @message' }],
    ['Fixture.Saved.QueryLanguage: SQL is not simulated', { QueryLanguage: 'SQL' }],
  ])('keeps the world from starting: %s', async (message, properties) => {
    const folder = new FixtureFolder({ ...fixtureStack(), Saved: definition('saved', properties) });
    try {
      await expect(folder.start(new VirtualClock())).rejects.toThrow(message);
    } finally {
      await folder.remove();
    }
  });
});
