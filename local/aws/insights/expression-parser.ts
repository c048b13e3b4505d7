import { AGGREGATES } from './aggregates.ts';
import { FUNCTIONS, PERIOD_FUNCTIONS } from './functions.ts';
import { periodMs } from './periods.ts';
import { QueryError } from './query-error.ts';
import { patternFrom, textPattern } from './regular-expressions.ts';
import type { Expression } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='];

/** Arithmetic, the loosest first: operators of one row are taken from left to right. */
const ARITHMETIC = [['+', '-'], ['*', '/', '%'], ['^']];

/** Reads an expression: `or` binds loosest, then `and`, `not`, comparisons, and arithmetic. Throws QueryError. */
export function readExpression(reader: TokenReader): Expression {
  return readChain(reader, ['or'], () => readChain(reader, ['and'], () => readNegation(reader)));
}

function readChain(reader: TokenReader, operators: readonly string[], readSide: () => Expression): Expression {
  let left = readSide();
  for (;;) {
    const operator = operators.find((candidate) => reader.isNext(candidate));
    if (operator === undefined) return left;
    reader.next();
    const right = readSide();
    left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }
}

function readNegation(reader: TokenReader): Expression {
  const { start } = reader.peek();
  if (!reader.takeIf('not')) return readComparison(reader);
  const operand = readNegation(reader);
  return { kind: 'not', operand, start, end: operand.end };
}

function readComparison(reader: TokenReader): Expression {
  const left = readArithmetic(reader);
  const { start } = left;
  const operator = COMPARISONS.find((candidate) => reader.isNext(candidate));
  if (operator !== undefined) {
    reader.next();
    const right = readArithmetic(reader);
    return { kind: 'binary', operator, left, right, start, end: right.end };
  }
  const isNegated = reader.isNext('not') && (reader.isNext('in', 1) || reader.isNext('like', 1));
  if (isNegated) reader.next();
  const test = readMembership(reader, left) ?? readMatch(reader, left) ?? left;
  return isNegated ? { kind: 'not', operand: test, start, end: test.end } : test;
}

function readMembership(reader: TokenReader, operand: Expression): Expression | undefined {
  if (!reader.takeIf('in')) return undefined;
  reader.take('[');
  const values = reader.list(() => readArithmetic(reader));
  reader.take(']');
  return { kind: 'in', operand, values, start: operand.start, end: reader.end };
}

function readMatch(reader: TokenReader, operand: Expression): Expression | undefined {
  if (!reader.takeIf('like') && !reader.takeIf('=~')) return undefined;
  const token = reader.peek();
  if (token.kind !== 'regex' && token.kind !== 'text') throw reader.unexpected('a "text" or a /regular expression/');
  reader.next();
  const pattern = token.kind === 'regex' ? patternFrom(token) : textPattern(token.text);
  return { kind: 'matches', operand, pattern, start: operand.start, end: token.end };
}

function readArithmetic(reader: TokenReader, level = 0): Expression {
  const operators = ARITHMETIC[level];
  return operators ? readChain(reader, operators, () => readArithmetic(reader, level + 1)) : readOperand(reader);
}

function readOperand(reader: TokenReader): Expression {
  const token = reader.peek();
  const { kind, text, start, end } = token;
  if (reader.takeIf('(')) {
    const inside = readExpression(reader);
    reader.take(')');
    return { ...inside, start, end: reader.end };
  }
  if (reader.takeIf('-')) {
    const operand = readOperand(reader);
    const zero: Expression = { kind: 'literal', value: 0, start, end };
    return { kind: 'binary', operator: '-', left: zero, right: operand, start, end: operand.end };
  }
  if (kind === 'text') return { kind: 'literal', value: reader.next().text, start, end };
  if (kind === 'number') return { kind: 'literal', value: Number(reader.next().text), start, end };
  if (kind !== 'word' && kind !== 'name') throw reader.unexpected('a field, a value or a function');
  reader.next();
  if (kind === 'word' && reader.isNext('(')) return readCall(reader, token);
  if (kind === 'word' && /^(true|false|null)$/i.test(text)) {
    throw new QueryError(`${text} is no value here: compare with 1 or 0, or ask ispresent(field)`, token);
  }
  return { kind: 'field', name: text, start, end };
}

function readCall(reader: TokenReader, called: Token): Expression {
  const name = called.text.toLowerCase();
  const aggregate = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
  const known = aggregate ?? (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined);
  if (!known && name !== 'bin') {
    const supported = [...Object.keys(FUNCTIONS), 'bin', ...Object.keys(AGGREGATES)].join(', ');
    throw new QueryError(`there is no function ${called.text}() here; supported are ${supported}`, called);
  }
  reader.take('(');
  const given = readArguments(reader, name);
  reader.take(')');
  const place = { start: called.start, end: reader.end };
  const [least, most] = known?.arguments ?? [1, 1];
  if (given.length < least || given.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    throw new QueryError(`${called.text}() takes ${wanted} argument(s), not ${given.length}`, place);
  }
  if (aggregate) return { kind: 'aggregate', name, arguments: given, ...place };
  if (name !== 'bin') return { kind: 'call', name, arguments: given, ...place };
  const time: Expression = { kind: 'field', name: '@timestamp', ...place };
  return { kind: 'call', name: 'datefloor', arguments: [time, ...given], ...place };
}

function readArguments(reader: TokenReader, name: string): Expression[] {
  if (reader.isNext(')')) return [];
  const { start, end } = reader.peek();
  if (name === 'count' && reader.takeIf('*')) return [{ kind: 'literal', value: '*', start, end }];
  return reader.list(() => {
    const token = reader.peek();
    if (!PERIOD_FUNCTIONS.includes(name) || (token.kind !== 'period' && name !== 'bin')) return readExpression(reader);
    const ms = periodMs(reader.next());
    return { kind: 'literal', value: ms, start: token.start, end: token.end };
  });
}
