import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord, SmsPhoneNumberEntry } from '../../src/ledger/lab-org-record.ts';
import { LEDGER_TABLE_NAME } from '../../src/workflow/names.ts';
import { readLog } from '../audit/log-reader.ts';
import type { AwsClients } from '../place/aws-clients.ts';
import { CLOCKS_APART_MS } from '../place/pace.ts';
import type { Place } from '../place/place.ts';

/**
 * The HTTP calls to Genesys of some executions, tokens, repeats and uploads included, as the stages' log lines tell. In an
 * AWS account the last lines may come later than this look.
 */
export async function countGenesysCalls(place: Place, executionArns: readonly string[], since: Date): Promise<number> {
  const ours = executionArns.map((executionArn) => `($.executionArn = "${executionArn}")`).join(' || ');
  const pattern = `{ ($.kind = "genesysCall") && (${ours}) }`;
  return (await readLog(place, pattern, since.getTime() - CLOCKS_APART_MS)).length;
}

/**
 * Whether an execution bought the number that the org has now. The ledger says it, because log lines come late: the
 * execution sent a purchase of it that was not refused.
 */
export function hasBought(number: SmsPhoneNumberEntry | undefined, executionArn: string): boolean {
  return (number?.attempts ?? []).some(
    (attempt) =>
      attempt.executionArn === executionArn &&
      attempt.smsPhoneNumber === number?.smsPhoneNumber &&
      (attempt.result === 'accepted' || attempt.result === undefined),
  );
}

/** The ledger's record of an org, or undefined. */
export async function readLedger(
  clients: AwsClients,
  genesysOrgId: string,
  tableName: string = LEDGER_TABLE_NAME,
): Promise<LabOrgRecord | undefined> {
  const answer = await clients.dynamoDb.send(
    new GetCommand({ TableName: tableName, Key: { genesysOrgId }, ConsistentRead: true }),
  );
  return answer.Item as LabOrgRecord | undefined;
}
