import { readExpression } from './expression-parser.ts';
import { readParse } from './parse-command.ts';
import { QueryError } from './query-error.ts';
import { checkScopes } from './scopes.ts';
import type { Column, Command, Expression, FieldName, Query } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

const MAXIMUM_LIMIT = 100_000;

type Reader = (reader: TokenReader) => Unplaced<Command>;
type Unplaced<T> = T extends unknown ? Omit<T, 'start' | 'end'> : never;

const COMMANDS: Readonly<Record<string, Reader>> = {
  fields: (reader) => ({ kind: 'fields', columns: reader.list(() => readColumn(reader)) }),
  display: (reader) => ({ kind: 'display', columns: reader.list(() => readColumn(reader)) }),
  filter: (reader) => ({ kind: 'filter', condition: readExpression(reader) }),
  stats: (reader) => {
    const columns = reader.list(() => readColumn(reader));
    const by = reader.takeIf('by') ? reader.list(() => readColumn(reader)) : [];
    return { kind: 'stats', columns, by };
  },
  sort: (reader) => ({ kind: 'sort', keys: reader.list(() => readSortKey(reader)) }),
  limit: (reader) => ({ kind: 'limit', count: readLimit(reader) }),
  dedup: (reader) => ({ kind: 'dedup', fields: reader.list(() => readFieldName(reader)) }),
  parse: readParse,
};

/** The commands that are known. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/**
 * Reads a query of Logs Insights QL. Throws QueryError, naming the word, for whatever is wrong with it or is not supported
 * here: nothing is passed over.
 */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(text);
  const commands = [readCommand(reader)];
  while (reader.takeIf('|')) commands.push(readCommand(reader));
  if (reader.peek().kind !== 'end') throw reader.unexpected('"|" or the end of the query');
  checkScopes(commands);
  return { commands };
}

/**
 * The names of the fields of log events that a query reads, each once, in the order of the query, those with @ too. Aliases
 * and results are none. Throws QueryError for a query that cannot be run here.
 */
export function fieldsRead(text: string): string[] {
  return checkScopes(parseQuery(text).commands);
}

function readCommand(reader: TokenReader): Command {
  const token = reader.peek();
  const read = COMMANDS[token.kind === 'word' ? token.text.toLowerCase() : ''];
  if (!read) {
    const supported = COMMAND_NAMES.join(', ');
    if (token.kind !== 'word') throw reader.unexpected(`a command (${supported})`);
    throw new QueryError(`there is no command ${token.text} here; supported are ${supported}`, token);
  }
  reader.next();
  const command = read(reader);
  return { ...command, start: token.start, end: reader.end };
}

function readColumn(reader: TokenReader): Column {
  const expression = readExpression(reader);
  if (reader.takeIf('as')) return { name: reader.fieldName('a name').text, expression };
  return { name: columnName(reader, expression), expression };
}

function columnName(reader: TokenReader, expression: Expression): string {
  return expression.kind === 'field' ? expression.name : reader.query.slice(expression.start, expression.end);
}

function readSortKey(reader: TokenReader): FieldName & { isDescending: boolean } {
  const field = readFieldName(reader);
  if (reader.isNext('(')) throw new QueryError(`sort takes names: give ${field.name}() one with "as" before`, field);
  const isDescending = reader.takeIf('desc');
  if (!isDescending) reader.takeIf('asc');
  return { ...field, isDescending };
}

function readFieldName(reader: TokenReader): FieldName {
  const { text, start, end } = reader.fieldName();
  return { name: text, start, end };
}

function readLimit(reader: TokenReader): number {
  const token = reader.peek();
  const count = token.kind === 'number' ? Number(token.text) : NaN;
  if (Number.isInteger(count) && count >= 1 && count <= MAXIMUM_LIMIT) {
    reader.next();
    return count;
  }
  throw reader.unexpected(`a whole number from 1 to ${MAXIMUM_LIMIT}`);
}
