import { compareValues, numberOf, textOf, Timestamp, type Value } from './values.ts';

/** A function of the query language: how many arguments it takes, and what it gives for them. */
export interface QueryFunction {
  arguments: readonly [least: number, most: number];
  run(values: readonly Value[]): Value;
}

const MANY = 100;

/** Functions by name in lower case: names are written as one likes. `bin` is `datefloor` of the event's own time. */
export const FUNCTIONS: Readonly<Record<string, QueryFunction>> = {
  ispresent: { arguments: [1, 1], run: ([value]) => Number(value !== undefined) },
  isempty: { arguments: [1, 1], run: ([value]) => Number((textOf(value) ?? '') === '') },
  isblank: { arguments: [1, 1], run: ([value]) => Number((textOf(value) ?? '').trim() === '') },
  coalesce: { arguments: [1, MANY], run: (values) => values.find((value) => value !== undefined) },
  concat: { arguments: [1, MANY], run: (values) => values.map((value) => textOf(value) ?? '').join('') },
  strcontains: { arguments: [2, 2], run: ofTexts((text, part = '') => Number(text.includes(part))) },
  strlen: { arguments: [1, 1], run: ofTexts((text) => Array.from(text).length) },
  tolower: { arguments: [1, 1], run: ofTexts((text) => text.toLowerCase()) },
  toupper: { arguments: [1, 1], run: ofTexts((text) => text.toUpperCase()) },
  trim: { arguments: [1, 1], run: ofTexts((text) => text.trim()) },
  replace: { arguments: [3, 3], run: ofTexts((text, from = '', to = '') => text.replaceAll(from, () => to)) },
  substr: {
    arguments: [2, 3],
    run: ([value, from, length]) => {
      const [text, start] = [textOf(value), numberOf(from) ?? 0];
      return text?.slice(start, length === undefined ? undefined : start + (numberOf(length) ?? 0));
    },
  },
  abs: { arguments: [1, 1], run: ofNumber(Math.abs) },
  ceil: { arguments: [1, 1], run: ofNumber(Math.ceil) },
  floor: { arguments: [1, 1], run: ofNumber(Math.floor) },
  greatest: { arguments: [1, MANY], run: (values) => outermost(values, (order) => order > 0) },
  least: { arguments: [1, MANY], run: (values) => outermost(values, (order) => order < 0) },
  tomillis: { arguments: [1, 1], run: ofNumber((ms) => ms) },
  frommillis: { arguments: [1, 1], run: ofNumber((ms) => new Timestamp(ms)) },
  datefloor: { arguments: [2, 2], run: ([time, period]) => rounded(time, period, Math.floor) },
  dateceil: { arguments: [2, 2], run: ([time, period]) => rounded(time, period, Math.ceil) },
};

/** Functions whose last argument is a period such as 5m, which they get in milliseconds. */
export const PERIOD_FUNCTIONS: readonly string[] = ['bin', 'datefloor', 'dateceil'];

/** The greatest or the least value, by the order that is wanted between a later one and what was found so far. */
export function outermost(values: readonly Value[], isWanted: (order: number) => boolean): Value {
  return values
    .filter((value) => value !== undefined)
    .reduce<Value>((found, value) => {
      const order = compareValues(value, found);
      return order === undefined || isWanted(order) ? value : found;
    }, undefined);
}

/** A missing first argument gives nothing. */
function ofTexts(run: (first: string, ...rest: string[]) => Value): QueryFunction['run'] {
  return ([value, ...rest]) => {
    const text = textOf(value);
    return text === undefined ? undefined : run(text, ...rest.map((other) => textOf(other) ?? ''));
  };
}

function ofNumber(run: (value: number) => Value): QueryFunction['run'] {
  return ([value]) => {
    const number = numberOf(value);
    return number === undefined ? undefined : run(number);
  };
}

function rounded(time: Value, period: Value, round: (count: number) => number): Value {
  const [ms, periodMs] = [numberOf(time), numberOf(period)];
  return ms === undefined || periodMs === undefined ? undefined : new Timestamp(round(ms / periodMs) * periodMs);
}
