import { readFileSync } from 'node:fs';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { secretName } from '../../src/workflow/names.ts';
import { parse, RegistrationSchema } from '../../src/workflow/registration.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { isDenied } from '../place/aws-mistake.ts';
import type { Place } from '../place/place.ts';
import { putPolicyCommand } from './secret-policy.ts';

/** A registration for an AWS account and, where it is to be stored, the org's secret. */
export interface AccountRegistration {
  registration: unknown;
  secret: string | undefined;
  /** The secret that is published with the project, which is never stored in an account. */
  sampleSecretFile: string;
}

/**
 * Everything that can be seen to be wrong before an event is sent to an AWS account, where the answer would come later and
 * in another place. What the caller has no right to look at is told as not checked.
 * @throws UsageError naming what is wrong and what to do
 */
export async function checkRegistration(place: Place, given: AccountRegistration): Promise<void> {
  const { secret, sampleSecretFile } = given;
  const parsed = parse(RegistrationSchema, given.registration);
  if (!parsed.ok) throw new UsageError(`the registration can't be used. Mend this: ${parsed.problems.join('; ')}.`);
  if (secret !== undefined && isSample(secret, sampleSecretFile)) {
    throw new UsageError(
      "--secret names the sample's made-up credentials, which are not stored in an AWS account: give your org's.",
    );
  }
  await unlessDenied(`whether the bus ${place.parts.eventBusName} is there`, () => checkBus(place));
  if (secret !== undefined) return;
  const { genesysOrgId } = parsed.value;
  await unlessDenied(`whether the secret ${secretName(genesysOrgId)} is there`, () => checkSecret(place, genesysOrgId));
}

function isSample(secret: string, sampleSecretFile: string): boolean {
  return isDeepStrictEqual(JSON.parse(secret), JSON.parse(readFileSync(sampleSecretFile, 'utf8')));
}

async function unlessDenied(what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!isDenied(error)) throw error;
    process.stdout.write(`  not checked: ${what} (${(error as Error).message})\n`);
  }
}

/** AWS takes events for a bus that is not there, and drops them without a word. */
async function checkBus({ clients, parts }: Place): Promise<void> {
  try {
    await clients.eventBridge.send(new DescribeEventBusCommand({ Name: parts.eventBusName }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new UsageError(
      `the bus ${parts.eventBusName} of the stack ${parts.stackName} is not in ${parts.region}: somebody has deleted it, and no event ` +
        'would reach lab-sms. Destroy the stack and deploy it again.',
    );
  }
}

async function checkSecret({ clients }: Place, genesysOrgId: string): Promise<void> {
  const name = secretName(genesysOrgId);
  let deleted: Date | undefined;
  try {
    ({ DeletedDate: deleted } = await clients.secretsManager.send(new DescribeSecretCommand({ SecretId: name })));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new UsageError(
      `no credentials of the org ${genesysOrgId} are stored, and nothing was sent. Write {"clientId", "clientSecret", "testSmsTo"} ` +
        'to a file and add --secret FILE, or store them yourself, with the policy that lets only lab-sms read them:\n' +
        `  aws secretsmanager create-secret --name ${name} --secret-string file://my-secret.json\n` +
        `  ${putPolicyCommand(name)}`,
    );
  }
  if (deleted === undefined) return;
  throw new UsageError(
    `the secret ${name} is being deleted, and nothing was sent. Take that back first:\n` +
      `  aws secretsmanager restore-secret --secret-id ${name}`,
  );
}
