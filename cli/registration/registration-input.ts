import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse, RegistrationSchema, type Registration } from '../../src/workflow/registration.ts';
import type { CommandContext, CommandInput } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { givenJson } from '../command-line/given-file.ts';
import { askMissing } from './asked-registration.ts';

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
  // Another stack may have been deployed from other flows, and its first stage tells.
  const ofFlow = context.stackName === undefined ? flowProblems(context.root, fields.flow) : [];
  const isAsking = context.isInteractive && options.file === undefined;
  // What is given and wrong is told before anything is asked.
  if (isAsking) refuse([...problemsOf(fields).filter((problem) => !IS_MISSING.test(problem)), ...ofFlow]);
  const whole = isAsking ? await askMissing(fields) : fields;
  refuse([...problemsOf(whole), ...ofFlow]);
  return RegistrationSchema.parse(whole);
}

const IS_MISSING = /^[\w.]+ \(missing\): /;

function problemsOf(fields: Fields): string[] {
  const parsed = parse(RegistrationSchema, fields);
  return parsed.ok ? [] : parsed.problems;
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
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
