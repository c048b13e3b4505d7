/** A query that cannot be run: what is wrong with it, and between which of its characters. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: { start: number; end: number }) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
