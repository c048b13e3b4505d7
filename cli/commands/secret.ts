import * as z from 'zod/mini';
import { secretName } from '../../src/workflow/names.ts';
import { GENESYS_ORG_ID } from '../../src/workflow/registration.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { findOrg } from '../orgs/orgs.ts';
import {
  SECRET_FIELDS,
  completed,
  givenFields,
  usableSecret,
  type GivenFields,
  type SecretField,
} from '../registration/secret-fields.ts';
import { putSecret, readStoredSecret, type StoredSecret } from '../registration/stored-secret.ts';

/** What `lab-sms secret --json` answers: names of fields, never a value. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  secretName: z.string(),
  isNew: z.boolean(),
  /** Every field that is set now. */
  fields: z.array(z.enum(SECRET_FIELDS)),
  /** Those of them that were there before and have been kept. */
  kept: z.array(z.enum(SECRET_FIELDS)),
});

/** Stores an org's credentials, or rotates them keeping what isn't given. */
export async function run(context: CommandContext, input: CommandInput): Promise<CommandResult> {
  const [named = ''] = input.arguments;
  const given = await givenFields(input);
  const place = await context.place();
  const genesysOrgId = GENESYS_ORG_ID.test(named) ? named : (await findOrg(place, named)).genesysOrgId;
  const stored = await readStoredSecret(place, genesysOrgId);
  const isAllNew = input.options.replaceAll === true;
  const fields = await wantedFields(context, given, stored, isAllNew);
  const old = typeof stored === 'object' && !isAllNew ? stored.fields : {};
  const secret = usableSecret({ ...old, ...fields });
  context.begin();
  await putSecret(place, genesysOrgId, secret);

  const set = SECRET_FIELDS.filter((field) => secret[field] !== undefined);
  const kept = set.filter((field) => fields[field] === undefined);
  const name = secretName(genesysOrgId);
  const isNew = stored === 'missing';
  const text = [
    `${isNew ? 'Stored' : 'Rotated'}: ${name}`,
    ...SECRET_FIELDS.map((field) => `  ${field.padEnd(13)} ${said(field, set, kept)}`),
    '  Only the stages that call Genesys may read it. Values are never shown.',
  ].join('\n');
  return { json: { genesysOrgId, secretName: name, isNew, fields: set, kept }, text };
}

async function wantedFields(
  context: CommandContext,
  given: GivenFields,
  stored: StoredSecret,
  isAllNew: boolean,
): Promise<GivenFields> {
  if (stored === 'missing' || isAllNew) {
    const wanted = context.isInteractive ? SECRET_FIELDS : (['clientId', 'clientSecret'] as const);
    return completed(context, given, wanted, 'every org needs its own OAuth client');
  }
  if (stored === 'denied') {
    const why =
      "the stored secret can't be read, as its resource policy lets only the stages read it, so whatever isn't given would be lost (--replace-all accepts that)";
    return completed(context, given, SECRET_FIELDS, why);
  }
  if (Object.keys(given).length > 0) return given;
  if (context.isInteractive) return completed(context, given, ['clientSecret'], '');
  throw new CommandError(
    'nothing to change was given.',
    "Give --client-id, --secret-stdin, --test-sms-to or --test-sms-text; what isn't given is kept.",
  );
}

function said(field: SecretField, set: readonly SecretField[], kept: readonly SecretField[]): string {
  if (!set.includes(field)) return field === 'testSmsTo' ? 'not set: no test text is sent' : 'not set';
  return kept.includes(field) ? 'kept' : 'set';
}
