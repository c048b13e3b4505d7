import { GENESYS_REGIONS } from '../../src/workflow/genesys-regions.ts';
import { RegistrationSchema } from '../../src/workflow/registration.ts';
import { ask } from '../command-line/asking.ts';

/** A field's schema, as far as an answer is held against it. */
interface FieldSchema {
  safeParse(value: unknown): { success: boolean; error?: { issues: readonly { message: string }[] } };
}

const { genesysOrgId, name, sms } = RegistrationSchema.shape;

/** Asks for the fields without which an org can't be registered, each held against its schema where it is given. */
export async function askMissing(fields: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const asked = { ...fields };
  asked.genesysOrgId ??= await answerTo('Id of the Genesys Cloud org:', genesysOrgId);
  asked.name ??= await answerTo('Name by which people know it:', name);
  asked.genesysRegion ??= await choiceOf('Its AWS region:', Object.keys(GENESYS_REGIONS));
  const number = { ...(asked.sms as Record<string, unknown> | undefined) };
  number.countryCode ??= await answerTo('Country of its number:', sms.shape.countryCode, {
    default: 'GB',
    meant: (answer) => answer.toUpperCase(),
  });
  number.phoneNumberType ??= await choiceOf('Kind of number:', ['mobile', 'local', 'tollfree']);
  return { ...asked, sms: number };
}

async function answerTo(
  message: string,
  schema: FieldSchema,
  { meant = (answer) => answer, ...more }: { default?: string; meant?: (answer: string) => string } = {},
): Promise<string> {
  const validate = (answer: string): string | true => {
    const checked = schema.safeParse(meant(answer.trim()));
    return checked.success || (checked.error?.issues[0]?.message ?? 'can not be used');
  };
  return meant((await ask(({ input }) => input({ message, validate, ...more }))).trim());
}

function choiceOf(message: string, choices: string[]): Promise<string> {
  return ask(({ select }) => select({ message, choices }));
}
