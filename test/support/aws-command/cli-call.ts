import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { optionValue, type InputValue } from './option-values.ts';
import { kebabCase } from './services.ts';
import type { Shape } from './shapes.ts';

/** What a command line of the CLI asks for. */
export interface CliCall {
  input: Record<string, InputValue>;
  endpointUrl: string | undefined;
  region: string | undefined;
  query: string | undefined;
  output: 'json' | 'text';
  maxItems: number | undefined;
}

/** Options of the CLI itself: the first group has a value, the second none. */
const OWN_OPTIONS = ['endpoint-url', 'region', 'query', 'output', 'max-items'];
const OWN_FLAGS = ['no-cli-pager', 'no-paginate'];

/**
 * Reads the words behind `aws <service> <operation>`. Throws, naming the option, for one that neither the CLI nor the API
 * has, for values of another kind, and for what the API needs and was not given.
 */
export function cliCall(
  words: readonly string[],
  shape: Extract<Shape, { kind: 'structure' }>,
  folder: string,
): CliCall {
  const input: Record<string, InputValue> = {};
  const own = new Map<string, string>();
  for (const [option, values] of optionsOf(words)) {
    const name = option.slice('--'.length);
    if (OWN_FLAGS.includes(name) && values.length === 0) continue;
    const [value] = values;
    if (OWN_OPTIONS.includes(name)) {
      if (value === undefined || values.length > 1) throw new Error(`${option} takes one value`);
      own.set(name, value);
      continue;
    }
    const { member, isNegated } = memberOf(option, shape);
    if (member in input) throw new Error(`${option} is given twice`);
    const memberShape = shape.members.get(member)?.() ?? { kind: 'document' };
    input[member] =
      memberShape.kind === 'boolean'
        ? flagValue(option, values, isNegated)
        : optionValue(
            values.map((text) => fileContent(text, folder)),
            memberShape,
            option,
          );
  }
  const missing = shape.required.filter((member) => !(member in input)).map((member) => `--${kebabCase(member)}`);
  if (missing.length > 0) throw new Error(`the following options are required: ${missing.join(', ')}`);
  return {
    input,
    endpointUrl: own.get('endpoint-url'),
    region: own.get('region'),
    query: own.get('query'),
    output: outputFormat(own.get('output') ?? 'json'),
    maxItems: own.has('max-items') ? Number(own.get('max-items')) : undefined,
  };
}

function optionsOf(words: readonly string[]): (readonly [option: string, values: readonly string[]])[] {
  const options: [string, string[]][] = [];
  for (const word of words) {
    const [, name, value] = /^(--[a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(word) ?? [];
    const last = options.at(-1);
    if (name !== undefined) options.push([name, value === undefined ? [] : [value]]);
    else if (last) last[1].push(word);
    else throw new Error(`expected an option instead of "${word}"`);
  }
  return options;
}

function memberOf(
  option: string,
  shape: Extract<Shape, { kind: 'structure' }>,
): { member: string; isNegated: boolean } {
  const names = [...shape.members.keys()];
  const member = names.find((name) => `--${kebabCase(name)}` === option);
  if (member !== undefined) return { member, isNegated: false };
  const negated = names.find(
    (name) => `--no-${kebabCase(name)}` === option && shape.members.get(name)?.().kind === 'boolean',
  );
  if (negated !== undefined) return { member: negated, isNegated: true };
  const known = names.map((name) => `--${kebabCase(name)}`).join(', ');
  throw new Error(`the API has no option ${option}: it has ${known}`);
}

function flagValue(option: string, values: readonly string[], isNegated: boolean): boolean {
  if (values.length > 0) throw new Error(`${option} takes no value`);
  return !isNegated;
}

function fileContent(text: string, folder: string): string {
  return text.startsWith('file://') ? readFileSync(resolve(folder, text.slice('file://'.length)), 'utf8') : text;
}

function outputFormat(name: string): 'json' | 'text' {
  if (name === 'json' || name === 'text') return name;
  throw new Error(`--output ${name}: expected json or text`);
}
