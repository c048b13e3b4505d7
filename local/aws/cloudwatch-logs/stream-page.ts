import { AwsError } from '../endpoint/aws-error.ts';

/** A part of a stream, with the tokens for what lies before and after it. */
export interface StreamPage<T> {
  items: T[];
  nextForwardToken: string;
  nextBackwardToken: string;
}

/** How to page: with no token the newest come first, or the oldest when asked from the head. */
export interface StreamPaging {
  limit: number;
  token: string | undefined;
  fromHead: boolean;
}

/**
 * One page of GetLogEvents, oldest line first in either direction. At an end the token comes back unchanged, which is how
 * readers know that there is no more.
 */
export function streamPage<T>(lines: readonly T[], { limit, token, fromHead }: StreamPaging): StreamPage<T> {
  const [start, end] = range(lines.length, limit, token ?? (fromHead ? 'f/0' : `b/${lines.length}`));
  return { items: lines.slice(start, end), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
}

function range(count: number, limit: number, token: string): [start: number, end: number] {
  const [, direction, digits] = /^([fb])\/(\d+)$/.exec(token) ?? [];
  if (direction === undefined) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const at = Math.min(Number(digits), count);
  return direction === 'f' ? [at, Math.min(count, at + limit)] : [Math.max(0, at - limit), at];
}
