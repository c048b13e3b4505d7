import { readExpression } from './expression-parser.ts';
import { QueryError } from './query-error.ts';
import { globPattern, patternFrom } from './regular-expressions.ts';
import type { Command } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads what follows `parse`: a glob with a name for each of its stars, or a regular expression with named groups. */
export function readParse(reader: TokenReader): Omit<Extract<Command, { kind: 'parse' }>, 'start' | 'end'> {
  const isWhole = reader.peek().kind === 'text' || reader.peek().kind === 'regex';
  const { start, end } = reader.peek();
  const source = isWhole ? { kind: 'field' as const, name: '@message', start, end } : readExpression(reader);
  const token = reader.peek();
  if (token.kind === 'regex') {
    const pattern = patternFrom(reader.next());
    const names = [...token.text.matchAll(/\(\?<([A-Za-z]\w*)>/g)].map((group) => group[1] ?? '');
    if (names.length > 0) return { kind: 'parse', source, pattern, names };
    throw new QueryError('the regular expression of parse needs (?<name>…) for each field that it makes', token);
  }
  if (token.kind !== 'text') throw reader.unexpected('a "glob with *" or a /regular expression/');
  reader.next();
  reader.take('as');
  const names = reader.list(() => reader.fieldName('a name').text);
  const stars = token.text.split('*').length - 1;
  if (stars === names.length) return { kind: 'parse', source, pattern: globPattern(token.text), names };
  throw new QueryError(`parse has ${stars} * and ${names.length} name(s) for them`, token);
}
