import { isJsonObject, parseJson, type Json } from '../json.ts';
import type { Value } from './values.ts';

/** What CloudWatch Logs takes out of one event at most; what comes later has no field. */
const MAXIMUM_FIELDS = 200;

/**
 * The fields of a message that is a JSON object: values only, those of nested objects and lists under paths with dots
 * (`a.b`, `a.0`). A name that begins with @ gets a second one; null gives none; true and false are 1 and 0.
 */
export function discoveredFields(message: string): Map<string, Value> {
  const fields = new Map<string, Value>();
  const whole = parseJson(message);
  if (isJsonObject(whole)) collect(whole, '', fields);
  return fields;
}

function collect(value: Json, path: string, fields: Map<string, Value>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const name = path === '' ? key.replace(/^@/, '@@') : `${path}.${key}`;
      collect(inner, name, fields);
    }
  } else if (value !== null && fields.size < MAXIMUM_FIELDS) {
    fields.set(path, typeof value === 'boolean' ? Number(value) : value);
  }
}
