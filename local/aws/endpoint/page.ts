import { AwsError } from './aws-error.ts';

/** A part of a list, and the token for the rest when there is one. */
export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/** Cuts one page out of a list; the token says where the next begins. A token of nobody's is the service's error of that name. */
export function pageOf<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  errorName = 'InvalidToken',
): Page<T> {
  const start = token === undefined ? 0 : Number(/^from-(\d+)$/.exec(token)?.[1] ?? NaN);
  if (Number.isNaN(start)) throw new AwsError(errorName, 'The pagination token is not valid: Invalid Token');
  const end = start + size;
  return { items: all.slice(start, end), ...(end < all.length && { nextToken: `from-${end}` }) };
}

/** A time as AWS's JSON protocols give it: seconds since the epoch, with a fraction. */
export function seconds(ms: number): number {
  return ms / 1000;
}
