import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { VERIFICATION_OUTCOMES, VERIFICATION_REQUESTED } from '../../src/workflow/events.ts';
import { VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { RunOutput, exitCodeOf, followRun, runJson } from '../runs/follow-run.ts';
import { holderOf, refuseBusy, verificationOf } from '../runs/org-runs.ts';
import { findOrg } from '../orgs/orgs.ts';
import { soon } from '../runs/soon.ts';
import type { Place } from '../place/place.ts';
import { findExecution, sendRequest } from '../registration/register.ts';
import { readLedger } from '../runs/run-report.ts';
import { letGoWords } from '../runs/run-words.ts';
import { needSecret } from '../registration/stored-secret.ts';
import { verificationWords } from '../runs/verification-words.ts';
import { quoted } from '../screen/quoted.ts';

/** What `lab-sms verify --json` answers; `outcome` is null while it is not known. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  isAttached: z.boolean(),
  outcome: z.nullable(z.enum(VERIFICATION_OUTCOMES)),
  /** What the outcome means and what to do. */
  message: z.nullable(z.string()),
  run: RunOutput,
});

/** A verification under its id in the ledger, and the execution that does it. */
interface Asked {
  org: LabOrgRecord;
  verificationId: string;
  executionArn: string;
}

/**
 * Asks for a verification of an org, or finds the one that runs, and follows it to its outcome. What the state machine calls
 * a success is done (0): delivered, sent with the receipt pending, not sendable yet, no test recipient; failed, unknown and
 * routing wrong are not (1).
 */
export async function run(
  context: CommandContext,
  { arguments: [named = ''], options }: CommandInput,
): Promise<CommandResult> {
  const place = await context.place();
  const isAttached = options.attach === true;
  const { org, verificationId, executionArn } = isAttached
    ? await soon(place, () => attachable(place, named))
    : await asked(context, place, named);
  const { genesysOrgId } = org;
  const { name } = org.registration;
  const followed = await followRun(context, place, executionArn, { name });

  const record = await readLedger(place.clients, genesysOrgId, place.parts.ledgerTableName);
  const { outcome, message = followed.end?.message } = record?.verifications[verificationId] ?? {};
  const json = {
    genesysOrgId,
    name,
    isAttached,
    outcome: outcome ?? null,
    message: message ?? null,
    run: runJson(followed),
  };
  const { end } = followed;
  if (end === undefined) return { json, exitCode: EXIT.detached, text: letGoWords(followed, name) };
  if (end.status === 'SUCCEEDED' && !end.stages.includes('AwaitTestSmsReceipt')) {
    const text = `Another verification was faster: lab-sms verify ${quoted(name)} --attach`;
    return { json, exitCode: EXIT.busy, text };
  }
  return { json, exitCode: exitCodeOf(followed), text: verificationWords(followed, name, outcome, message) };
}

async function attachable(place: Place, named: string): Promise<Asked> {
  const org = await findOrg(place, named);
  const verification = await verificationOf(place, org);
  const verificationId = org.verificationInFlight?.verificationId;
  if (verification !== undefined && verificationId !== undefined)
    return { org, verificationId, executionArn: verification.executionArn };
  const { name } = org.registration;
  throw new CommandError(
    `no verification of ${name} is under way.`,
    `See how the last one ended with lab-sms status ${quoted(name)}, or leave --attach out to ask for another.`,
    { exitCode: EXIT.notFound },
  );
}

async function asked(context: CommandContext, place: Place, named: string): Promise<Asked> {
  const org = await findOrg(place, named);
  const { genesysOrgId } = org;
  refuseBusy(org, (await holderOf(place, org)) ?? (await verificationOf(place, org)));
  await needSecret(place, genesysOrgId);
  context.begin();
  const since = new Date();
  const eventId = await sendRequest(place.clients, VERIFICATION_REQUESTED, { genesysOrgId }, place.parts.eventBusName);
  const executionArn = await findExecution(place, {
    stateMachine: VERIFICATION_STATE_MACHINE_NAME,
    since,
    isMeant: (input) => input.eventId === eventId,
  });
  if (executionArn !== undefined) return { org, verificationId: eventId, executionArn };
  throw new CommandError(
    'the event was sent, and no verification has begun within half a minute.',
    "Look again later with lab-sms status; if nothing comes, the event lies in the rule's dead-letter queue.",
    { exitCode: EXIT.failed, detail: `event ${eventId} on the bus ${place.parts.eventBusName}` },
  );
}
