import { outermost } from './functions.ts';
import { compareValues, numberOf, textOf, type Value } from './values.ts';

/** One event of a group: the values of the aggregate's arguments for it, and when it was. */
export interface Sample {
  values: readonly Value[];
  timestampMs: number;
}

/** A function over a group of events. */
export interface Aggregate {
  arguments: readonly [least: number, most: number];
  run(samples: readonly Sample[]): Value;
}

/** Aggregate functions by name. Events that lack the field count for none of them but `count(*)`. */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: { arguments: [1, 1], run: (samples) => present(samples).length },
  count_distinct: { arguments: [1, 1], run: (samples) => new Set(present(samples).map(textOf)).size },
  sum: { arguments: [1, 1], run: (samples) => ofNumbers(samples, total) },
  avg: { arguments: [1, 1], run: (samples) => ofNumbers(samples, (numbers) => total(numbers) / numbers.length) },
  min: { arguments: [1, 1], run: (samples) => outermost(present(samples), (order) => order < 0) },
  max: { arguments: [1, 1], run: (samples) => outermost(present(samples), (order) => order > 0) },
  pct: { arguments: [2, 2], run: percentile },
  earliest: { arguments: [1, 1], run: (samples) => byTime(samples)[0] },
  latest: { arguments: [1, 1], run: (samples) => byTime(samples).at(-1) },
};

function present(samples: readonly Sample[]): Value[] {
  return samples.map(({ values }) => values[0]).filter((value) => value !== undefined);
}

function ofNumbers(samples: readonly Sample[], run: (numbers: readonly number[]) => number): Value {
  const numbers = present(samples).flatMap((value) => numberOf(value) ?? []);
  return numbers.length === 0 ? undefined : run(numbers);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The value at or below which so many percent of the values lie: the nearest rank. */
function percentile(samples: readonly Sample[]): Value {
  const percent = numberOf(samples[0]?.values[1]) ?? NaN;
  const sorted = present(samples).sort((a, b) => compareValues(a, b) ?? 0);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

function byTime(samples: readonly Sample[]): Value[] {
  return present(samples.toSorted((a, b) => a.timestampMs - b.timestampMs));
}
