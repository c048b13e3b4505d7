import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord } from '../src/ledger/lab-org-record.ts';
import { LEDGER_TABLE_NAME, STAGE_LOG_GROUP_NAME } from '../src/workflow/names.ts';
import type { AwsClients } from './aws-clients.ts';

/** A log line of a stage, as far as it is read here. */
interface StageLine {
  executionArn?: string;
  kind?: string;
  phase?: string;
  change?: string;
}

/** What the log lines say of some executions. */
export interface RunFacts {
  /** HTTP calls to Genesys, tokens, repeats and uploads included. */
  genesysCalls: number;
  /** Changes made in the org, such as `purchase SMS phone number`. */
  changes: string[];
}

/** Reads the stages' log lines of these executions. */
export async function runFacts(clients: AwsClients, executionArns: readonly string[], since: Date): Promise<RunFacts> {
  const lines: StageLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: STAGE_LOG_GROUP_NAME, startTime: since.getTime(), nextToken }),
    );
    for (const { message } of page.events ?? [])
      if (message?.startsWith('{')) lines.push(JSON.parse(message) as StageLine);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const ours = lines.filter((line) => line.executionArn !== undefined && executionArns.includes(line.executionArn));
  return {
    genesysCalls: ours.filter((line) => line.kind === 'genesysCall').length,
    changes: ours.filter((line) => line.kind === 'audit' && line.phase === 'done').map((line) => line.change ?? ''),
  };
}

/** The ledger's record of an org, or undefined. */
export async function readLedger(clients: AwsClients, genesysOrgId: string): Promise<LabOrgRecord | undefined> {
  const answer = await clients.dynamoDb.send(
    new GetCommand({ TableName: LEDGER_TABLE_NAME, Key: { genesysOrgId }, ConsistentRead: true }),
  );
  return answer.Item as LabOrgRecord | undefined;
}
