import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import { confirm } from '../command-line/asking.ts';
import { callerArn } from '../place/caller.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { RUNS } from '../runs/follow-run.ts';
import { describeExecution } from '../runs/describe-execution.ts';
import { runningRuns, type OrgRun } from '../runs/org-runs.ts';
import type { Place } from '../place/place.ts';
import { findOrg } from '../orgs/orgs.ts';
import { wrapped } from '../screen/wrapped.ts';
import { quoted } from '../screen/quoted.ts';

/** What `lab-sms stop --json` answers. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  stopped: z.array(z.strictObject({ executionArn: z.string(), stateMachine: z.enum(STATE_MACHINE_NAMES) })),
});

/** The error of an execution that a person has stopped, in the console and in the ledger's last error. */
const STOPPED_BY_PERSON = 'StoppedByPerson';

/** Stops whatever runs for an org, once a person has confirmed it. */
export async function run(
  context: CommandContext,
  { arguments: [named = ''], options }: CommandInput,
): Promise<CommandResult> {
  const place = await context.place();
  const org = await findOrg(place, named);
  const { genesysOrgId } = org;
  const { name } = org.registration;
  const runs = await runningRuns(place, org);
  if (runs.length === 0)
    throw new CommandError(
      `nothing is under way for ${name}; its status is ${org.status}.`,
      `See lab-sms status ${quoted(name)}.`,
      { exitCode: EXIT.notFound },
    );
  const titles = runs.map(({ stateMachine }) => RUNS[stateMachine].title.toLowerCase()).join(' and the ');
  context.say(
    wrapped(
      `The ${titles} of ${name} will be ABORTED where it is: what is done stays done, and a call to Genesys Cloud that is under way still takes effect.`,
    ),
  );
  await confirm(context, options.yes === true, 'Stop it?');
  const cause = `Stopped with lab-sms stop by ${await callerArn(place)}.`;
  context.begin();
  for (const { executionArn } of runs)
    await place.clients.stepFunctions.send(new StopExecutionCommand({ executionArn, error: STOPPED_BY_PERSON, cause }));
  const stopped = await abortedOf(place, runs);
  if (stopped.length === 0)
    throw new CommandError(
      `what was under way for ${name} had ended by itself before it could be stopped.`,
      `See lab-sms status ${quoted(name)}.`,
      { exitCode: EXIT.notFound },
    );
  const next = stopped.some(({ stateMachine }) => stateMachine !== 'lab-sms-verification') ? 'redrive' : 'verify';
  return { json: { genesysOrgId, name, stopped }, text: `Stopped.\n  To go on: lab-sms ${next} ${quoted(name)}` };
}

/** Those that were stopped: Step Functions takes the wish for one that has ended without a word. */
async function abortedOf(
  { clients }: Place,
  runs: readonly OrgRun[],
): Promise<Pick<OrgRun, 'executionArn' | 'stateMachine'>[]> {
  const ended = await Promise.all(
    runs.map(async ({ executionArn, stateMachine }) => {
      const told = await describeExecution(clients.stepFunctions, executionArn);
      return told?.status === 'ABORTED' && told.error === STOPPED_BY_PERSON ? [{ executionArn, stateMachine }] : [];
    }),
  );
  return ended.flat();
}
