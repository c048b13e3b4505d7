import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { STACK_NAME } from '../lib/stack-name.ts';
import { synthesise } from '../lib/synthesise.ts';
import { countCosts } from '../test/costs/count-costs.ts';
import { COSTS_PART, costTables } from './cost-table.ts';
import { generatedDocuments } from './generated-docs.ts';
import { monthlyThings } from './monthly-things.ts';
import type { Template } from './read-template.ts';

// npm run costs: plays the jobs of an org and a day of the schedules in one process under virtual time, counts what AWS would
// bill, and writes the tables of docs/operations.md. A test holds them against a count of its own.
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'lab-sms-costs-'));
try {
  await synthesise(root, folder);
  const template = JSON.parse(readFileSync(join(folder, `${STACK_NAME}.template.json`), 'utf8')) as Template;
  const tables = costTables(await countCosts(), monthlyThings(template));
  for (const { file, generated } of generatedDocuments(root, template, { [COSTS_PART]: tables }))
    if (generated.includes(tables)) writeFileSync(join(root, file), generated);
  process.stdout.write(`${tables}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
