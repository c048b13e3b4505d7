import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { PLAN_FUNCTION_NAME } from '../../src/workflow/names.ts';
import { PlanSchema, type Plan, type PlanRequest } from '../../src/workflow/plan.ts';
import { isDenied } from '../place/aws-mistake.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { Place } from '../place/place.ts';

/** What Lambda answers of a function that failed. */
interface FunctionFailure {
  errorType?: string;
  errorMessage?: string;
}

/**
 * Asks the stack what provisioning would do to an org. The function asks Genesys, because people may not read the org's
 * secret; it writes nothing.
 * @throws CommandError when the stack has no such function, or it failed
 */
export async function planOrg(place: Place, request: PlanRequest): Promise<Plan> {
  const { FunctionError, Payload } = await invoke(place, request);
  const answer = JSON.parse(new TextDecoder().decode(Payload)) as unknown;
  if (FunctionError !== undefined) throw failureOf(place, answer as FunctionFailure);
  const parsed = PlanSchema.safeParse(answer);
  if (!parsed.success) throw outdated(place, 'answers in another form than this lab-sms knows');
  return withHolder(place, parsed.data);
}

async function invoke({ clients, ...place }: Place, request: PlanRequest) {
  try {
    return await clients.lambda.send(
      new InvokeCommand({
        FunctionName: PLAN_FUNCTION_NAME,
        Payload: new TextEncoder().encode(JSON.stringify(request)),
      }),
    );
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw outdated(place, `is not in ${place.parts.region}`);
  }
}

function outdated({ parts }: Pick<Place, 'parts'>, what: string): CommandError {
  return new CommandError(
    `the function ${PLAN_FUNCTION_NAME} of the stack ${parts.stackName} ${what}.`,
    'Bring the stack up to date: npm run deploy.',
    { exitCode: EXIT.surroundings },
  );
}

const EXIT_CODES: Readonly<Record<string, CommandError['exitCode']>> = {
  InvalidRegistration: EXIT.usage,
  LabOrgNotProvisioned: EXIT.notFound,
};

function failureOf({ parts }: Place, { errorType = 'an error', errorMessage = '' }: FunctionFailure): CommandError {
  return new CommandError(
    `the org could not be planned (${errorType}): ${errorMessage}`,
    'Mend that and ask again; lab-sms doctor looks for what is not in order.',
    { exitCode: EXIT_CODES[errorType] ?? EXIT.failed, detail: `log group ${parts.stageLogGroupName}` },
  );
}

/** A claim in the ledger does not tell whether its execution still runs; Step Functions does. */
async function withHolder({ clients }: Place, plan: Plan): Promise<Plan> {
  const { heldBy } = plan;
  if (heldBy === null) return plan;
  try {
    const { status } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn: heldBy }));
    if (status !== 'RUNNING') return { ...plan, heldBy: null };
  } catch (error) {
    if ((error as Error).name === 'ExecutionDoesNotExist') return { ...plan, heldBy: null };
    if (!isDenied(error)) throw error;
    return { ...plan, hints: [...plan.hints, `Whether ${heldBy} is still at work on the org was not checked.`] };
  }
  const message = `a run is at work on it (${heldBy}). Wait until it has ended, then ask again.`;
  return { ...plan, problems: [{ name: 'LabOrgBusy', message }, ...plan.problems] };
}
