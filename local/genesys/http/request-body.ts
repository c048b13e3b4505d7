import * as z from 'zod/mini';
import { ApiError } from './api-error.ts';

/** A member that may be left out or null. */
export const optional = <T extends z.ZodMiniType>(schema: T) => z.nullish(schema);

/** A reference to another object by its id. */
export const reference = z.strictObject({
  id: optional(z.string()),
  name: optional(z.string()),
  selfUri: optional(z.string()),
});

const shown = (value: unknown): string => (JSON.stringify(value) as string | undefined)?.slice(0, 80) ?? 'nothing';

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}

/**
 * Parses a body as the vendor does: unknown members, missing ones, values out of a list and wrong types each have a
 * code of their own. The first problem is answered.
 * @throws ApiError 400
 */
export function parseBody<T>(schema: z.ZodMiniType<T>, model: string, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError(400, 'bad.request', [`a JSON object is needed, a ${model}`]);
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') throw new ApiError(400, 'invalid.property', [issue.keys[0] ?? '', model]);
  const value = issue ? valueAt(body, issue.path) : undefined;
  if (value === undefined || value === null)
    throw new ApiError(400, 'constraint.validation', [`${field} may not be null`]);
  const takes = issue?.code === 'invalid_value' ? issue.values.map(String).join(', ') : 'another type of value';
  throw new ApiError(400, 'invalid.value', [shown(value), field, takes]);
}
