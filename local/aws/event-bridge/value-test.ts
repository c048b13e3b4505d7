import { BlockList, isIP } from 'node:net';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Tells whether one value of an event passes. */
type ValueTest = (value: Json) => boolean;

/** Tells whether a field passes by the values it has: none when it is not there, several when it is a list. */
export type FieldTest = (values: readonly Json[]) => boolean;

type Compiler = (argument: Json, fail: (reason: string) => never) => ValueTest;

/** EventBridge's range for `numeric`. */
const LARGEST_NUMBER = 5_000_000_000;

const COMPARISONS: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
};

const TEXT_OPERATORS: Readonly<Record<string, Compiler>> = {
  prefix: affix((value, wanted) => value.startsWith(wanted)),
  suffix: affix((value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (argument, fail) => {
    const wanted = text(argument, fail).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  wildcard: (argument, fail) => {
    const pattern = wildcardPattern(text(argument, fail), fail);
    return (value) => typeof value === 'string' && pattern.test(value);
  },
};

const OPERATORS: Readonly<Record<string, Compiler>> = {
  ...TEXT_OPERATORS,
  numeric: (argument, fail) => {
    const parts = Array.isArray(argument) ? argument : [];
    const tests = parts.flatMap((operator, index) =>
      index % 2 === 0 ? numericTest(operator, parts[index + 1], fail) : [],
    );
    if (tests.length === 0 || tests.length > 2) fail('takes one or two comparisons');
    return (value) => typeof value === 'number' && tests.every((test) => test(value));
  },
  cidr: (argument, fail) => {
    const [address = '', bits = ''] = text(argument, fail).split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
      fail('takes a range such as 10.0.0.0/24');
    const range = new BlockList();
    range.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
    return (value) =>
      typeof value === 'string' && isIP(value) === family && range.check(value, family === 4 ? 'ipv4' : 'ipv6');
  },
};

/** Compiles one alternative of a field: a value, or an operator with its argument. Throws where EventBridge has no such. */
export function compileFieldTest(test: Json, where: string): FieldTest {
  const fail = (reason: string): never => {
    throw new Error(`${where}: ${reason}`);
  };
  if (Array.isArray(test)) return fail('a list inside a list');
  if (!isJsonObject(test)) return (values) => values.includes(test);
  const [operator, argument] = onlyEntry(test, fail);
  if (operator === 'exists') {
    if (typeof argument !== 'boolean') fail('exists takes true or false');
    return (values) => values.length > 0 === argument;
  }
  const passes =
    operator === 'anything-but' ? anythingBut(argument, fail) : compileOperator(OPERATORS, operator, argument, fail);
  return (values) => values.some(passes);
}

function anythingBut(argument: Json, fail: (reason: string) => never): ValueTest {
  if (!isJsonObject(argument)) {
    const excluded = Array.isArray(argument) ? argument : [argument];
    if (excluded.length === 0 || excluded.some((value) => typeof value !== 'string' && typeof value !== 'number'))
      fail('anything-but takes texts or numbers');
    return (value) => !excluded.includes(value);
  }
  const [operator, nested] = onlyEntry(argument, fail);
  // Here, and only here, an operator may have several arguments, none of which may pass.
  const tests = (Array.isArray(nested) ? nested : [nested]).map((item) =>
    compileOperator(TEXT_OPERATORS, operator, item, fail),
  );
  if (tests.length === 0) fail(`${operator} takes a value`);
  return (value) => !tests.some((test) => test(value));
}

function compileOperator(
  operators: Readonly<Record<string, Compiler>>,
  operator: string,
  argument: Json,
  fail: (reason: string) => never,
): ValueTest {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!compile) return fail(`the local event bus does not support the operator ${operator}`);
  return compile(argument, (reason) => fail(`${operator} ${reason}`));
}

function onlyEntry(test: JsonObject, fail: (reason: string) => never): [operator: string, argument: Json] {
  const [first, ...others] = Object.entries(test);
  return first && others.length === 0 ? first : fail(`expected one operator in ${JSON.stringify(test)}`);
}

function affix(has: (value: string, wanted: string) => boolean): Compiler {
  return (argument, fail) => {
    if (!isJsonObject(argument)) {
      const wanted = text(argument, fail);
      return (value) => typeof value === 'string' && has(value, wanted);
    }
    const [operator, nested] = onlyEntry(argument, fail);
    if (operator !== 'equals-ignore-case') fail(`takes text or equals-ignore-case, not ${operator}`);
    const wanted = text(nested, fail).toLowerCase();
    return (value) => typeof value === 'string' && has(value.toLowerCase(), wanted);
  };
}

function text(argument: Json, fail: (reason: string) => never): string {
  return typeof argument === 'string' ? argument : fail('takes text');
}

function numericTest(
  operator: Json,
  bound: Json | undefined,
  fail: (reason: string) => never,
): (value: number) => boolean {
  const compare =
    typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!compare || typeof bound !== 'number' || Math.abs(bound) > LARGEST_NUMBER) {
    return fail(`takes =, <, <=, > or >=, each before a number from -${LARGEST_NUMBER} to ${LARGEST_NUMBER}`);
  }
  return (value) => compare(value, bound);
}

/** `*` stands for any text, `\*` and `\\` for themselves. */
function wildcardPattern(wildcard: string, fail: (reason: string) => never): RegExp {
  if (/(^|[^\\])(\\\\)*\*\*/.test(wildcard)) fail('takes no two * in a row');
  const parts = wildcard.match(/\\[*\\]|[^\\]/gs) ?? [];
  if (parts.join('') !== wildcard) fail(String.raw`takes \ before * and \ only`);
  const source = parts.map((part) =>
    part === '*' ? '.*' : part.slice(-1).replace(/[.+?^${}()|[\]\\*]/, String.raw`\$&`),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}
