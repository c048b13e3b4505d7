import { RedriveExecutionCommand, GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { FollowOptions } from '../runs/follow-execution.ts';
import { RUNS, RunOutput, exitCodeOf, followRun, runJson } from '../runs/follow-run.ts';
import { lastFailedRun, refuseBusy, runningRuns, type OrgRun } from '../runs/org-runs.ts';
import { findOrg } from '../orgs/orgs.ts';
import type { Place } from '../place/place.ts';
import { readLedger } from '../runs/run-report.ts';
import { failureWords, letGoWords } from '../runs/run-words.ts';
import { quoted } from '../screen/quoted.ts';

/** What `lab-sms redrive --json` answers. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  /** The org's status in the ledger when the command ended. */
  status: z.string(),
  /** The stage with which the run went on. */
  from: z.nullable(z.string()),
  run: RunOutput,
});

/** Goes on with the org's last run, which failed, from the stage where it failed; and follows it. */
export async function run(context: CommandContext, { arguments: [named = ''] }: CommandInput): Promise<CommandResult> {
  const place = await context.place();
  const { stepFunctions } = place.clients;
  const org = await findOrg(place, named);
  const { genesysOrgId } = org;
  const { name } = org.registration;
  refuseBusy(org, (await runningRuns(place, org))[0]);
  const { executionArn, stateMachine, status } = await redrivable(place, org);
  const from = await whereItEnded(stepFunctions, executionArn);
  const title = RUNS[stateMachine].title.toLowerCase();
  context.say(`The ${title} of ${name} (${status}) goes on with ${from?.stage ?? 'its first stage'}.`);
  context.begin();
  await stepFunctions.send(new RedriveExecutionCommand({ executionArn, clientToken: randomUUID() }));
  const followed = await followRun(context, place, executionArn, { name, ...(from === undefined ? {} : { from }) });

  const { end } = followed;
  const now = (await readLedger(place.clients, genesysOrgId, place.parts.ledgerTableName)) ?? org;
  const exitCode = exitCodeOf(followed);
  const json = { genesysOrgId, name, status: now.status, from: from?.stage ?? null, run: runJson(followed) };
  if (end === undefined) return { json, exitCode, text: letGoWords(followed, name) };
  const text =
    end.status === 'SUCCEEDED' ? `The ${title} is done; ${name} is ${now.status}.` : failureWords(followed, name);
  return { json, exitCode, text };
}

async function redrivable(place: Place, org: LabOrgRecord): Promise<OrgRun> {
  const { name } = org.registration;
  const failed = await lastFailedRun(place, org);
  if (failed === undefined)
    throw new CommandError(
      `the last run of ${name} has not failed; its status is ${org.status}.`,
      `See lab-sms status ${quoted(name)}; lab-sms provision ${quoted(name)} starts another run.`,
      { exitCode: EXIT.notFound, detail: org.lastExecution },
    );
  if (failed.notRedrivable === undefined) return failed;
  throw new CommandError(
    `the last run of ${name} can't be redriven (${failed.notRedrivable}).`,
    `Start another, which looks first and does only what is missing: lab-sms provision ${quoted(name)}.`,
    { exitCode: EXIT.notFound, detail: failed.executionArn },
  );
}

/** More events than the longest wait of a stage leaves behind its beginning. */
const EVENTS_OF_ONE_STATE = 1000;

async function whereItEnded(client: SFNClient, executionArn: string): Promise<FollowOptions['from']> {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: EVENTS_OF_ONE_STATE,
      includeExecutionData: false,
    }),
  );
  const stage = events.find((event) => event.stateEnteredEventDetails !== undefined)?.stateEnteredEventDetails?.name;
  const eventId = events[0]?.id;
  return stage === undefined || eventId === undefined ? undefined : { eventId, stage };
}
