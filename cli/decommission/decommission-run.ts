import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { DECOMMISSION_REQUESTED } from '../../src/workflow/events.ts';
import { DECOMMISSIONING_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import type { CommandContext } from '../command-line/command.ts';
import type { DecommissionChoices } from './decommission-preview.ts';
import { followRun } from '../runs/follow-run.ts';
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
  { genesysOrgId, registration }: LabOrgRecord,
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
  const { end } = await followRun(context, place, executionArn, { name: registration.name });
  if (end === undefined) return { outcome: 'goes on', executionArn };
  const record = await readLedger(clients, genesysOrgId, parts.ledgerTableName);
  const known = { executionArn, ...(record === undefined ? {} : { record }) };
  if (end.status === 'SUCCEEDED' && record?.status === 'decommissioned') return { outcome: 'decommissioned', ...known };
  const message = end.message ?? end.error ?? `the run ended ${end.status}`;
  return { outcome: end.error === 'LeftBehind' ? 'left behind' : 'failed', message, ...known };
}
