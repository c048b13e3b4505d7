import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineDiagram, overviewDiagram } from './diagrams.ts';
import { readMachines, type Template } from './read-template.ts';
import { securityTable } from './security-table.ts';
import { stageTable } from './stage-table.ts';

/** The documents that have generated parts. */
const DOCUMENTS = ['README.md', 'docs/architecture.md', 'docs/security.md'];

/** A document with its generated parts as they should be. */
export interface GeneratedDocument {
  file: string;
  current: string;
  generated: string;
}

/** Every document with generated parts: as it is, and as the template and the stages say that it should be. */
export function generatedDocuments(root: string, template: Template): GeneratedDocument[] {
  const machines = readMachines(template);
  const parts = new Map([
    ['overview', overviewDiagram(machines)],
    ['stage table', stageTable(root)],
    ['security table', securityTable(template)],
    ...machines.map((machine) => [machine.name, machineDiagram(machine)] as const),
  ]);
  return DOCUMENTS.map((file) => {
    const current = readFileSync(join(root, file), 'utf8');
    return { file, current, generated: filledIn(file, current, parts) };
  });
}

/** Puts each part between its `<!-- generated: name -->` and the next `<!-- end -->`. */
function filledIn(file: string, text: string, parts: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /(<!-- generated: ([^>]+?) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_whole, open: string, name: string, close: string) => {
      const part = parts.get(name);
      if (part === undefined) throw new Error(`${file}: nothing is generated under the name "${name}"`);
      return `${open}\n${part}\n\n${close}`;
    },
  );
}
