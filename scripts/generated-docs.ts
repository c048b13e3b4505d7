import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COSTS_PART } from './cost-table.ts';
import { COMMANDS } from '../cli/commands.ts';
import { commandList, exitCodeTable } from './command-docs.ts';
import { commonTable, kindTables, logLineJsonSchema, metricTable, queryList } from './log-line-tables.ts';
import { machineDiagram, overviewDiagram } from './diagrams.ts';
import { generatedExamples } from './generated-examples.ts';
import { genesysRoleTable } from './genesys-role.ts';
import { readMachines, type Template } from './read-template.ts';
import { securityTable } from './security-table.ts';
import { stageTable } from './stage-table.ts';

/** The documents that have generated parts. */
const DOCUMENTS = [
  'README.md',
  'docs/architecture.md',
  'docs/security.md',
  'docs/log-lines.md',
  'docs/operations.md',
  'docs/cli.md',
];

/** A document with its generated parts as they should be. */
export interface GeneratedDocument {
  file: string;
  current: string;
  generated: string;
}

/** Parts that come of running the product: only who has run it can say what they should be. */
const OBSERVED_PARTS = ['scenario table', COSTS_PART];

/**
 * Every document with generated parts, and every generated example: as it is, and as the template and the stages say that
 * it should be. An observed part stays as it is unless it is given, by its name.
 */
export function generatedDocuments(
  root: string,
  template: Template,
  observed: Readonly<Record<string, string>> = {},
): GeneratedDocument[] {
  const machines = readMachines(template);
  const parts = new Map([
    ['overview', overviewDiagram(machines)],
    ['stage table', stageTable(root)],
    ['security table', securityTable(template)],
    ['Genesys permissions', genesysRoleTable()],
    ['common log fields', commonTable()],
    ['log kinds', kindTables()],
    ['metric table', metricTable()],
    ['saved queries', queryList()],
    ['commands', commandList(COMMANDS)],
    ['exit codes', exitCodeTable()],
    ...Object.entries(observed),
    ...machines.map((machine) => [machine.name, machineDiagram(machine)] as const),
  ]);
  const documents = DOCUMENTS.map((file) => {
    const current = readFileSync(join(root, file), 'utf8');
    return { file, current, generated: filledIn(file, current, parts) };
  });
  const whole = [...generatedExamples(), ['docs/log-line.schema.json', logLineJsonSchema()] as const];
  const files = whole.map(([file, generated]) => {
    const path = join(root, file);
    return { file, current: existsSync(path) ? readFileSync(path, 'utf8') : '', generated };
  });
  return [...documents, ...files];
}

/** A generated part of a document as it is, or undefined where it has none of that name. */
export function writtenPart(text: string, name: string): string | undefined {
  const match = [...text.matchAll(PART)].find(([, , each]) => each === name);
  return match?.[3]?.trim();
}

/** The opening line of a part, its name in it, what stands in it, and the closing line. */
const PART = /(<!-- generated: ([^>]+?) -->\n)([\s\S]*?)(<!-- end -->)/g;

/** Puts each part between its `<!-- generated: name -->` and the next `<!-- end -->`. */
function filledIn(file: string, text: string, parts: ReadonlyMap<string, string>): string {
  return text.replaceAll(PART, (whole, open: string, name: string, _written: string, close: string) => {
    const part = parts.get(name);
    if (part === undefined && OBSERVED_PARTS.includes(name)) return whole;
    if (part === undefined) throw new Error(`${file}: nothing is generated under the name "${name}"`);
    return `${open}\n${part}\n\n${close}`;
  });
}
