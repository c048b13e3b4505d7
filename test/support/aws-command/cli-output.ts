import { search } from 'jmespath';
import { isJsonObject, type Json } from '../../../local/aws/json.ts';

/** How the CLI prints an answer: after `--query`, as JSON with four spaces, or as text with tabs. */
export interface OutputOptions {
  query: string | undefined;
  format: 'json' | 'text';
}

/** What the CLI prints for an answer, its last line ended; nothing for an empty answer. */
export function cliOutput(answer: Json, { query, format }: OutputOptions): string {
  const shown = query === undefined ? answer : (search(answer, query) as Json);
  if (format === 'text') return textLines(shown).join('');
  return isJsonObject(shown) && Object.keys(shown).length === 0 ? '' : `${JSON.stringify(shown, null, 4)}\n`;
}

/** An SDK's answer as the CLI has it: without metadata, times in ISO 8601 (as version 2), bytes in base64. */
export function plainAnswer(value: unknown): Json {
  if (value instanceof Date) return isoTime(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainAnswer);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(([name, inner]) => name !== '$metadata' && inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [name, plainAnswer(inner)]));
}

/** Microseconds if it has a fraction, and the offset spelt out. */
function isoTime(date: Date): string {
  return date.toISOString().replace('.000Z', '+00:00').replace('Z', '000+00:00');
}

/** The lines of text output: values of an object in one line by their names, lists and objects in it in lines below. */
function textLines(value: Json, label?: string, columns?: readonly string[]): string[] {
  if (Array.isArray(value)) return listLines(value, label);
  if (!isJsonObject(value)) return [`${cell(value)}\n`];
  const names = Object.keys(value).sort();
  const own = columns ?? names.filter((name) => isScalar(value[name]));
  const cells = own.map((name) => (name in value ? cell(value[name]) : ''));
  const line = cells.length === 0 ? [] : [row(label === undefined ? cells : [label.toUpperCase(), ...cells])];
  const below = names.filter((name) => !own.includes(name));
  return [...line, ...below.flatMap((name) => textLines(value[name] ?? null, name))];
}

function listLines(list: readonly Json[], label: string | undefined): string[] {
  if (list.some(isJsonObject)) {
    const names = list.flatMap((item) =>
      isJsonObject(item) ? Object.keys(item).filter((name) => isScalar(item[name])) : [],
    );
    const columns = [...new Set(names)].sort();
    return list.flatMap((item) => textLines(item, label, columns));
  }
  const scalars = list.filter(isScalar).map(cell);
  const labelled = label === undefined ? [row(scalars)] : scalars.map((text) => row([label.toUpperCase(), text]));
  const rest = list.filter((item) => !isScalar(item));
  return [...(scalars.length === 0 ? [] : labelled), ...rest.flatMap((item) => textLines(item, label))];
}

function isScalar(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null;
}

/** Python's names for nothing, true and false. */
function cell(value: Json | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function row(cells: readonly string[]): string {
  return `${cells.join('\t')}\n`;
}
