/** Where in the query something stands. */
export interface Place {
  start: number;
  end: number;
}

/** A calculation over one log event, or, with aggregates in it, over a group of them. */
export type Expression = Place &
  (
    | { kind: 'literal'; value: string | number }
    | { kind: 'field'; name: string }
    | { kind: 'call'; name: string; arguments: readonly Expression[] }
    | { kind: 'aggregate'; name: string; arguments: readonly Expression[] }
    | { kind: 'binary'; operator: string; left: Expression; right: Expression }
    | { kind: 'not'; operand: Expression }
    | { kind: 'in'; operand: Expression; values: readonly Expression[] }
    | { kind: 'matches'; operand: Expression; pattern: RegExp }
  );

/** A calculation and the column that holds its result: the alias, or the words of the query themselves. */
export interface Column {
  name: string;
  expression: Expression;
}

/** A field that a command names, and where. */
export interface FieldName extends Place {
  name: string;
}

/** One command of a query. */
export type Command = Place &
  (
    | { kind: 'fields'; columns: readonly Column[] }
    | { kind: 'display'; columns: readonly Column[] }
    | { kind: 'filter'; condition: Expression }
    | { kind: 'stats'; columns: readonly Column[]; by: readonly Column[] }
    | { kind: 'sort'; keys: readonly (FieldName & { isDescending: boolean })[] }
    | { kind: 'limit'; count: number }
    | { kind: 'dedup'; fields: readonly FieldName[] }
    | { kind: 'parse'; source: Expression; pattern: RegExp; names: readonly string[] }
  );

/** A query: its commands in order. */
export interface Query {
  commands: readonly Command[];
}
