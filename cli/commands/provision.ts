import { channelLines } from '../orgs/org-text.ts';
import { detailOf } from '../orgs/org-view.ts';
import { quoted } from '../screen/quoted.ts';
import { wrapped } from '../screen/wrapped.ts';
import { randomUUID } from 'node:crypto';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { PROVISIONING_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import type { ExecutionInput } from '../../src/workflow/stage-input.ts';
import { callerArn } from '../place/caller.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { RunOutput, exitCodeOf, followRun, runJson } from '../runs/follow-run.ts';
import { holderOf, refuseBusy } from '../runs/org-runs.ts';
import { findOrg } from '../orgs/orgs.ts';
import { soon } from '../runs/soon.ts';
import type { Place } from '../place/place.ts';
import { readLedger } from '../runs/run-report.ts';
import { failureWords, letGoWords } from '../runs/run-words.ts';
import { needSecret } from '../registration/stored-secret.ts';

/** What `lab-sms provision --json` answers. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  /** The org's status in the ledger when the command ended. */
  status: z.string(),
  isAttached: z.boolean(),
  run: RunOutput,
});

/** Starts a provisioning of an org by hand with the registration of the ledger, or finds the one that runs; and follows it. */
export async function run(
  context: CommandContext,
  { arguments: [named = ''], options }: CommandInput,
): Promise<CommandResult> {
  const place = await context.place();
  const isAttached = options.attach === true;
  const { org, executionArn } = isAttached
    ? await soon(place, () => attachable(place, named))
    : await start(context, place, named);
  const { genesysOrgId, registration } = org;
  const { name } = registration;
  const followed = await followRun(context, place, executionArn, { name });

  const { end } = followed;
  const now = (await readLedger(place.clients, genesysOrgId, place.parts.ledgerTableName)) ?? org;
  const exitCode = exitCodeOf(followed);
  const json = { genesysOrgId, name, status: now.status, isAttached, run: runJson(followed) };
  if (end === undefined) return { json, exitCode, text: letGoWords(followed, name) };
  if (end.status !== 'SUCCEEDED') return { json, exitCode, text: failureWords(followed, name) };
  if (!end.stages.includes('RecordProvisioned')) {
    const text = `Another run with the same registration was faster: lab-sms provision ${quoted(name)} --attach`;
    return { json, exitCode: EXIT.busy, text };
  }
  return {
    json,
    exitCode,
    text: [
      wrapped(`${name} is ${now.status}.`),
      ...channelLines(detailOf(now, [], Date.now())),
      `  A test text is on its way: lab-sms status ${quoted(name)} tells its outcome.`,
    ].join('\n'),
  };
}

/** A run of an org. */
interface OrgExecution {
  org: LabOrgRecord;
  executionArn: string;
}

/** @throws CommandError when no provisioning of the org runs */
async function attachable(place: Place, named: string): Promise<OrgExecution> {
  const org = await findOrg(place, named);
  const holder = await holderOf(place, org);
  if (holder?.stateMachine === PROVISIONING_STATE_MACHINE_NAME) return { org, executionArn: holder.executionArn };
  refuseBusy(org, holder);
  const { registration, status, lastExecution } = org;
  throw new CommandError(
    `no provisioning of ${registration.name} is under way; its status is ${status}.`,
    `See how it ended with lab-sms status ${quoted(registration.name)}, or leave --attach out to start another.`,
    { exitCode: EXIT.notFound, detail: lastExecution },
  );
}

async function start(context: CommandContext, place: Place, named: string): Promise<OrgExecution> {
  const org = await findOrg(place, named);
  const { genesysOrgId, registration } = org;
  refuseBusy(org, await holderOf(place, org));
  await needSecret(place, genesysOrgId);
  const input: ExecutionInput = { registration, requestedBy: await callerArn(place) };
  context.begin();
  // With a name of its own, a start whose answer was lost is the same one when the SDK sends it again.
  const { executionArn = '' } = await place.clients.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: place.parts.stateMachineArns[PROVISIONING_STATE_MACHINE_NAME],
      name: `by-hand-${randomUUID()}`,
      input: JSON.stringify(input),
    }),
  );
  return { org, executionArn };
}
