import { QueryError } from './query-error.ts';
import type { Column, Command, Expression, FieldName } from './syntax.ts';

const MAXIMUM_STATS = 2;

/**
 * The fields of log events that commands read, each once, in the order of the query: neither aliases nor what `stats` or
 * `parse` gave. Throws QueryError for commands and functions that stand where they may not, and for fields that are named
 * after a `stats` that doesn't give them.
 */
export function checkScopes(commands: readonly Command[]): string[] {
  const read = new Set<string>();
  let made = new Set<string>();
  let stats = 0;
  let isDeduplicated = false;
  const readFields = (fields: readonly FieldName[]): void => {
    for (const field of fields.filter(({ name }) => !made.has(name))) {
      if (stats > 0) throw new QueryError(`the stats before gives no ${field.name}`, field);
      read.add(field.name);
    }
  };
  const readPlain = (expression: Expression): void => {
    const aggregate = within(expression).find(({ kind }) => kind === 'aggregate');
    if (aggregate) throw new QueryError('functions over many events stand in stats only', aggregate);
    readFields(fieldsIn(expression));
  };
  const readColumns = (columns: readonly Column[]): void => {
    for (const { name, expression } of columns) {
      readPlain(expression);
      made.add(name);
    }
  };
  for (const command of commands) {
    if (isDeduplicated && command.kind !== 'limit') throw new QueryError('only limit may follow dedup', command);
    if (command.kind === 'fields' || command.kind === 'display') readColumns(command.columns);
    if (command.kind === 'filter') readPlain(command.condition);
    if (command.kind === 'sort') readFields(command.keys);
    if (command.kind === 'dedup') readFields(command.fields);
    if (command.kind === 'parse') {
      readPlain(command.source);
      command.names.forEach((name) => made.add(name));
    }
    if (command.kind === 'stats') {
      if (stats === MAXIMUM_STATS) throw new QueryError(`a query has at most ${MAXIMUM_STATS} stats`, command);
      command.by.forEach(({ expression }) => {
        readPlain(expression);
      });
      command.columns.forEach(({ expression }) => {
        checkAggregates(expression);
        readFields(fieldsIn(expression));
      });
      made = new Set([...command.columns, ...command.by].map(({ name }) => name));
      stats += 1;
    }
    isDeduplicated ||= command.kind === 'dedup';
  }
  return [...read];
}

/** Every field of a column of stats stands inside of an aggregate, and no aggregate inside of another. */
function checkAggregates(expression: Expression): void {
  if (expression.kind === 'field') {
    throw new QueryError(
      `${expression.name} has many values: use a function such as latest(${expression.name})`,
      expression,
    );
  }
  if (expression.kind !== 'aggregate') {
    operandsOf(expression).forEach(checkAggregates);
    return;
  }
  const inner = expression.arguments.flatMap(within).find(({ kind }) => kind === 'aggregate');
  if (inner) throw new QueryError('a function over many events takes no other one', inner);
}

function fieldsIn(expression: Expression): FieldName[] {
  return within(expression).filter((part) => part.kind === 'field');
}

function within(expression: Expression): Expression[] {
  return [expression, ...operandsOf(expression).flatMap(within)];
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'field':
      return [];
    case 'call':
    case 'aggregate':
      return expression.arguments;
    case 'binary':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.values];
    case 'not':
    case 'matches':
      return [expression.operand];
  }
}
