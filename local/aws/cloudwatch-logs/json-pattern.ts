import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** A JSON filter pattern that cannot be read, and why. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

type JsonTest = (value: JsonObject) => boolean;

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(&&|\|\||!=|<=|>=|[(){}=<>])|([^\s"&|!<>=(){}]+))/y;

/**
 * Compiles `{ ... }`: comparisons of fields (`$.a.b[0]`) with text (`*` stands for anything), numbers, IS NULL, IS TRUE,
 * IS FALSE and NOT EXISTS, joined by && before || and by parentheses. A field that is not there matches NOT EXISTS only; text
 * matches text and numbers match numbers.
 */
export function compileJsonPattern(pattern: string): JsonTest {
  const parser = new Parser(tokensOf(pattern));
  parser.take('{');
  const test = parser.alternatives();
  parser.take('}');
  parser.end();
  return test;
}

function tokensOf(pattern: string): string[] {
  const tokens: string[] = [];
  const reader = new RegExp(TOKEN);
  while (reader.lastIndex < pattern.trimEnd().length) {
    const at = reader.lastIndex;
    const found = reader.exec(pattern);
    if (!found) throw new PatternError(`cannot be read from "${pattern.slice(at)}"`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

class Parser {
  readonly #tokens: string[];

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  take(expected: string): void {
    const token = this.#next();
    if (token !== expected) throw new PatternError(`expected ${expected} instead of "${token}"`);
  }

  end(): void {
    if (this.#tokens.length > 0) throw new PatternError(`did not expect ${this.#tokens.join(' ')}`);
  }

  alternatives(): JsonTest {
    const tests = [this.#conditions()];
    while (this.#isNext('||')) tests.push(this.#conditions());
    return (value) => tests.some((test) => test(value));
  }

  #conditions(): JsonTest {
    const tests = [this.#condition()];
    while (this.#isNext('&&')) tests.push(this.#condition());
    return (value) => tests.every((test) => test(value));
  }

  #condition(): JsonTest {
    if (this.#isNext('(')) {
      const test = this.alternatives();
      this.take(')');
      return test;
    }
    const read = compileSelector(this.#next());
    const operator = this.#next();
    const test =
      operator === 'IS' || operator === 'NOT' ? named(operator, this.#next()) : compare(operator, this.#next());
    return (value) => test(read(value));
  }

  #isNext(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new PatternError('it ends too early');
    return token;
  }
}

function compileSelector(token: string): (value: JsonObject) => Json | undefined {
  if (!/^\$(\.[\w-]+|\[\d+\])+$/.test(token)) throw new PatternError(`${token} selects no field`);
  const steps = token.slice(1).match(/[\w-]+/g) ?? [];
  return (value) =>
    steps.reduce<Json | undefined>((current, step) => {
      if (Array.isArray(current)) return current[Number(step)];
      return isJsonObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
    }, value);
}

type FieldTest = (found: Json | undefined) => boolean;

function named(operator: string, word: string): FieldTest {
  const tests: Readonly<Record<string, FieldTest>> = {
    'IS NULL': (found) => found === null,
    'IS TRUE': (found) => found === true,
    'IS FALSE': (found) => found === false,
    'NOT EXISTS': (found) => found === undefined,
  };
  const test = tests[`${operator} ${word}`];
  if (!test) throw new PatternError(`knows no ${operator} ${word}`);
  return test;
}

function compare(operator: string, literal: string): FieldTest {
  if (!literal.startsWith('"') && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(literal))
    return compareNumber(operator, Number(literal));
  if (operator !== '=' && operator !== '!=') throw new PatternError(`cannot compare ${literal} by ${operator}`);
  if (/^[%&|(){}=<>]/.test(literal)) throw new PatternError(`cannot compare with ${literal}`);
  const text = literal.startsWith('"') ? literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') : literal;
  const parts = text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const wanted = new RegExp(`^${parts.join('.*')}$`, 's');
  return (found) => typeof found === 'string' && wanted.test(found) === (operator === '=');
}

function compareNumber(operator: string, wanted: number): FieldTest {
  const tests: Readonly<Record<string, (found: number) => boolean>> = {
    '=': (found) => found === wanted,
    '!=': (found) => found !== wanted,
    '<': (found) => found < wanted,
    '>': (found) => found > wanted,
    '<=': (found) => found <= wanted,
    '>=': (found) => found >= wanted,
  };
  const test = tests[operator];
  if (!test) throw new PatternError(`knows no operator ${operator}`);
  return (found) => typeof found === 'number' && test(found);
}
