import * as z from 'zod/mini';
import type { CommandFacts } from '../cli/command-line/command.ts';
import { ErrorOutput } from '../cli/command-line/told-failure.ts';
import { EXIT } from '../cli/command-line/exit-codes.ts';

/** What each exit code means, in the document's words. */
const MEANINGS: Record<keyof typeof EXIT, string> = {
  done: 'what was asked for is done, or holds',
  failed: 'it was begun and ended badly: the run failed, the check found something',
  usage: 'the command line or its input is wrong; nothing was done',
  surroundings: 'credentials, region, network or stack are not in order; nothing was done',
  notFound: 'there is no such org or run; nothing was done',
  busy: 'something else goes on with the org; nothing was done',
  notConfirmed: 'the person did not confirm; nothing was done',
  detached: 'Ctrl-C: the command has let go, and what it began goes on',
};

/** The exit codes as a table. */
export function exitCodeTable(): string {
  const rows = Object.entries(EXIT).map(([name, code]) => `| ${code} | ${MEANINGS[name as keyof typeof EXIT]} |`);
  return ['<!-- prettier-ignore -->', '| Code | Means |', '|---|---|', ...rows].join('\n');
}

/** Every command: what it does, its arguments and options, an example, the schema of its JSON. */
export function commandList(commands: readonly CommandFacts[]): string {
  return commands.map(commandText).join('\n\n');
}

function commandText({ name, summary, arguments: args, options, example: [line, does] }: CommandFacts): string {
  const rows = [...args, ...options].map(
    ([flags, says]) => `| \`${flags}\` | ${says.replaceAll('|', String.raw`\|`)} |`,
  );
  const table =
    rows.length === 0 ? [] : ['', '<!-- prettier-ignore -->', '| Argument or option | Says |', '|---|---|', ...rows];
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}. \`--json\`: [schema](schemas/${name}.json).`;
  return [
    `### \`lab-sms ${[name, ...args.map(([each]) => each)].join(' ')}\``,
    '',
    sentence,
    ...table,
    '',
    '```',
    `${line}    # ${does}`,
    '```',
  ].join('\n');
}

/**
 * The JSON Schema of every command's `--json` answer and of their failures, by file.
 * @throws Error when a command's module exports no `Output`
 */
export async function commandSchemas(commands: readonly CommandFacts[]): Promise<Map<string, string>> {
  const schemas = commands.map(async (facts): Promise<[string, string]> => {
    const { name } = facts;
    const { Output } = (await facts.load()) as { Output?: z.ZodMiniType };
    if (Output === undefined) throw new Error(`cli/commands/${name}.ts exports no Output`);
    return schemaFile(name, Output);
  });
  return new Map([...(await Promise.all(schemas)), schemaFile('error', ErrorOutput)]);
}

function schemaFile(name: string, schema: z.ZodMiniType): [file: string, content: string] {
  return [`docs/schemas/${name}.json`, `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`];
}
