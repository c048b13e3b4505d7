import { QueryError } from './query-error.ts';
import type { Token } from './tokens.ts';

const UNITS: readonly (readonly [ms: number, names: readonly string[]])[] = [
  [1, ['millisecond', 'ms', 'msec']],
  [1000, ['second', 's', 'sec']],
  [60_000, ['minute', 'm', 'min']],
  [3_600_000, ['hour', 'h', 'hr']],
  [86_400_000, ['day', 'd']],
];

/** A period such as `5m`, `1hr` or `2days` in milliseconds. Throws QueryError for other units, weeks and longer among them. */
export function periodMs(token: Token): number {
  const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/i.exec(token.text) ?? [];
  const found = UNITS.find(([, names]) =>
    names.some((name) => unit === name || (name.length > 1 && unit === `${name}s`)),
  );
  if (token.kind === 'period' && found && Number(count) > 0) return Number(count) * found[0];
  const units = UNITS.flatMap(([, names]) => names).join(', ');
  throw new QueryError(`expected a period instead of "${token.text}": a number above 0 with one of ${units}`, token);
}
