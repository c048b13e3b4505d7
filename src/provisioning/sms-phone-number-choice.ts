import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import type { RefusedCandidate, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import type { SmsRequest } from '../workflow/registration.ts';
import { CANDIDATES_PER_EXECUTION } from '../workflow/retries.ts';
import { orgError, type OrgWork } from './org-work.ts';

/** Searches answer up to 30 random numbers and reserve none; a few of them are enough to find one that fits. */
const SEARCHES = 3;

/**
 * Chooses a candidate that can send texts and needs no address that isn't there, and writes the choice down. Nothing
 * is bought; the conditional write keeps two runs from choosing.
 * @throws StageError NoSmsPhoneNumberAvailable after five refusals in one execution, or when nothing fits
 */
export async function chooseCandidate(work: OrgWork): Promise<SmsPhoneNumberEntry> {
  const { registration, smsPhoneNumber: earlier } = work.record;
  const refused = earlier?.refused ?? [];
  const refusedNow = refused.filter((candidate) => candidate.executionArn === work.executionArn);
  if (refusedNow.length >= CANDIDATES_PER_EXECUTION) {
    const reasons = refusedNow.map(({ smsPhoneNumber, reason }) => `${smsPhoneNumber}: ${reason}`).join('; ');
    throw orgError(
      'NoSmsPhoneNumberAvailable',
      work.record,
      `Genesys refused ${refusedNow.length} numbers in a row and nothing was bought (${reasons}). Register again later, or with ` +
        'another sms.phoneNumberType or sms.areaCode.',
    );
  }
  const candidate = await findCandidate(work, refused);
  if (candidate === undefined)
    throw orgError('NoSmsPhoneNumberAvailable', work.record, nothingOffered(registration.sms));
  const entry: SmsPhoneNumberEntry = {
    state: 'chosen',
    smsPhoneNumber: candidate,
    isAdopted: false,
    executionArn: work.executionArn,
    request: registration.sms,
    genesysRegion: registration.genesysRegion,
    attempts: earlier?.attempts ?? [],
    refused,
  };
  await work.change({ smsPhoneNumber: entry });
  return entry;
}

/** A number on offer that fits and was not refused before, E.164, or undefined. Searches only: nothing is reserved. */
export async function findCandidate(
  { genesys, record }: Pick<OrgWork, 'genesys' | 'record'>,
  refused: readonly RefusedCandidate[],
): Promise<string | undefined> {
  const { sms } = record.registration;
  const taken = new Set(refused.map((candidate) => candidate.smsPhoneNumber));
  for (let search = 0; search < SEARCHES; search++) {
    const found = await searchNumbers(genesys, sms);
    const candidate = found.find((number) => !taken.has(number.phoneNumber ?? '') && fits(number, sms.addressId));
    if (candidate?.phoneNumber !== undefined) return candidate.phoneNumber;
  }
  return undefined;
}

/** Why there is no candidate, and what to do. */
export function nothingOffered({ countryCode, phoneNumberType, areaCode, pattern, addressId }: SmsRequest): string {
  const filters = [areaCode && `area code ${areaCode}`, pattern && `pattern ${pattern}`].filter(Boolean).join(', ');
  return (
    `Genesys offers no ${phoneNumberType} number in ${countryCode}${filters === '' ? '' : ` (${filters})`} that can send texts` +
    `${addressId === undefined ? ' without a registered address (sms.addressId)' : ''}. Nothing was bought. Register ` +
    'with another type or fewer filters.'
  );
}

async function searchNumbers(
  genesys: GenesysConnection,
  { countryCode, phoneNumberType, areaCode, pattern }: SmsRequest,
): Promise<Models.SmsAvailablePhoneNumber[]> {
  const listing = await routingApi(genesys).getRoutingSmsAvailablephonenumbers(countryCode, phoneNumberType, {
    ...(areaCode === undefined ? {} : { areaCode }),
    ...(pattern === undefined ? {} : { pattern }),
  });
  return listing.entities ?? [];
}

function fits(number: Models.SmsAvailablePhoneNumber, addressId: string | undefined): boolean {
  const canText = (number.capabilities ?? []).some((capability) => capability.toLowerCase() === 'sms');
  const needsAddress = (number.addressRequirement ?? 'none').toLowerCase() !== 'none';
  return canText && (!needsAddress || addressId !== undefined);
}
