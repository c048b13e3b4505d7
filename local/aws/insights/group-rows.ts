import { evaluate, type Readable } from './evaluate.ts';
import type { Command } from './syntax.ts';
import { textOf, type Value } from './values.ts';

/**
 * The results of a `stats`: one for each combination of the values that it groups by, in the order in which the rows have
 * them, or one for all rows when it doesn't group.
 */
export function groupRows(
  { columns, by }: Extract<Command, { kind: 'stats' }>,
  rows: readonly Readable[],
): Map<string, Value>[] {
  const groups = new Map<string, { keys: readonly Value[]; rows: Readable[] }>();
  if (by.length === 0) groups.set('', { keys: [], rows: [...rows] });
  for (const row of by.length === 0 ? [] : rows) {
    const keys = by.map(({ expression }) => evaluate(expression, row.read));
    const id = JSON.stringify(keys.map((key) => textOf(key)));
    const group = groups.get(id);
    if (group) group.rows.push(row);
    else groups.set(id, { keys, rows: [row] });
  }
  return [...groups.values()].map(({ keys, rows: grouped }) => {
    const values = new Map(by.map(({ name }, index) => [name, keys[index]]));
    for (const { name, expression } of columns)
      values.set(
        name,
        evaluate(expression, () => undefined, grouped),
      );
    return values;
  });
}
