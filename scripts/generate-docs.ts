import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { STACK_NAME } from '../lib/stack-name.ts';
import { synthesise } from '../lib/synthesise.ts';
import { generatedDocuments } from './generated-docs.ts';
import type { Template } from './read-template.ts';

// Writes the generated parts of the documents from the stack as it synthesises now. A test holds them in step.
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'lab-sms-docs-'));
try {
  await synthesise(root, folder);
  const template = JSON.parse(readFileSync(join(folder, `${STACK_NAME}.template.json`), 'utf8')) as Template;
  for (const { file, current, generated } of generatedDocuments(root, template)) {
    writeFileSync(join(root, file), generated);
    process.stdout.write(`${file}: ${current === generated ? 'in step' : 'written'}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
