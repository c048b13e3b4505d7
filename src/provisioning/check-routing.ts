import type { Models } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord, ReportedFinding } from '../ledger/lab-org-record.ts';
import type { Finding } from '../workflow/findings.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { observationKey, type Look, type Observation } from './observation.ts';
import { orgLabel } from './org-work.ts';
import { routingDifferences, type Routing, type RoutingDifference } from './routing-check.ts';
import { provisioningState } from './sms-phone-number.ts';

type About = RoutingDifference['about'];

const MEND = 'mend it in Genesys Cloud, or register the org again';

/** What to do about a difference, by what differs. */
const NEXT_STEP: Readonly<Record<About, string>> = {
  number: `No other number is bought by itself: decommission the org ${HOW_TO_DECOMMISSION}, then register it again.`,
  route: `If it was not meant, ${MEND} with "replace": ["route"].`,
  flow: `If it was not meant, ${MEND} with "replace": ["flow"], which publishes over it.`,
  queue: `If it was not meant, ${MEND} with "replace": ["queueNumber"].`,
  threading: 'If it was not meant, set it there; lab-sms never changes it.',
};

/** What is right again, by what had differed. */
const MENDED: Readonly<Record<About, string>> = {
  number: 'its number is in the org and active',
  route: 'messages to its number go to its flow',
  flow: 'its flow is published as lab-sms published it',
  queue: 'its queue sends from its number',
  threading: 'replies reopen a conversation for 72 hours',
};

/**
 * Holds the routing of a ready org against the ledger, the number in the inventory included. A number that is gone takes
 * its route and its place at the queue along: then it alone is told.
 */
export async function lookAtRouting(
  genesys: GenesysConnection,
  record: LabOrgRecord,
  routing: Routing,
  inventory: readonly Models.SmsPhoneNumber[],
  clean: (said: string) => string,
): Promise<Pick<Look, 'observations' | 'unseen'>> {
  const number = numberDifference(routing, inventory);
  const others = await routingDifferences(genesys, routing);
  const seen = number === undefined ? others : [number, ...others.filter(({ about }) => !FOLLOWS.includes(about))];
  return {
    observations: seen.map((difference) => observationOf(record, difference, clean)),
    unseen: number === undefined ? [] : FOLLOWS.map((about) => observationKey('routing', about)),
  };
}

/** What differs by itself when the number does. */
const FOLLOWS: readonly About[] = ['route', 'queue'];

/** That something that was told to differ is as provisioned again. */
export function mendedFinding(record: LabOrgRecord, [key, was]: [key: string, was: ReportedFinding]): Finding {
  const about = key.slice(observationKey('routing', '').length) as About;
  const { genesysOrgId } = record;
  const { resourceId, value, at } = was;
  return {
    finding: 'routing mended',
    genesysOrgId,
    resourceId,
    message: `Org ${orgLabel(record)}: ${MENDED[about]} again. At ${at} it was told to be otherwise (${value}). Nothing is left to do.`,
  };
}

function numberDifference(
  { smsPhoneNumber }: Routing,
  inventory: readonly Models.SmsPhoneNumber[],
): RoutingDifference | undefined {
  const found = inventory.find(({ phoneNumber }) => phoneNumber === smsPhoneNumber);
  if (found !== undefined && provisioningState(found) === 'ready') return undefined;
  const status = found === undefined ? 'not in the org' : (found.phoneNumberStatus ?? 'no status');
  return {
    about: 'number',
    resourceId: smsPhoneNumber,
    words:
      found === undefined
        ? `its number ${smsPhoneNumber} is no longer in the org (Admin > Message > SMS Number Inventory)`
        : `its number ${smsPhoneNumber} is ${status} instead of ACTIVE`,
    expected: 'ACTIVE',
    found: status,
    changedBy: found?.modifiedBy?.name ?? found?.modifiedBy?.id,
  };
}

function observationOf(
  record: LabOrgRecord,
  difference: RoutingDifference,
  clean: (said: string) => string,
): Observation {
  const { about, resourceId, words, expected, correlationId } = difference;
  const found = clean(difference.found);
  return {
    key: observationKey('routing', about),
    value: found,
    isCertain: false,
    finding: 'routing drift',
    resourceId,
    message: `Org ${orgLabel(record)}: ${words}, and was so at two looks. ${whoToAsk(difference, clean)} ${NEXT_STEP[about]}`,
    expected,
    found,
    correlationId,
  };
}

/** A name that is a value of the secret is our own client's: nobody to ask. */
function whoToAsk({ changedBy }: RoutingDifference, clean: (said: string) => string): string {
  const isSomebody = changedBy !== undefined && clean(changedBy) === changedBy;
  return isSomebody
    ? `Ask ${changedBy}, who changed it last or has it open.`
    : 'Ask whoever administers routing in the org; Genesys does not say who changed it.';
}
