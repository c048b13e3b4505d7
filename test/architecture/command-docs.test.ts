import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../cli/commands.ts';
import { commandSchemas } from '../../scripts/command-docs.ts';
import { PROJECT } from '../support/run-node.ts';

describe('the documents of the command line', () => {
  it('have a JSON Schema for the answer of every command, in step with its Output: `npm run docs` would change nothing', async () => {
    const schemas = await commandSchemas(COMMANDS);
    for (const [file, schema] of schemas) expect(readFileSync(join(PROJECT, file), 'utf8')).toBe(schema);
    const files = readdirSync(join(PROJECT, 'docs', 'schemas')).map((file) => `docs/schemas/${file}`);
    expect(files.sort()).toEqual([...schemas.keys()].sort());
  });

  it('know every command: each is a file of its name, and each file is one', () => {
    const files = readdirSync(join(PROJECT, 'cli', 'commands'));
    expect(files.sort()).toEqual(COMMANDS.map(({ name }) => `${name}.ts`).sort());
  });
});
