import { discoveredFields } from './discovered-fields.ts';
import type { Readable } from './evaluate.ts';
import { textOf, Timestamp, type Value } from './values.ts';

/** A log event that a query is run over. */
export interface QueriedEvent {
  /** What finds this event again: `@ptr`. */
  pointer: string;
  /** `<account>:<group>`. */
  log: string;
  stream: string;
  timestampMs: number;
  message: string;
}

/** One event, or one result of stats, with what commands have added to it. */
export class Row implements Readable {
  readonly timestampMs: number;
  readonly pointer: string | undefined;
  readonly #read: (name: string) => Value;
  readonly #added = new Map<string, Value>();

  constructor(read: (name: string) => Value, timestampMs = 0, pointer?: string) {
    this.#read = read;
    this.timestampMs = timestampMs;
    this.pointer = pointer;
  }

  readonly read = (name: string): Value => (this.#added.has(name) ? this.#added.get(name) : this.#read(name));

  add(name: string, value: Value): void {
    this.#added.set(name, value);
  }
}

/** The row of a log event, its JSON read when a field of it is first asked for. */
export function eventRow({ pointer, log, stream, timestampMs, message }: QueriedEvent): Row {
  const time = new Timestamp(timestampMs);
  const system = new Map<string, Value>([
    ['@timestamp', time],
    ['@ingestionTime', time],
    ['@message', message],
    ['@logStream', stream],
    ['@log', log],
    ['@ptr', pointer],
  ]);
  let discovered: Map<string, Value> | undefined;
  const read = (name: string): Value => {
    if (system.has(name)) return system.get(name);
    discovered ??= discoveredFields(message);
    return discovered.get(name);
  };
  return new Row(read, timestampMs, pointer);
}

/** A row as the results have it: those columns that have a value, and what finds the event again. */
export function shownRow(row: Row, columns: readonly string[]): { field: string; value: string }[] {
  const shown = columns.map((field) => ({ field, value: textOf(row.read(field)) }));
  const pointer = row.pointer === undefined ? [] : [{ field: '@ptr', value: row.pointer }];
  return [...shown.filter(({ field }) => field !== '@ptr'), ...pointer].flatMap(({ field, value }) =>
    value === undefined ? [] : [{ field, value }],
  );
}
