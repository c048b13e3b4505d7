import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { OrgSecret } from '../../src/workflow/org-secret.ts';
import { secretName } from '../../src/workflow/names.ts';
import { isDenied } from '../place/aws-mistake.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { Place } from '../place/place.ts';
import { storeSecret } from './register.ts';

/** What Secrets Manager has of an org; `denied`: it does not tell the caller. */
export type SecretPresence = 'there' | 'missing' | 'denied';

/** What an org's secret holds; `denied` is what the resource policy says to everyone who is no stage. */
export type StoredSecret = Exclude<SecretPresence, 'there'> | { fields: Readonly<Record<string, unknown>> };

/** Looks whether an org's credentials are there. @throws CommandError when they are being deleted */
export async function secretPresence(place: Place, genesysOrgId: string): Promise<SecretPresence> {
  const looked = await orNot(genesysOrgId, () =>
    place.clients.secretsManager.send(new DescribeSecretCommand({ SecretId: secretName(genesysOrgId) })),
  );
  if (typeof looked === 'string') return looked;
  if (looked.DeletedDate !== undefined) throw beingDeleted(genesysOrgId);
  return 'there';
}

/** Refuses to begin what needs credentials where there are none; where the caller may not look, the first stage tells. */
export async function needSecret(place: Place, genesysOrgId: string): Promise<void> {
  if ((await secretPresence(place, genesysOrgId)) !== 'missing') return;
  throw new CommandError(
    `no credentials of the org ${genesysOrgId} are stored.`,
    `Store them: lab-sms secret ${genesysOrgId}; nothing was begun.`,
  );
}

/** Reads what is stored, so that a rotation keeps what isn't given. @throws CommandError when it is being deleted */
export async function readStoredSecret(place: Place, genesysOrgId: string): Promise<StoredSecret> {
  const read = await orNot(genesysOrgId, () =>
    place.clients.secretsManager.send(new GetSecretValueCommand({ SecretId: secretName(genesysOrgId) })),
  );
  if (typeof read === 'string') return read;
  try {
    const fields = JSON.parse(read.SecretString ?? '') as unknown;
    if (typeof fields === 'object' && fields !== null) return { fields: fields as Record<string, unknown> };
  } catch {
    // No JSON: nothing of it can be kept.
  }
  return { fields: {} };
}

/** Stores a secret with its resource policy. @throws CommandError when it is stored, but without the policy */
export async function putSecret(place: Place, genesysOrgId: string, secret: OrgSecret): Promise<void> {
  try {
    await storeSecret(place.clients, genesysOrgId, JSON.stringify(secret));
  } catch (error) {
    const match = /^(.* is stored, but without its resource policy .*?)\. (Put the policy: .*)$/.exec(
      (error as Error).message,
    );
    if (match === null) throw error;
    throw new CommandError(`${match[1] ?? ''}.`, match[2] ?? '', { exitCode: EXIT.failed });
  }
}

async function orNot<T extends object>(
  genesysOrgId: string,
  look: () => Promise<T>,
): Promise<T | 'missing' | 'denied'> {
  try {
    return await look();
  } catch (error) {
    if (isDenied(error)) return 'denied';
    const { name } = error as Error;
    if (name === 'ResourceNotFoundException') return 'missing';
    if (name === 'InvalidRequestException') throw beingDeleted(genesysOrgId);
    throw error;
  }
}

function beingDeleted(genesysOrgId: string): CommandError {
  const name = secretName(genesysOrgId);
  return new CommandError(
    `the secret ${name} is being deleted.`,
    `Take that back first: aws secretsmanager restore-secret --secret-id ${name}; nothing was done.`,
    { exitCode: EXIT.surroundings },
  );
}
