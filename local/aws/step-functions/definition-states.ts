import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** The states of a definition by name. */
export function statesOf(definition: JsonObject): [string, JsonObject][] {
  if (!isJsonObject(definition.States)) return [];
  return Object.entries(definition.States).flatMap(([name, state]) => (isJsonObject(state) ? [[name, state]] : []));
}

/** A field that holds a list of objects, e.g. Retry; empty when it is not there. */
export function objectsIn(state: JsonObject, field: string): JsonObject[] {
  const value = state[field];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Every object in a value, at any depth, the value itself included. */
export function objectsWithin(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsWithin);
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(objectsWithin)] : [];
}

/** Every text in a value, at any depth. */
export function textsWithin(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  return isJsonObject(value) ? Object.values(value).flatMap(textsWithin) : [];
}
