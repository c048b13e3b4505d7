import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { GENESYS_ORG_ID } from '../../src/workflow/registration.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { Place } from '../place/place.ts';
import { readLedger } from '../runs/run-report.ts';

/** Every org of the ledger, by name; a moment old, since a scan is eventually consistent. */
export async function allOrgs({ clients, parts }: Place): Promise<LabOrgRecord[]> {
  const orgs: LabOrgRecord[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await clients.dynamoDb.send(new ScanCommand({ TableName: parts.ledgerTableName, ExclusiveStartKey }));
    // Items that count stand beside the orgs.
    for (const item of page.Items ?? [])
      if (GENESYS_ORG_ID.test(String(item.genesysOrgId))) orgs.push(item as LabOrgRecord);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return orgs.sort((a, b) => a.registration.name.localeCompare(b.registration.name));
}

/**
 * The org that a person names by its id or its name.
 * @throws CommandError when the ledger has none, or more than one of that name
 */
export async function findOrg(place: Place, named: string): Promise<LabOrgRecord> {
  if (GENESYS_ORG_ID.test(named)) {
    const record = await readLedger(place.clients, named, place.parts.ledgerTableName);
    if (record !== undefined) return record;
  }
  const orgs = await allOrgs(place);
  const found = orgs.filter(({ registration }) => registration.name.toLowerCase() === named.toLowerCase());
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined)
    throw new CommandError(
      `${found.length} orgs are called "${named}".`,
      `Name one by its id: ${found.map(({ genesysOrgId }) => genesysOrgId).join(', ')}.`,
      { exitCode: EXIT.notFound },
    );
  throw new CommandError(
    `no org "${named}" is in the ledger.`,
    'lab-sms status lists those that are; lab-sms register adds one.',
    { exitCode: EXIT.notFound },
  );
}
