import { text as readText } from 'node:stream/consumers';
import process from 'node:process';
import { parseOrgSecret, type OrgSecret } from '../../src/workflow/org-secret.ts';
import { ask } from '../command-line/asking.ts';
import type { CommandContext, CommandInput } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';

/** The fields that a person sets; whatever else a stored secret holds belongs to other tools and is kept. */
export const SECRET_FIELDS = ['clientId', 'clientSecret', 'testSmsTo', 'testSmsText'] as const;
export type SecretField = (typeof SECRET_FIELDS)[number];
export type GivenFields = Partial<Record<SecretField, string>>;

/** How each field is given. */
const HOW: Record<SecretField, string> = {
  clientId: '--client-id',
  clientSecret: '--secret-stdin',
  testSmsTo: '--test-sms-to',
  testSmsText: '--test-sms-text',
};

/** The fields on the command line and on stdin. @throws CommandError when stdin was to hold the secret and is empty */
export async function givenFields({ options }: CommandInput): Promise<GivenFields> {
  const fields: GivenFields = {};
  if (typeof options.clientId === 'string') fields.clientId = options.clientId;
  if (typeof options.testSmsTo === 'string') fields.testSmsTo = options.testSmsTo;
  if (typeof options.testSmsText === 'string') fields.testSmsText = options.testSmsText;
  if (options.secretStdin === true) {
    const [line = ''] = (await readText(process.stdin)).split(/\r?\n/);
    if (line.trim() === '')
      throw new CommandError(
        'stdin holds no client secret.',
        'Pipe it in as its first line, or leave --secret-stdin out in a terminal to be asked.',
      );
    fields.clientSecret = line.trim();
  }
  return fields;
}

/** Asks for these fields, each held against the rules where it is given; an empty answer is none. The client secret is not shown. */
async function askedFields(fields: readonly SecretField[]): Promise<GivenFields> {
  const asked: GivenFields = {};
  for (const field of fields) {
    const question = { message: QUESTIONS[field], validate: (answer: string) => answerProblem(field, answer) ?? true };
    const answer = await ask(({ input, password }) =>
      field === 'clientSecret' ? password(question) : input(question),
    );
    if (answer.trim() !== '') asked[field] = answer.trim();
  }
  return asked;
}

const QUESTIONS: Record<SecretField, string> = {
  clientId: "OAuth client's id:",
  clientSecret: "OAuth client's secret (not shown):",
  testSmsTo: 'Phone for the test text, E.164 (empty: none):',
  testSmsText: 'Your own words in the test text (empty: none):',
};

function answerProblem(field: SecretField, answer: string): string | undefined {
  const isOptional = field === 'testSmsTo' || field === 'testSmsText';
  if (isOptional && answer.trim() === '') return undefined;
  const parsed = parseOrgSecret(JSON.stringify({ clientId: 'any', clientSecret: 'any', [field]: answer.trim() }));
  return parsed.ok ? undefined : parsed.problems.join('; ').replaceAll(`${field} `, '');
}

/** Asks for what is missing where a person is there. @throws CommandError that names what is missing and how to give it */
export async function completed(
  context: CommandContext,
  given: GivenFields,
  wanted: readonly SecretField[],
  why: string,
): Promise<GivenFields> {
  const missing = wanted.filter((field) => given[field] === undefined);
  if (missing.length === 0) return given;
  if (context.isInteractive) return { ...given, ...(await askedFields(missing)) };
  const flags = missing.map((field) => HOW[field]).join(', ');
  throw new CommandError(
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${why}.`,
    `Add ${flags}.`,
  );
}

/** The secret as it can be stored. @throws CommandError with every problem, by field and without any value */
export function usableSecret(fields: Readonly<Record<string, unknown>>): OrgSecret {
  const parsed = parseOrgSecret(JSON.stringify(fields));
  if (parsed.ok) return parsed.value;
  throw new CommandError(
    `the credentials can't be used, and nothing was stored: ${parsed.problems.join('; ')}.`,
    'Mend that and run the command again.',
  );
}
