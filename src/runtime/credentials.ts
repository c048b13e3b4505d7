import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { parseOrgSecret, type OrgSecret } from '../workflow/org-secret.ts';
import { secretName } from '../workflow/names.ts';
import { StageError } from '../workflow/stage-error.ts';

/** `fresh` asks Secrets Manager whatever is kept: for a stage that is never repeated. */
export type SecretReading = 'cached' | 'fresh';

/** A secret is read again after five minutes, so that a rotation works without a new deployment. */
const CACHE_MS = 5 * 60_000;
const cache = new Map<string, { secret: OrgSecret; readAt: number }>();
let client: SecretsManagerClient | undefined;

/**
 * Reads an org's secret, `lab-sms/<genesysOrgId>`. Kept per org and container: warm containers serve many orgs in turn.
 * @throws StageError CredentialsMissing, CredentialsInvalid (all problems at once, fields only)
 */
export async function readOrgSecret(genesysOrgId: string, reading: SecretReading = 'cached'): Promise<OrgSecret> {
  const cached = cache.get(genesysOrgId);
  if (reading === 'cached' && cached !== undefined && Date.now() - cached.readAt < CACHE_MS) return cached.secret;
  const name = secretName(genesysOrgId);
  client ??= new SecretsManagerClient({});
  let text: string | undefined;
  try {
    text = (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
  } catch (error) {
    if (error instanceof InvalidRequestException) {
      throw new StageError(
        'CredentialsMissing',
        `The secret ${name} is scheduled for deletion. Restore it (aws secretsmanager restore-secret --secret-id ${name}), then ask again.`,
      );
    }
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new StageError(
      'CredentialsMissing',
      `There is no secret ${name} in Secrets Manager. Store the org's OAuth client there as ` +
        '{"clientId": "...", "clientSecret": "..."}, with "testSmsTo" for the phone that gets the test text, then ask again.',
    );
  }
  const secret = parseSecret(name, text);
  cache.set(genesysOrgId, { secret, readAt: Date.now() });
  return secret;
}

/** Forgets an org's secret: Genesys has refused it, so it may have been rotated. */
export function forgetOrgSecret(genesysOrgId: string): void {
  cache.delete(genesysOrgId);
}

/** Other tools' fields shorter than this are ordinary words. */
const SHORTEST_FOREIGN_VALUE = 8;

/** Every value of a secret, fields of other tools included, and the recipient without its plus sign: what no message may show. */
export function secretValues(secret: OrgSecret): string[] {
  const { clientId, clientSecret, testSmsTo, testSmsText, ...foreign } = secret;
  const texts = Object.values(foreign).filter((value) => typeof value === 'string');
  return [
    ...[clientId, clientSecret, testSmsTo, testSmsTo?.slice(1), testSmsText].filter((value) => value !== undefined),
    ...texts.filter((value) => value.length >= SHORTEST_FOREIGN_VALUE),
  ];
}

function parseSecret(name: string, text: string | undefined): OrgSecret {
  const parsed = parseOrgSecret(text);
  if (parsed.ok) return parsed.value;
  throw invalid(name, parsed.problems);
}

function invalid(name: string, problems: readonly string[]): StageError {
  return new StageError(
    'CredentialsInvalid',
    `The secret ${name} can't be used: ${problems.join('; ')}. Store {"clientId", "clientSecret"} and optionally "testSmsTo" and ` +
      '"testSmsText" as one JSON object, then ask again.',
  );
}
