import { ApiError } from './api-error.ts';

/** The query of a request. */
export class Query {
  readonly #values: URLSearchParams;

  constructor(search: string) {
    this.#values = new URLSearchParams(search);
  }

  /** The parameter's value; undefined when absent or empty. */
  one(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === null || value === '' ? undefined : value;
  }

  /** The values of a list: `a=1,2` as the SDK sends it, or `a=1&a=2`. */
  list(name: string): string[] {
    return this.#values
      .getAll(name)
      .flatMap((value) => value.split(','))
      .filter((value) => value !== '');
  }

  /** A whole number between the bounds. @throws ApiError 400 for anything else */
  wholeNumber(name: string, fallback: number, minimum: number, maximum: number): number {
    const text = this.one(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new ApiError(400, 'invalid.query.param.value', [text, name, `whole numbers from ${minimum} to ${maximum}`]);
  }

  /** Each out of a list, compared without case. @throws ApiError 400 for anything else */
  listOf(name: string, allowed: readonly string[]): string[] {
    const values = this.list(name).map((value) => value.toLowerCase());
    const wrong = values.find((value) => !allowed.includes(value));
    if (wrong === undefined) return values;
    throw new ApiError(400, 'invalid.query.param.value', [wrong.slice(0, 80), name, allowed.join(', ')]);
  }

  /** One out of a list, compared without case. @throws ApiError 400 for anything else */
  oneOf(name: string, allowed: readonly string[]): string | undefined {
    const value = this.one(name);
    if (value === undefined || allowed.includes(value.toLowerCase())) return value?.toLowerCase();
    throw new ApiError(400, 'invalid.query.param.value', [value, name, allowed.join(', ')]);
  }
}

/** The members of a page, in the form that all of Genesys Cloud's lists have. */
export interface Page<T> {
  entities: T[];
  pageSize: number;
  pageNumber: number;
  total: number;
  pageCount: number;
  firstUri: string;
  selfUri: string;
  lastUri: string;
  nextUri?: string;
  previousUri?: string;
}

const LAST_PAGE_NUMBER = 1_000_000;

/** Cuts out the page that a query asks for; 25 to a page unless it says otherwise. */
export function page<T>(all: readonly T[], query: Query, path: string, maximumPageSize = 100): Page<T> {
  const pageSize = query.wholeNumber('pageSize', 25, 1, maximumPageSize);
  const pageNumber = query.wholeNumber('pageNumber', 1, 1, LAST_PAGE_NUMBER);
  const pageCount = Math.ceil(all.length / pageSize);
  const uri = (number: number): string => `${path}?pageSize=${pageSize}&pageNumber=${number}`;
  return {
    entities: all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: all.length,
    pageCount,
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    lastUri: uri(Math.max(pageCount, 1)),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
  };
}

/** Whether a name fits a filter: the whole name without regard to case, an asterisk at either end standing for anything. */
export function fitsNameFilter(name: string, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  const given = name.toLowerCase();
  const wanted = filter.toLowerCase();
  const core = wanted.replace(/^\*/, '').replace(/\*$/, '');
  const isOpenBefore = wanted.startsWith('*');
  const isOpenAfter = wanted.endsWith('*');
  if (isOpenBefore && isOpenAfter) return given.includes(core);
  if (isOpenBefore) return given.endsWith(core);
  if (isOpenAfter) return given.startsWith(core);
  return given === wanted;
}

/** Whether one of the values is in a list of a query; an empty list asks for nothing. */
export function fitsList(wanted: readonly string[], ...values: (string | undefined)[]): boolean {
  return wanted.length === 0 || values.some((value) => value !== undefined && wanted.includes(value));
}

/** Sorts by what a key makes of each: numbers and texts in their order, those without a value first. */
export function sortedBy<T>(
  all: readonly T[],
  key: (each: T) => string | number | boolean | undefined,
  isDescending: boolean,
): T[] {
  const compare = (a: T, b: T): number => {
    const [left = '', right = ''] = [key(a), key(b)];
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left).localeCompare(String(right));
  };
  const sorted = [...all].sort(compare);
  return isDescending ? sorted.reverse() : sorted;
}
