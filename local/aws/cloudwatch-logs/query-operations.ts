import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { LogGroupResource, QueryDefinitionResource } from '../template/stack.ts';
import type { CompletedQuery, Queries } from './queries.ts';
import { queryRequest } from './query-request.ts';

const MAXIMUM_ROWS_IN_A_PAGE = 10_000;
const MAXIMUM_LISTED = 1000;
const STATUSES = ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'] as const;
const LANGUAGE = 'CWLI';

/** What Logs Insights is asked about. */
export interface QueryOperationsOptions {
  groups: readonly LogGroupResource[];
  definitions: readonly QueryDefinitionResource[];
  queries: Queries;
  /** When the definitions were made: milliseconds since the epoch. */
  createdAt: number;
}

/** Logs Insights, the queries of CloudWatch Logs. */
export function queryOperations({ groups, definitions, queries, createdAt }: QueryOperationsOptions): Operations {
  return {
    StartQuery: (input) => ({ queryId: queries.start(queryRequest(input, groups)).id }),

    GetQueryResults: (input) => {
      const query = queries.find(input.string('queryId'));
      const size = input.optionalNumber('maxItems', 0, MAXIMUM_ROWS_IN_A_PAGE) ?? MAXIMUM_ROWS_IN_A_PAGE;
      // An empty page could never come to an end.
      const page = paged(input, query.rows, size === 0 ? MAXIMUM_ROWS_IN_A_PAGE : size);
      const results = page.items.map((row) => row.map(({ field, value }) => ({ field, value })));
      return { queryLanguage: LANGUAGE, status: 'Complete', results, statistics: statistics(query), ...page.token };
    },

    StopQuery: (input) => {
      const { id } = queries.find(input.string('queryId'));
      throw new AwsError('InvalidParameterException', `Query ${id} is not running: it has status Complete.`);
    },

    DescribeQueries: (input) => {
      const [group, status] = [input.optionalString('logGroupName'), input.optionalChoice('status', STATUSES)];
      const found = queries
        .list()
        .filter(({ logGroupNames }) => group === undefined || logGroupNames.includes(group))
        .filter(() => (status ?? 'Complete') === 'Complete' && isOurLanguage(input));
      const page = listed(input, found);
      return { queries: page.items.map(described), ...page.token };
    },

    DescribeQueryDefinitions: (input) => {
      const prefix = input.optionalString('queryDefinitionNamePrefix') ?? '';
      const page = listed(
        input,
        definitions.filter(({ name }) => name.startsWith(prefix) && isOurLanguage(input)),
      );
      const queryDefinitions = page.items.map(({ id, name, queryString, logGroupNames }) => ({
        queryLanguage: LANGUAGE,
        queryDefinitionId: id,
        name,
        queryString,
        lastModified: createdAt,
        logGroupNames: [...logGroupNames],
      }));
      return { queryDefinitions, ...page.token };
    },
  };
}

function paged<T>(input: OperationInput, all: readonly T[], size: number): { items: T[]; token: JsonObject } {
  const { items, nextToken } = pageOf(all, size, input.optionalString('nextToken'), 'InvalidParameterException');
  return { items, token: nextToken === undefined ? {} : { nextToken } };
}

function listed<T>(input: OperationInput, all: readonly T[]): { items: T[]; token: JsonObject } {
  return paged(input, all, input.optionalNumber('maxResults', 1, MAXIMUM_LISTED) ?? MAXIMUM_LISTED);
}

function isOurLanguage(input: OperationInput): boolean {
  return (input.optionalChoice('queryLanguage', ['CWLI', 'SQL', 'PPL']) ?? LANGUAGE) === LANGUAGE;
}

function statistics({ recordsMatched, recordsScanned, bytesScanned, logGroupNames }: CompletedQuery): JsonObject {
  return {
    recordsMatched,
    recordsScanned,
    bytesScanned,
    estimatedRecordsSkipped: 0,
    estimatedBytesSkipped: 0,
    logGroupsScanned: logGroupNames.length,
  };
}

function described({
  id,
  queryString,
  createdAt,
  logGroupNames,
  durationMs,
  bytesScanned,
}: CompletedQuery): JsonObject {
  return {
    queryLanguage: LANGUAGE,
    queryId: id,
    queryString,
    status: 'Complete',
    createTime: createdAt,
    logGroupName: logGroupNames.join(','),
    queryDuration: durationMs,
    bytesScanned,
  };
}
