import * as z from 'zod/mini';
import { LOG_LINE_SCHEMAS, LogLineSchema } from '../src/workflow/log-lines.ts';
import { METRICS } from '../src/workflow/metrics.ts';
import { SAVED_QUERIES, queryText } from '../src/workflow/saved-queries.ts';

interface Field {
  type?: string;
  enum?: unknown[];
  const?: string;
  anyOf?: Field[];
  items?: Field;
  format?: string;
  description?: string;
}

interface ObjectSchema {
  properties: Record<string, Field>;
  required?: string[];
}

const schemas = Object.entries(LOG_LINE_SCHEMAS).map(
  ([kind, schema]) => [kind, z.toJSONSchema(schema) as unknown as ObjectSchema] as const,
);

/** Fields that every kind of line has. */
function commonFields(): string[] {
  const [first, ...others] = schemas.map(([, { properties }]) => Object.keys(properties));
  return (first ?? []).filter((field) => field !== 'kind' && others.every((fields) => fields.includes(field)));
}

function fieldRow(schema: ObjectSchema, name: string): string {
  const field = schema.properties[name] ?? {};
  const isOptional = schema.required?.includes(name) !== true;
  return `| \`${name}\`${isOptional ? ' (optional)' : ''} | ${field.description ?? ''} | ${valuesOf(field)} |`;
}

function valuesOf(field: Field): string {
  if (field.enum !== undefined) return field.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.anyOf !== undefined) return field.anyOf.map(valuesOf).join(' or ');
  if (field.type === 'array') return `list of ${field.items?.type ?? 'anything'}`;
  return field.type ?? 'anything';
}

const HEAD = ['<!-- prettier-ignore -->', '| Field | Says | Values |', '|---|---|---|'];

/** What every line says, as a table. */
export function commonTable(): string {
  const [, schema] = schemas[0] ?? [];
  if (schema === undefined) throw new Error('there are no kinds of log lines');
  return [...HEAD, ...commonFields().map((name) => fieldRow(schema, name))].join('\n');
}

/** What each kind of line says beside that: a heading and a table each; metrics have a table of their own. */
export function kindTables(): string {
  const common = commonFields();
  return schemas
    .map(([kind, schema]) => {
      const own = Object.keys(schema.properties).filter(
        (name) => name !== 'kind' && !common.includes(name) && !(name in METRICS) && name !== '_aws',
      );
      return [`### \`kind: ${kind}\``, '', ...HEAD, ...own.map((name) => fieldRow(schema, name))].join('\n');
    })
    .join('\n\n');
}

/** The metrics as a table. */
export function metricTable(): string {
  const rows = Object.entries(METRICS).map(([name, facts]: [string, { unit: string; by?: string; counts: string }]) => {
    const by = facts.by === undefined ? '' : `, and for each \`${facts.by}\``;
    return `| \`${name}\` | ${facts.counts} | ${facts.unit} | \`service\`${by} |`;
  });
  return ['<!-- prettier-ignore -->', '| Metric | Counts | Unit | Split by |', '|---|---|---|---|', ...rows].join('\n');
}

/** The saved queries, each with its question and its text. */
export function queryList(): string {
  return SAVED_QUERIES.map((query) =>
    [`### ${query.name}`, '', query.answers, '', '```', queryText(query), '```'].join('\n'),
  ).join('\n\n');
}

/** The schema of all lines for other tools: JSON Schema, draft 2020-12. */
export function logLineJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(LogLineSchema), undefined, 2)}\n`;
}
