import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { DECOMMISSION_REQUESTED } from '../../src/workflow/events.ts';
import { DECOMMISSIONING_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import { DECOMMISSIONING_STAGES } from '../../src/workflow/stages.ts';
import type { CommandContext } from '../command-line/command.ts';
import type { DecommissionChoices } from './decommission-preview.ts';
import { followExecution, type ExecutionEnd, type ExecutionNews } from '../runs/follow-execution.ts';
import type { Place } from '../place/place.ts';
import { findExecution, sendRequest } from '../registration/register.ts';
import { readLedger } from '../runs/run-report.ts';

/** What became of a request to decommission an org. */
export interface DecommissionEnd {
  outcome: 'decommissioned' | 'was decommissioned already' | 'left behind' | 'failed' | 'not started' | 'goes on';
  executionArn?: string;
  /** What is left, or why it failed. */
  message?: string;
  /** The ledger's record afterwards. */
  record?: LabOrgRecord;
}

/** Sends the request and follows its execution to the end; what the ledger says then counts. */
export async function followDecommissioning(
  context: CommandContext,
  place: Place,
  { genesysOrgId, registration }: Pick<LabOrgRecord, 'genesysOrgId' | 'registration'>,
  { releaseAdopted, abandonCandidate }: DecommissionChoices,
): Promise<DecommissionEnd> {
  const { clients, parts } = place;
  const since = new Date();
  const request = {
    genesysOrgId,
    ...(releaseAdopted === undefined ? {} : { releaseAdopted }),
    ...(abandonCandidate === undefined ? {} : { abandonCandidate }),
  };
  const eventId = await sendRequest(clients, DECOMMISSION_REQUESTED, request, parts.eventBusName);
  const executionArn = await findExecution(place, {
    stateMachine: DECOMMISSIONING_STATE_MACHINE_NAME,
    since,
    isMeant: (input) => input.eventId === eventId,
  });
  if (executionArn === undefined) return { outcome: 'not started' };
  const end = await follow(context, place, executionArn, registration.name);
  if (end === undefined) return { outcome: 'goes on', executionArn };
  const record = await readLedger(clients, genesysOrgId, parts.ledgerTableName);
  const known = { executionArn, ...(record === undefined ? {} : { record }) };
  if (end.status === 'SUCCEEDED' && record?.status === 'decommissioned') return { outcome: 'decommissioned', ...known };
  const message = end.message ?? end.error ?? `the run ended ${end.status}`;
  return { outcome: end.error === 'LeftBehind' ? 'left behind' : 'failed', message, ...known };
}

/** Undefined: let go by Ctrl-C. */
async function follow(
  context: CommandContext,
  place: Place,
  executionArn: string,
  name: string,
): Promise<ExecutionEnd | undefined> {
  const { isJson, interrupted } = context;
  // A terminal's progress takes a while to load, and writes to stdout.
  const progress = isJson
    ? undefined
    : (await import('../screen/progress.ts')).progressOf(`Decommissioning of ${name}`, DECOMMISSIONING_STAGES);
  const tell = (news: ExecutionNews): void => {
    if (progress !== undefined) progress.tell(news);
    else context.say(news.kind === 'entered' ? `  ${news.stage}` : `    ${news.error}: ${news.message}`);
  };
  try {
    const end = await followExecution(place.clients.stepFunctions, executionArn, tell, place.pace, {
      letGo: interrupted,
    });
    await progress?.end(end.status === 'SUCCEEDED' ? undefined : `${end.status} ${end.error ?? ''}`.trim());
    return end;
  } catch (error) {
    if (!interrupted.aborted) throw error;
    await progress?.end('let go');
    return undefined;
  }
}
