import { evaluate } from './evaluate.ts';
import { eventRow, type QueriedEvent, Row, shownRow } from './rows.ts';
import { groupRows } from './group-rows.ts';
import { sortOrder } from './sort-order.ts';
import type { Column, Command, FieldName, Query } from './syntax.ts';
import { isTrue, textOf } from './values.ts';

/** What a query found. */
export interface QueryOutcome {
  /** One list of fields for each row, without those that have no value. */
  rows: readonly (readonly { field: string; value: string }[])[];
  /** Events that passed the filters in front of any `stats`. */
  matched: number;
}

interface Progress {
  rows: Row[];
  columns: string[];
  matched: number;
  isAggregated: boolean;
}

/** Runs a query over events; where it doesn't say how many rows it wants, and in any case, no more than `limit`. */
export function runQuery(query: Query, events: readonly QueriedEvent[], limit: number): QueryOutcome {
  const rows = events.map(eventRow).sort((a, b) => b.timestampMs - a.timestampMs);
  const progress: Progress = { rows, columns: [], matched: rows.length, isAggregated: false };
  for (const command of query.commands) run(command, progress);
  const display = query.commands.findLast(({ kind }) => kind === 'display');
  const shown = display?.kind === 'display' ? namesOf(display.columns) : progress.columns;
  const columns = shown.length > 0 ? shown : ['@timestamp', '@message'];
  return { rows: progress.rows.slice(0, limit).map((row) => shownRow(row, columns)), matched: progress.matched };
}

function run(command: Command, progress: Progress): void {
  const { rows } = progress;
  switch (command.kind) {
    case 'fields':
    case 'display':
      for (const { name, expression } of command.columns) {
        for (const row of rows) row.add(name, evaluate(expression, row.read));
      }
      progress.columns = [...new Set([...progress.columns, ...namesOf(command.columns)])];
      return;
    case 'filter':
      progress.rows = rows.filter((row) => isTrue(evaluate(command.condition, row.read)));
      if (!progress.isAggregated) progress.matched = progress.rows.length;
      return;
    case 'parse':
      for (const row of rows) {
        const found = command.pattern.exec(textOf(evaluate(command.source, row.read)) ?? '');
        command.names.forEach((name, index) => {
          row.add(name, found?.groups?.[name] ?? found?.[index + 1]);
        });
      }
      return;
    case 'sort':
      progress.rows = rows.toSorted((a, b) => orderOf(command.keys, a, b));
      return;
    case 'limit':
      progress.rows = rows.slice(0, command.count);
      return;
    case 'dedup':
      progress.rows = withoutDuplicates(rows, command.fields);
      return;
    case 'stats': {
      const results = groupRows(command, rows);
      progress.rows = results.map((values) => new Row((name) => values.get(name)));
      progress.columns = namesOf([...command.by, ...command.columns]);
      progress.isAggregated = true;
    }
  }
}

function orderOf(keys: readonly (FieldName & { isDescending: boolean })[], a: Row, b: Row): number {
  for (const { name, isDescending } of keys) {
    const order = sortOrder(a.read(name), b.read(name));
    if (order !== 0) return isDescending ? -order : order;
  }
  return 0;
}

/** The first row for each combination of values. A row that lacks one of them is no duplicate. */
function withoutDuplicates(rows: readonly Row[], fields: readonly FieldName[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = fields.map(({ name }) => textOf(row.read(name)));
    const key = JSON.stringify(values);
    const isNew = values.includes(undefined) || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function namesOf(columns: readonly Column[]): string[] {
  return [...new Set(columns.map(({ name }) => name))];
}
