import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord, SmsPhoneNumberEntry } from '../../src/ledger/lab-org-record.ts';
import { GENESYS_ORG_ID } from '../../src/workflow/registration.ts';
import type { AwsClients } from '../place/aws-clients.ts';

/** An org, as people and commands call it. */
export interface NamedOrg {
  genesysOrgId: string;
  name: string;
}

/** An org that an execution holds: it is being worked on. */
export interface HeldOrg extends NamedOrg {
  executionArn: string;
  since: string;
}

/** A number that Genesys bills, or may be billing, to an org. */
export interface PaidNumber extends NamedOrg {
  smsPhoneNumber: string;
  /** Such as `bought, active`. */
  state: string;
}

/** What the whole ledger says about work under way and money being spent. */
export interface LedgerSurvey {
  held: HeldOrg[];
  /** Orgs whose last execution ended without finishing; its claim has ended with it. */
  unfinished: NamedOrg[];
  numbers: PaidNumber[];
}

/** States in which the number is in the org, or may be: a purchase was sent, and no release has been seen to its end. */
const MAY_BE_BILLED: readonly SmsPhoneNumberEntry['state'][] = ['purchasing', 'in doubt', 'active', 'releasing'];

/** Where `spend#total` counts what was bought and not released, as `number org`. */
const SPEND_TOTAL = 'spend#total';

type LedgerItem = Record<string, unknown>;

/** Reads the ledger whole and as it is now. Undefined: there is no such table. */
export async function surveyLedger({ dynamoDb }: AwsClients, tableName: string): Promise<LedgerSurvey | undefined> {
  const items: LedgerItem[] = [];
  let ExclusiveStartKey: LedgerItem | undefined;
  try {
    do {
      const page = await dynamoDb.send(
        new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
  return surveyItems(items);
}

/** What the items of the ledger say. */
export function surveyItems(items: readonly LedgerItem[]): LedgerSurvey {
  const records = items.filter(({ genesysOrgId }) =>
    GENESYS_ORG_ID.test(String(genesysOrgId)),
  ) as unknown as LabOrgRecord[];
  const held: HeldOrg[] = [];
  const unfinished: NamedOrg[] = [];
  const numbers: PaidNumber[] = [];
  for (const { genesysOrgId, registration, claim, smsPhoneNumber } of records) {
    const org = { genesysOrgId, name: registration.name };
    if (claim !== undefined && claim.ended === undefined) {
      held.push({ ...org, executionArn: claim.executionArn, since: claim.since });
    } else if (claim !== undefined) unfinished.push(org);
    if (smsPhoneNumber?.smsPhoneNumber !== undefined && MAY_BE_BILLED.includes(smsPhoneNumber.state)) {
      const state = `${smsPhoneNumber.isAdopted ? 'adopted' : 'bought'}, ${smsPhoneNumber.state}`;
      numbers.push({ ...org, smsPhoneNumber: smsPhoneNumber.smsPhoneNumber, state });
    }
  }
  return { held, unfinished, numbers: [...numbers, ...onlyCounted(items, records, numbers)] };
}

/** Numbers that count as bought although their org's record doesn't show them: rather one too many than one forgotten. */
function onlyCounted(
  items: readonly LedgerItem[],
  records: readonly LabOrgRecord[],
  shown: readonly PaidNumber[],
): PaidNumber[] {
  const { members } = items.find(({ genesysOrgId }) => genesysOrgId === SPEND_TOTAL) ?? {};
  const counted = members instanceof Set ? [...(members as Set<string>)] : [];
  return counted
    .map((member) => member.split(' '))
    .filter(([number, org]) => !shown.some((one) => one.smsPhoneNumber === number && one.genesysOrgId === org))
    .map(([smsPhoneNumber = '', genesysOrgId = '']) => {
      const name = records.find((record) => record.genesysOrgId === genesysOrgId)?.registration.name ?? 'no record';
      return { genesysOrgId, name, smsPhoneNumber, state: 'counted as bought' };
    });
}
