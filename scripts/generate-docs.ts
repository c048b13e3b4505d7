import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { COMMANDS } from '../cli/commands.ts';
import { STACK_NAME } from '../lib/stack-name.ts';
import { synthesise } from '../lib/synthesise.ts';
import { playRows, type SeenRow } from '../test/scenarios/scenario-table/play-rows.ts';
import { ROWS } from '../test/scenarios/scenario-table/rows.ts';
import { messageList, tableText } from '../test/scenarios/scenario-table/table-text.ts';
import { commandSchemas } from './command-docs.ts';
import { generatedDocuments } from './generated-docs.ts';
import type { Template } from './read-template.ts';
import { writeTutorial } from './write-tutorial.ts';

// Writes the generated parts of the documents: from the stack as it synthesises now, and from what the rows of the scenario
// table are seen to lead to. Tests hold them in step. With --messages it writes nothing and prints what the rows tell people;
// with --tutorial it walks the tutorial and writes the screens that came of it, and nothing else.
const { values } = parseArgs({
  options: { messages: { type: 'boolean', default: false }, tutorial: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');
if (values.tutorial) await writeTutorial(root);
else if (values.messages) process.stdout.write(`${messageList(await playRows(ROWS)).join('\n\n')}\n`);
else await writeDocuments(await playRows(ROWS));

async function writeDocuments(seen: SeenRow[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-sms-docs-'));
  try {
    await synthesise(root, folder);
    const template = JSON.parse(readFileSync(join(folder, `${STACK_NAME}.template.json`), 'utf8')) as Template;
    const observed = { 'scenario table': tableText(seen) };
    for (const { file, current, generated } of generatedDocuments(root, template, observed)) {
      writeFileSync(join(root, file), generated);
      process.stdout.write(`${file}: ${current === generated ? 'in step' : 'written'}\n`);
    }
    mkdirSync(join(root, 'docs', 'schemas'), { recursive: true });
    for (const [file, schema] of await commandSchemas(COMMANDS)) writeFileSync(join(root, file), schema);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
