import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord, PurchaseAttempt } from '../ledger/lab-org-record.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { observationKey, type Observation } from './observation.ts';
import { orgLabel } from './org-work.ts';
import { PAGE_SIZE, allPages } from './pages.ts';
import { isBeingReleased } from './release-sms-phone-number.ts';
import { purchaseInDoubt } from './sms-phone-number-doubt.ts';
import { provisioningState } from './sms-phone-number.ts';

/** Other people's numbers that are told one by one; of more, only that there are. */
const TOLD_ONE_BY_ONE = 50;

const INVENTORY = 'Admin > Message > SMS Number Inventory';

/** Every SMS number of the org. */
export async function listSmsPhoneNumbers(genesys: GenesysConnection): Promise<Models.SmsPhoneNumber[]> {
  const api = routingApi(genesys);
  return allPages((pageNumber) => api.getRoutingSmsPhonenumbers({ pageSize: PAGE_SIZE, pageNumber }));
}

/**
 * The numbers that the ledger does not hold: loudly those that lab-sms once asked for or released, whose charge it may have
 * caused; for information those of others, unless they are older than the org's registration. A number on its way out
 * is neither.
 */
export function observeNumbers(record: LabOrgRecord, inventory: readonly Models.SmsPhoneNumber[]): Observation[] {
  const known = knownNumbers(record);
  const strangers = inventory.filter((number) => !known.has(number.phoneNumber) && !isBeingReleased(number));
  const told = strangers.map((number) => ({ number, history: historyOf(record, number.phoneNumber) }));
  const strays = told.flatMap(({ number, history }) =>
    history === undefined ? [] : [strayNumber(record, number, history)],
  );
  const others = told.filter(({ number, history }) => history === undefined && !isOlder(record, number));
  const first = others.slice(0, TOLD_ONE_BY_ONE).map(({ number }) => unknownNumber(record, number));
  return [...strays, ...first, ...furtherNumbers(record, others.length - first.length)];
}

/** What a look sees of the purchase that nobody knows the end of; none where there is none. */
export function observeDoubt(record: LabOrgRecord, inventory: readonly Models.SmsPhoneNumber[]): Observation[] {
  const doubt = purchaseInDoubt(record);
  if (doubt === undefined) return [];
  const { smsPhoneNumber, sent } = doubt;
  const found = inventory.find(({ phoneNumber }) => phoneNumber === smsPhoneNumber);
  const state = found === undefined ? 'not there' : provisioningState(found);
  const seen = found === undefined ? 'not there' : `${state} (${found.phoneNumberStatus ?? 'no status'})`;
  const opening = `Org ${orgLabel(record)}: it was not known whether ${smsPhoneNumber}, last asked for at ${sent}, was bought.`;
  return [
    {
      key: observationKey('doubt', smsPhoneNumber),
      value: state,
      isCertain: true,
      finding: 'number in doubt',
      resourceId: smsPhoneNumber,
      message: `${opening} ${DOUBT_ENDS[state](smsPhoneNumber)}`,
      expected: 'known',
      found: seen,
    },
  ];
}

/** What a doubt has come to and what to do about it, by how the number is found. */
const DOUBT_ENDS: Readonly<Record<'not there' | ReturnType<typeof provisioningState>, (number: string) => string>> = {
  ready: (number) =>
    `It was: ${number} is in the org, and billed every month. Register the org again: the number is taken and no other is bought. ` +
    `Or decommission it ${HOW_TO_DECOMMISSION}: the number is released.`,
  running: (number) =>
    `${number} is in the org and not active yet; Genesys may bill it already. Register the org again: it is waited for and no other ` +
    `is bought. Or decommission it ${HOW_TO_DECOMMISSION}.`,
  failed: (number) =>
    `Genesys shows ${number} as failed. Register the org again: it is given up and another one is bought.`,
  'not there': (number) =>
    `It is not in the org now. It goes on being looked for. Register the org again and the same number is asked for again, which ` +
    `costs one number's monthly charge if it is sold; if it never comes, register with "abandonCandidate": "${number}".`,
};

function knownNumbers({ smsPhoneNumber: entry, registration, queue, decommissioning }: LabOrgRecord): Set<string> {
  const kept = (decommissioning?.kept ?? []).filter(({ what }) => what === 'SMS phone number').map(({ id }) => id);
  const own = entry?.state === 'released' ? undefined : entry?.smsPhoneNumber;
  const known = [own, registration.sms.phoneNumber, queue?.previousSmsPhoneNumber, ...kept];
  return new Set(known.filter((number) => typeof number === 'string'));
}

/** What lab-sms once had to do with a number that is not the org's in the ledger, or undefined. */
function historyOf({ smsPhoneNumber: entry }: LabOrgRecord, phoneNumber: string): string | undefined {
  if (entry?.state === 'released' && entry.smsPhoneNumber === phoneNumber)
    return `lab-sms released it, which was over at ${entry.releasedAt ?? 'an unknown time'}`;
  const sent = (entry?.attempts ?? []).filter(
    (attempt) => attempt.smsPhoneNumber === phoneNumber && attempt.result !== 'unsent',
  );
  const last = sent.at(-1);
  if (last === undefined) return undefined;
  const reason = entry?.refused.findLast((candidate) => candidate.smsPhoneNumber === phoneNumber)?.reason;
  return `lab-sms asked for it at ${last.sent} (${last.executionArn}) and ${whatCameOf(sent)}${reason === undefined ? '' : `; given up: ${reason}`}`;
}

function whatCameOf(sent: readonly PurchaseAttempt[]): string {
  if (sent.some(({ result }) => result === 'accepted')) return 'Genesys took the order';
  return sent.some(({ result }) => result === undefined) ? 'never knew the answer' : 'Genesys refused it';
}

function strayNumber(record: LabOrgRecord, number: Models.SmsPhoneNumber, history: string): Observation {
  const { phoneNumber } = number;
  const isUsable = provisioningState(number) !== 'failed';
  return {
    ...strange(record, number),
    finding: 'stray number',
    message:
      `Org ${orgLabel(record)}: ${phoneNumber} is in the org (${statusOf(number)}) and not its number in the ledger, but ${history}. ` +
      (isUsable
        ? `lab-sms may have bought it, and it is billed every month. Ask in the org whether somebody uses it; if not, release it by ` +
          `hand (${INVENTORY}).`
        : `Its purchase shows as failed; look whether it is billed, and remove it by hand (${INVENTORY}).`),
  };
}

function unknownNumber(record: LabOrgRecord, number: Models.SmsPhoneNumber): Observation {
  const by = number.createdBy?.name ?? number.createdBy?.id;
  const origin = `${bornAt(number) ?? 'at an unknown time'}, by ${by ?? 'somebody whom Genesys does not name'}`;
  return {
    ...strange(record, number),
    finding: 'unknown number',
    message:
      `Org ${orgLabel(record)}: ${number.phoneNumber} is in the org (${statusOf(number)}; made ${origin}) and lab-sms has never had to ` +
      'do with it. It is billed every month. For information; ask in the org whose it is.',
  };
}

function furtherNumbers(record: LabOrgRecord, count: number): Observation[] {
  if (count <= 0) return [];
  const { genesysOrgId: resourceId } = record;
  const message = `Org ${orgLabel(record)}: it has ${count} more numbers that lab-sms has never had to do with (${INVENTORY}). They are billed every month. For information.`;
  const further = { key: observationKey('number', 'further'), value: 'there', isCertain: true };
  return [{ ...further, finding: 'unknown number', resourceId, message }];
}

function strange(
  record: LabOrgRecord,
  number: Models.SmsPhoneNumber,
): Omit<Observation, 'finding' | 'message'> & { expected: string; found: string } {
  const { phoneNumber } = number;
  const expected =
    record.smsPhoneNumber?.state === 'active' ? (record.smsPhoneNumber.smsPhoneNumber ?? 'none') : 'none';
  const key = observationKey('number', phoneNumber);
  return { key, value: 'there', isCertain: true, resourceId: phoneNumber, expected, found: phoneNumber };
}

function isOlder({ registeredAt }: LabOrgRecord, number: Models.SmsPhoneNumber): boolean {
  const born = bornAt(number);
  return born !== undefined && Date.parse(born) < Date.parse(registeredAt);
}

/** When the number came into the org, ISO 8601; Genesys documents a date of purchase for short codes only. */
function bornAt({ dateCreated, purchaseDate }: Models.SmsPhoneNumber): string | undefined {
  return dateCreated ?? purchaseDate;
}

function statusOf({ phoneNumberStatus }: Models.SmsPhoneNumber): string {
  return phoneNumberStatus ?? 'no status';
}
