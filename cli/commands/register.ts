import * as z from 'zod/mini';
import { PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import { VERIFICATION_OUTCOMES } from '../../src/workflow/events.ts';
import type { Registration } from '../../src/workflow/registration.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { RunOutput, exitCodeOf, followRun, runJson, type FollowedRun } from '../runs/follow-run.ts';
import { holderOf, refuseBusy } from '../runs/org-runs.ts';
import type { Place } from '../place/place.ts';
import { findExecution, sendRegistration, type SoughtExecution } from '../registration/register.ts';
import { givenRegistration } from '../registration/registration-input.ts';
import { countGenesysCalls, hasBought, readLedger } from '../runs/run-report.ts';
import { failureWords, letGoWords } from '../runs/run-words.ts';
import { registrationSecret } from '../registration/registration-secret.ts';
import { registeredText } from '../registration/registered-text.ts';
import { verificationWords } from '../runs/verification-words.ts';
import { checkBus } from '../registration/check-bus.ts';
import { readPriceTable } from '../plan/price-table.ts';
import { putSecret } from '../registration/stored-secret.ts';
import { quoted } from '../screen/quoted.ts';

/** What `lab-sms register --json` answers; without `--wait`, runs, outcome and what they took are null. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  /** The event that starts the provisioning. */
  eventId: z.string(),
  isSecretStored: z.boolean(),
  provisioning: z.nullable(RunOutput),
  verification: z.nullable(RunOutput),
  outcome: z.nullable(z.enum(VERIFICATION_OUTCOMES)),
  hasBought: z.nullable(z.boolean()).check(z.describe('whether the number that the org has was bought by this run')),
  genesysCalls: z
    .nullable(z.int())
    .check(z.describe('HTTP calls to Genesys of both runs, as far as their log lines have come')),
});

/** Registers an org: everything is checked first, then its secret is stored, then the event is sent; `--wait` follows it. */
export async function run(context: CommandContext, input: CommandInput): Promise<CommandResult> {
  const registration = await givenRegistration(context, input);
  const { genesysOrgId, name } = registration;
  const place = await context.place();
  const org = await readLedger(place.clients, genesysOrgId, place.parts.ledgerTableName);
  if (org !== undefined) refuseBusy(org, await holderOf(place, org));
  await checkBus(place, (text) => {
    context.say(text);
  });
  const secret = await registrationSecret(context, input, place, registration);
  if (secret !== undefined) {
    context.begin();
    await putSecret(place, genesysOrgId, secret);
  }
  context.begin();
  const since = new Date();
  const eventId = await sendRegistration(place.clients, registration, place.parts.eventBusName);
  const sent = { genesysOrgId, name, eventId, isSecretStored: secret !== undefined };
  if (input.options.wait !== true) {
    const text = `Registered: ${name}.\n  follow it  lab-sms provision ${quoted(name)} --attach\n  look       lab-sms status ${quoted(name)}`;
    return { json: { ...sent, ...NOT_FOLLOWED }, text };
  }
  const followed = await followBoth(context, place, registration, { since, eventId });
  // Nothing was done, as the code for a busy org says, only where no credentials were stored either.
  const isStored = followed.exitCode === EXIT.busy && secret !== undefined;
  return { ...followed, ...(isStored ? { exitCode: EXIT.failed } : {}), json: { ...sent, ...followed.json } };
}

const NOT_FOLLOWED = { provisioning: null, verification: null, outcome: null, hasBought: null, genesysCalls: null };

/** Follows the provisioning that the event starts and the verification that comes of it. */
async function followBoth(
  context: CommandContext,
  place: Place,
  { genesysOrgId, name }: Registration,
  { since, eventId }: { since: Date; eventId: string },
): Promise<CommandResult> {
  const provisioning = await followStarted(context, place, name, {
    stateMachine: PROVISIONING_STATE_MACHINE_NAME,
    since,
    isMeant: (input) => input.eventId === eventId,
  });
  const json = { ...NOT_FOLLOWED, provisioning: runJson(provisioning) };
  const { end, executionArn } = provisioning;
  if (end === undefined) return { json, exitCode: EXIT.detached, text: letGoWords(provisioning, name) };
  if (end.status !== 'SUCCEEDED') return { json, exitCode: EXIT.failed, text: failureWords(provisioning, name) };
  if (!end.stages.includes('RecordProvisioned')) {
    const text = `The same registration is being provisioned already: lab-sms provision ${quoted(name)} --attach`;
    return { json, exitCode: EXIT.busy, text };
  }

  const verification = await followStarted(context, place, name, {
    stateMachine: VERIFICATION_STATE_MACHINE_NAME,
    since,
    isMeant: ({ request }) => (request as { provisionedBy?: string } | undefined)?.provisionedBy === executionArn,
  });
  const both = { ...json, verification: runJson(verification) };
  if (verification.end === undefined)
    return { json: both, exitCode: EXIT.detached, text: letGoWords(verification, name) };
  const record = await readLedger(place.clients, genesysOrgId, place.parts.ledgerTableName);
  if (record === undefined) throw new Error(`the ledger has lost the org ${genesysOrgId}`);
  const registered = {
    verificationId: executionArn,
    hasBought: hasBought(record.smsPhoneNumber, executionArn),
    genesysCalls: await countGenesysCalls(place, [executionArn, verification.executionArn], since),
    seconds: (Date.now() - since.getTime()) / 1000,
  };
  const verified = record.verifications[executionArn];
  const text = await registeredText(place, record, registered, readPriceTable(context.root, undefined));
  return {
    json: {
      ...both,
      outcome: verified?.outcome ?? null,
      hasBought: registered.hasBought,
      genesysCalls: registered.genesysCalls,
    },
    exitCode: exitCodeOf(verification),
    text:
      verification.end.status === 'SUCCEEDED'
        ? text
        : `${text}\n\n${verificationWords(verification, name, verified?.outcome, verified?.message)}`,
  };
}

async function followStarted(
  context: CommandContext,
  place: Place,
  name: string,
  sought: SoughtExecution,
): Promise<FollowedRun> {
  const executionArn = await findExecution(place, sought);
  if (executionArn !== undefined) return followRun(context, place, executionArn, { name });
  throw new CommandError(
    `the event was sent, and no ${sought.stateMachine === PROVISIONING_STATE_MACHINE_NAME ? 'provisioning' : 'verification'} of ${name} has begun within half a minute.`,
    "Look again later with lab-sms status; if nothing comes, the event lies in the rule's dead-letter queue.",
    { exitCode: EXIT.failed, detail: `the bus ${place.parts.eventBusName}` },
  );
}
