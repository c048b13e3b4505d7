import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GENESYS_REGIONS } from '../../src/workflow/genesys-regions.ts';
import { parse, RegistrationSchema, type Registration } from '../../src/workflow/registration.ts';
import { ask } from '../command-line/asking.ts';
import type { CommandContext, CommandInput } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { givenJson } from '../command-line/given-file.ts';

type Fields = Record<string, unknown>;

/** Where each option goes. */
const PLACES: Readonly<Record<string, readonly [field: string, ofSms?: string]>> = {
  org: ['genesysOrgId'],
  name: ['name'],
  region: ['genesysRegion'],
  country: ['sms', 'countryCode'],
  type: ['sms', 'phoneNumberType'],
  areaCode: ['sms', 'areaCode'],
  pattern: ['sms', 'pattern'],
  addressId: ['sms', 'addressId'],
  adopt: ['sms', 'phoneNumber'],
  queue: ['queueName'],
  flow: ['flow'],
  leaseDays: ['leaseDays'],
  onFailure: ['onFailure'],
  replace: ['replace'],
  unlockFlow: ['unlockFlow'],
  abandon: ['abandonCandidate'],
};

/**
 * The registration out of file, options and, in a terminal, answers.
 * @throws CommandError that names every problem at once: field, value and what to do
 */
export async function givenRegistration(context: CommandContext, { options }: CommandInput): Promise<Registration> {
  const fields = typeof options.file === 'string' ? fieldsOf(givenJson('--file', options.file)) : {};
  for (const [option, [field, ofSms]] of Object.entries(PLACES)) {
    const value = options[option];
    if (value === undefined) continue;
    if (ofSms === undefined) fields[field] = read(option, value);
    else fields[field] = { ...fieldsOf(fields[field]), [ofSms]: value };
  }
  if (context.isInteractive && options.file === undefined) await askMissing(fields);
  const parsed = parse(RegistrationSchema, fields);
  const problems = parsed.ok ? [] : [...parsed.problems];
  // Another stack may have been deployed from other flows, and its first stage tells.
  if (context.stackName === undefined) problems.push(...flowProblems(context.root, fields.flow));
  if (parsed.ok && problems.length === 0) return parsed.value;
  throw new CommandError(
    "the registration can't be used.",
    `Mend ${problems.length === 1 ? 'this' : `these ${problems.length}`}; nothing was stored or sent:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
  );
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...(value as Fields) } : {};
}

/** What is no number stays a text, so that the schema says what is wrong with it. */
function read(option: string, value: string | boolean): unknown {
  if (option === 'leaseDays' && typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  if (option === 'replace' && typeof value === 'string') return value.split(',').map((one) => one.trim());
  return value;
}

function flowProblems(root: string, flow: unknown): string[] {
  if (typeof flow !== 'string' || existsSync(join(root, 'flows', `${flow}.yaml`))) return [];
  return [`flow (${JSON.stringify(flow)}): there is no such file in flows/; name one that is there, without .yaml`];
}

async function askMissing(fields: Fields): Promise<void> {
  fields.genesysOrgId ??= await ask(({ input }) => input({ message: 'Id of the Genesys Cloud org:' }));
  fields.name ??= await ask(({ input }) => input({ message: 'Name by which people know it:' }));
  fields.genesysRegion ??= await ask(({ select }) =>
    select({ message: 'Its AWS region:', choices: Object.keys(GENESYS_REGIONS) }),
  );
  const sms = fieldsOf(fields.sms);
  sms.countryCode ??= await ask(({ input }) => input({ message: 'Country of its number:', default: 'GB' }));
  sms.phoneNumberType ??= await ask(({ select }) =>
    select({ message: 'Kind of number:', choices: ['mobile', 'local', 'tollfree'] }),
  );
  fields.sms = sms;
}
