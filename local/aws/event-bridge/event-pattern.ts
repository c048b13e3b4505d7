import { isJsonObject, type Json, type JsonObject } from '../json.ts';

type FieldTest = (values: readonly Json[]) => boolean;

/** Tells whether an event matches. */
export type EventMatcher = (event: JsonObject) => boolean;

/**
 * Compiles an event pattern. Exact values, `prefix`, `exists` and `anything-but` (values) are supported; any other operator
 * throws, because a rule that silently matches too little or too much is found out only by its absence.
 */
export function compilePattern(pattern: JsonObject, where: string): EventMatcher {
  const fields = Object.entries(pattern).map(([name, test]) => compileField(name, test, `${where}.${name}`));
  if (fields.length === 0) throw new Error(`${where}: an event pattern must not be empty`);
  return (event) => fields.every((matches) => matches(event));
}

function compileField(name: string, test: Json, where: string): EventMatcher {
  if (name.startsWith('$')) throw new Error(`${where}: the local event bus does not support ${name}`);
  if (isJsonObject(test)) {
    const nested = compilePattern(test, where);
    return (event) => {
      const value = event[name];
      // An array of objects matches when one of its elements does.
      return (Array.isArray(value) ? value : [value]).some((item) => nested(isJsonObject(item) ? item : {}));
    };
  }
  if (!Array.isArray(test) || test.length === 0) throw new Error(`${where}: expected a list of values`);
  const alternatives = test.map((alternative) => compileTest(alternative, where));
  return (event) => {
    const value = event[name];
    const values = value === undefined || isJsonObject(value) ? [] : Array.isArray(value) ? value : [value];
    return alternatives.some((matches) => matches(values));
  };
}

function compileTest(test: Json, where: string): FieldTest {
  if (Array.isArray(test)) throw new Error(`${where}: a list inside a list`);
  if (!isJsonObject(test)) return (values) => values.includes(test);
  const [operator = '', ...others] = Object.keys(test);
  const argument = test[operator] ?? null;
  if (others.length === 0) {
    if (operator === 'prefix' && typeof argument === 'string') {
      return (values) => values.some((value) => typeof value === 'string' && value.startsWith(argument));
    }
    if (operator === 'exists' && typeof argument === 'boolean') {
      return (values) => values.length > 0 === argument;
    }
    if (operator === 'anything-but' && !isJsonObject(argument)) {
      const excluded = Array.isArray(argument) ? argument : [argument];
      return (values) => values.some((value) => !excluded.includes(value));
    }
  }
  throw new Error(`${where}: the local event bus does not support the operator ${JSON.stringify(test)}`);
}
