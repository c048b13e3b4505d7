import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { compileFieldTest } from './value-test.ts';

/** Tells whether an event matches. */
export type EventMatcher = (event: JsonObject) => boolean;

/**
 * Compiles an event pattern with the operators of EventBridge's user guide. Any other throws, because a rule that silently
 * matches too little or too much is found out only by its absence.
 */
export function compilePattern(pattern: JsonObject, where: string): EventMatcher {
  const fields = Object.entries(pattern).map(([name, test]) =>
    name === '$or' ? compileAlternatives(test, `${where}.$or`) : compileField(name, test, `${where}.${name}`),
  );
  if (fields.length === 0) throw new Error(`${where}: an event pattern must not be empty`);
  return (event) => fields.every((matches) => matches(event));
}

function compileAlternatives(test: Json, where: string): EventMatcher {
  if (!Array.isArray(test) || test.length === 0) throw new Error(`${where}: expected a list of patterns`);
  const alternatives = test.map((pattern, index) => {
    if (!isJsonObject(pattern)) throw new Error(`${where}: expected a list of patterns`);
    return compilePattern(pattern, `${where}[${index}]`);
  });
  return (event) => alternatives.some((matches) => matches(event));
}

function compileField(name: string, test: Json, where: string): EventMatcher {
  if (isJsonObject(test)) {
    const nested = compilePattern(test, where);
    return (event) => {
      const value = event[name];
      // An array of objects matches when one of its elements does.
      return (Array.isArray(value) ? value : [value]).some((item) => nested(isJsonObject(item) ? item : {}));
    };
  }
  if (!Array.isArray(test) || test.length === 0) throw new Error(`${where}: expected a list of values`);
  const alternatives = test.map((alternative) => compileFieldTest(alternative, where));
  return (event) => {
    const value = event[name];
    const values = value === undefined || isJsonObject(value) ? [] : Array.isArray(value) ? value : [value];
    return alternatives.some((matches) => matches(values));
  };
}
