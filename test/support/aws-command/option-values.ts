import { isJsonObject, parseJson, type Json } from '../../../local/aws/json.ts';
import type { Shape } from './shapes.ts';

/** A value of an input. */
export type InputValue = null | boolean | number | string | Date | InputValue[] | { [key: string]: InputValue };

/**
 * The value of an option from its words: text, numbers and times as they stand; lists as one word each; structures, maps and
 * lists of them as JSON or in shorthand (`Key=value,Key2=a,b`). Throws on names and kinds that the API does not have.
 */
export function optionValue(words: readonly string[], shape: Shape, option: string): InputValue {
  const [word = ''] = words;
  if (words.length === 0) throw new Error(`${option} has no value`);
  if (shape.kind === 'list') {
    const json = words.length === 1 ? structured(word, option) : undefined;
    if (Array.isArray(json)) return checked(json, shape, option);
    return words.map((item) => itemValue(item, shape.item(), option));
  }
  if (words.length > 1) throw new Error(`${option} takes one value: "${words.slice(1).join(' ')}" is too much`);
  return itemValue(word, shape, option);
}

function itemValue(word: string, shape: Shape, option: string): InputValue {
  if (shape.kind === 'structure' || shape.kind === 'map') {
    return checked(structured(word, option) ?? shorthand(word, shape, option), shape, option);
  }
  return checked(shape.kind === 'text' ? word : scalar(word, shape), shape, option);
}

/** Text that looks like JSON, parsed; undefined for other text. */
function structured(word: string, option: string): Json | undefined {
  if (!/^\s*[[{]/.test(word)) return undefined;
  const json = parseJson(word);
  if (json === undefined) throw new Error(`${option}: this is no JSON: ${word}`);
  return json;
}

function shorthand(word: string, shape: Shape, option: string): Json {
  if (/[{}[\]"']/.test(word)) throw new Error(`${option}: write it as JSON: ${word}`);
  const result: Record<string, Json> = {};
  let last = '';
  for (const part of word.split(',')) {
    const [, key, value = ''] = /^([\w.-]+)=(.*)$/s.exec(part) ?? [];
    const list = result[last];
    if (key !== undefined) {
      last = key;
      const member = memberShape(shape, key, option);
      result[key] = member.kind === 'list' ? [scalar(value, member.item())] : scalar(value, member);
    } else if (Array.isArray(list)) {
      list.push(part);
    } else {
      throw new Error(`${option}: expected key=value instead of "${part}"`);
    }
  }
  return result;
}

function memberShape(shape: Shape, name: string, option: string): Shape {
  if (shape.kind === 'map') return shape.value();
  const member = shape.kind === 'structure' ? shape.members.get(name) : undefined;
  if (member) return member();
  const known = shape.kind === 'structure' ? ` (there are ${[...shape.members.keys()].join(', ')})` : '';
  throw new Error(`${option}: the API has no ${name}${known}`);
}

function scalar(word: string, shape: Shape): Json {
  if (shape.kind === 'number' && word.trim() !== '' && !Number.isNaN(Number(word))) return Number(word);
  if (shape.kind === 'boolean' && /^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
  return word;
}

/** Holds a value against its shape, name by name. */
function checked(value: Json, shape: Shape, option: string): InputValue {
  if (shape.kind === 'structure' && isJsonObject(value)) {
    const missing = shape.required.filter((name) => !(name in value));
    if (missing.length > 0) throw new Error(`${option}: ${missing.join(', ')} missing`);
    return mapped(value, (inner, name) => checked(inner, memberShape(shape, name, option), `${option}.${name}`));
  }
  if (shape.kind === 'map' && isJsonObject(value)) {
    return mapped(value, (inner, name) => checked(inner, shape.value(), `${option}.${name}`));
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((item, index) => checked(item, shape.item(), `${option}[${index}]`));
  }
  if (shape.kind === 'text' && typeof value === 'string') return value;
  if (shape.kind === 'number' && typeof value === 'number' && Number.isFinite(value)) return value;
  if (shape.kind === 'boolean' && typeof value === 'boolean') return value;
  if (shape.kind === 'document') return value;
  if (shape.kind === 'time') return time(value, option);
  throw new Error(`${option}: expected a ${shape.kind} instead of ${JSON.stringify(value)}`);
}

function mapped(value: Record<string, Json>, change: (inner: Json, name: string) => InputValue): InputValue {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}

/** ISO 8601, or seconds since the epoch. */
function time(value: Json, option: string): Date {
  const text = typeof value === 'object' ? '' : String(value);
  const date = new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
  if (Number.isNaN(date.getTime())) throw new Error(`${option}: ${JSON.stringify(value)} is no time`);
  return date;
}
