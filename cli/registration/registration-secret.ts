import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { OrgSecret } from '../../src/workflow/org-secret.ts';
import type { Registration } from '../../src/workflow/registration.ts';
import { ask } from '../command-line/asking.ts';
import type { CommandContext, CommandInput } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { givenJson } from '../command-line/given-file.ts';
import type { Place } from '../place/place.ts';
import { SECRET_FIELDS, completed, givenFields, usableSecret, type GivenFields } from './secret-fields.ts';
import { readStoredSecret, secretPresence } from './stored-secret.ts';

/**
 * The secret to be stored with a registration: out of `--secret-file`, options and stdin, or asked for where none is stored;
 * undefined where the stored one stays.
 * @throws CommandError when none is stored and none is given, or the given one can't be used
 */
export async function registrationSecret(
  context: CommandContext,
  input: CommandInput,
  place: Place,
  { genesysOrgId, name }: Registration,
): Promise<OrgSecret | undefined> {
  const file = input.options.secretFile;
  const inFile = typeof file === 'string' ? givenJson('--secret-file', file) : undefined;
  const given = await givenFields(input);
  if (inFile === undefined && Object.keys(given).length === 0) {
    if ((await secretPresence(place, genesysOrgId)) !== 'missing') return undefined;
    return usableSecret(await askedFor(context, given, name));
  }
  if (inFile !== undefined) {
    if (place.laptop === undefined) refuseSample(context.root, inFile);
    return usableSecret({ ...(inFile as object), ...given });
  }
  const stored = await readStoredSecret(place, genesysOrgId);
  if (stored === 'missing') return usableSecret(await askedFor(context, given, name));
  if (typeof stored === 'object') return usableSecret({ ...stored.fields, ...given });
  throw new CommandError(
    `the credentials of ${genesysOrgId} that are stored can't be read here, so they can't be changed in part.`,
    `Change them first (lab-sms secret ${genesysOrgId}), then register without them; nothing was stored or sent.`,
  );
}

async function askedFor(context: CommandContext, given: GivenFields, name: string): Promise<GivenFields> {
  if (context.isInteractive && Object.keys(given).length === 0) {
    const message = `No credentials of ${name} are stored. Store its OAuth client now?`;
    if (!(await ask(({ confirm }) => confirm({ message }))))
      return completed({ ...context, isInteractive: false }, given, NEEDED, WHY);
  }
  return completed(context, given, context.isInteractive ? SECRET_FIELDS : NEEDED, WHY);
}

const NEEDED = ['clientId', 'clientSecret'] as const;
const WHY = 'no credentials of the org are stored yet (--secret-file takes them from a file)';

const SAMPLES = ['lab-org-secret.json', 'leeds-lab-org-secret.json'];

/** The samples' credentials are published with the project, and open nothing in an AWS account. */
function refuseSample(root: string, secret: unknown): void {
  const samples = SAMPLES.map((name) => JSON.parse(readFileSync(join(root, 'docs/examples', name), 'utf8')) as unknown);
  if (!samples.some((sample) => isDeepStrictEqual(secret, sample))) return;
  throw new CommandError(
    "--secret-file names the sample's made-up credentials, which are not stored in an AWS account.",
    "Name a file with your org's own.",
  );
}
