import { CREDENTIALS_POLICY } from '../src/workflow/credentials-policy.ts';
import { genesysRole } from './genesys-role.ts';
import { AUDITOR_POLICY, OPERATOR_POLICY } from './policies-of-people.ts';

const WIDTH = 120;

/** The examples that are generated whole, by their files. */
export function generatedExamples(): Map<string, string> {
  return new Map([
    ['docs/examples/credentials-policy.json', json(CREDENTIALS_POLICY)],
    ['docs/examples/genesys-role.json', json(genesysRole())],
    ['docs/examples/auditor-policy.json', json(AUDITOR_POLICY)],
    ['docs/examples/operator-policy.json', json(OPERATOR_POLICY)],
  ]);
}

/** JSON as the formatter has it: a list of texts is one line where it fits. */
function json(value: unknown): string {
  const lists = /^( *)(.*)\[\n((?: +"[^"\n]*",?\n)+) *\](,?)$/gm;
  const text = JSON.stringify(value, null, 2).replaceAll(
    lists,
    (whole, indent: string, key: string, items: string, comma: string) => {
      const line = `${indent}${key}[${items.trim().replaceAll(/,\n +/g, ', ')}]${comma}`;
      return line.length <= WIDTH ? line : whole;
    },
  );
  return `${text}\n`;
}
