import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import { ACCOUNT_ID } from '../identity.ts';
import { QueryError } from '../insights/query-error.ts';
import { parseQuery } from '../insights/query-parser.ts';
import type { QueriedEvent } from '../insights/rows.ts';
import { runQuery, type QueryOutcome } from '../insights/run-query.ts';
import type { LogStore } from './log-store.ts';

/** What is asked of which log groups, and of which time: both ends are in seconds since the epoch, and included. */
export interface QueryRequest {
  logGroupNames: readonly string[];
  queryString: string;
  startTime: number;
  endTime: number;
  limit: number;
}

/** A query that was run, and what it found. */
export interface CompletedQuery extends QueryRequest {
  id: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  durationMs: number;
  rows: QueryOutcome['rows'];
  recordsMatched: number;
  recordsScanned: number;
  bytesScanned: number;
}

/** The queries of this process, each complete when it is started. Results end with the process. */
export class Queries {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #completed = new Map<string, CompletedQuery>();

  constructor(store: LogStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Runs a query and keeps what it finds. Throws MalformedQueryException. */
  start(request: QueryRequest): CompletedQuery {
    const query = compiled(request.queryString);
    const createdAt = this.#clock.now();
    const events = this.#events(request);
    const { rows, matched } = runQuery(query, events, request.limit);
    const completed = {
      ...request,
      id: randomUUID(),
      createdAt,
      durationMs: this.#clock.now() - createdAt,
      rows,
      recordsMatched: matched,
      recordsScanned: events.length,
      bytesScanned: events.reduce((bytes, { message }) => bytes + Buffer.byteLength(message), 0),
    };
    this.#completed.set(completed.id, completed);
    return completed;
  }

  /** Throws ResourceNotFoundException for an id that no query has. */
  find(id: string): CompletedQuery {
    const query = this.#completed.get(id);
    if (query) return query;
    throw new AwsError('ResourceNotFoundException', `Query ${id} does not exist.`);
  }

  /** All of them, the latest first. */
  list(): CompletedQuery[] {
    return [...this.#completed.values()].reverse();
  }

  /** The last second counts as a whole, so that a query up to now finds what has just been written. */
  #events({ logGroupNames, startTime, endTime }: QueryRequest): QueriedEvent[] {
    const [startMs, endMs] = [startTime * 1000, endTime * 1000 + 999];
    return logGroupNames.flatMap((group) =>
      this.#store
        .lines(group)
        .filter(({ timestamp }) => timestamp >= startMs && timestamp <= endMs)
        .map(({ position, stream, timestamp, message }) => ({
          pointer: Buffer.from(JSON.stringify([group, position])).toString('base64'),
          log: `${ACCOUNT_ID}:${group}`,
          stream,
          timestampMs: timestamp,
          message,
        })),
    );
  }
}

function compiled(queryString: string): ReturnType<typeof parseQuery> {
  try {
    return parseQuery(queryString);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const location = { startCharOffset: error.start, endCharOffset: error.end };
    const queryCompileError = { location, message: error.message };
    throw new AwsError('MalformedQueryException', error.message, 400, { queryCompileError });
  }
}
