import { parseQuery } from '../../../../local/aws/insights/query-parser.ts';
import { runQuery } from '../../../../local/aws/insights/run-query.ts';

/** A result as an object, without what finds the event again. */
export type ResultRow = Record<string, string>;

/** What a query gives for messages that came a second apart, from 2026-01-02 03:04:00 UTC on. */
export function resultsOf(query: string, messages: readonly (object | string)[]): ResultRow[] {
  const events = messages.map((message, index) => ({
    pointer: String(index),
    log: '000000000000:/stages',
    stream: `stream-${index % 2}`,
    timestampMs: Date.UTC(2026, 0, 2, 3, 4, index),
    message: typeof message === 'string' ? message : JSON.stringify(message),
  }));
  return runQuery(parseQuery(query), events, 10_000).rows.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
}

/** Whether a condition holds for one message. */
export function holds(condition: string, message: object | string): boolean {
  return resultsOf(`filter ${condition}`, [message]).length === 1;
}
