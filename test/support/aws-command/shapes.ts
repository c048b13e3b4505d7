/** What an operation's input consists of, as the SDK's own schemas have it. */
export type Shape =
  | { kind: 'text' | 'number' | 'boolean' | 'time' | 'blob' | 'document' }
  | { kind: 'list'; item: () => Shape }
  | { kind: 'map'; value: () => Shape }
  | { kind: 'structure'; members: ReadonlyMap<string, () => Shape>; required: readonly string[] };

const LIST_OF = 64;
const MAP_OF = 128;

/** The codes of the SDK's simple schemas: times come in four forms, and blobs in two. */
const SIMPLE: Readonly<Record<number, 'text' | 'number' | 'boolean' | 'time' | 'blob' | 'document'>> = {
  0: 'text',
  1: 'number',
  2: 'boolean',
  4: 'time',
  5: 'time',
  6: 'time',
  7: 'time',
  15: 'document',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'blob',
};

/**
 * Reads a schema of an SDK client: a code, `[1, …]` for a list, 2 for a map, 3 for a structure, 4 for a union, 0 for a
 * simple value with traits, or a function or a list with traits around any of them. Throws on anything else.
 */
export function shapeOf(schema: unknown): Shape {
  if (typeof schema === 'function') return shapeOf((schema as () => unknown)());
  if (typeof schema === 'number') return shapeOfCode(schema);
  if (schema === 'unit') return { kind: 'structure', members: new Map(), required: [] };
  if (!Array.isArray(schema)) throw new Error(`no schema of an SDK client: ${String(schema)}`);
  const [kind, namespace, , , first, second, requiredCount] = schema as unknown[];
  // A member: its schema, which may be a code, and its traits.
  if (typeof kind !== 'number' || typeof namespace !== 'string') return shapeOf(kind);
  if (kind === 0) return shapeOf(first);
  if (kind === 1) return { kind: 'list', item: () => shapeOf(first) };
  if (kind === 2) return { kind: 'map', value: () => shapeOf(second) };
  if (kind !== 3 && kind !== 4) throw new Error(`no schema of an input: ${kind}`);
  const names = first as string[];
  const members = names.map((name, index) => [name, () => shapeOf((second as unknown[])[index])] as const);
  const required = names.slice(0, typeof requiredCount === 'number' ? requiredCount : 0);
  return { kind: 'structure', members: new Map(members), required };
}

function shapeOfCode(code: number): Shape {
  if ((code & MAP_OF) !== 0) return { kind: 'map', value: () => shapeOfCode(code & ~MAP_OF) };
  if ((code & LIST_OF) !== 0) return { kind: 'list', item: () => shapeOfCode(code & ~LIST_OF) };
  const kind = SIMPLE[code];
  if (kind === undefined) throw new Error(`no simple schema of an SDK client: ${code}`);
  return { kind };
}
