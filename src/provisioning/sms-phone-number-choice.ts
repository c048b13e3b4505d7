import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
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
  const taken = new Set(refused.map((candidate) => candidate.smsPhoneNumber));
  for (let search = 0; search < SEARCHES; search++) {
    const found = await searchNumbers(work);
    const candidate = found.find(
      (number) => !taken.has(number.phoneNumber ?? '') && fits(number, registration.sms.addressId),
    );
    if (candidate?.phoneNumber !== undefined) {
      const entry: SmsPhoneNumberEntry = {
        state: 'chosen',
        smsPhoneNumber: candidate.phoneNumber,
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
  }
  const { countryCode, phoneNumberType, areaCode, pattern } = registration.sms;
  const filters = [areaCode && `area code ${areaCode}`, pattern && `pattern ${pattern}`].filter(Boolean).join(', ');
  throw orgError(
    'NoSmsPhoneNumberAvailable',
    work.record,
    `Genesys offers no ${phoneNumberType} number in ${countryCode}${filters === '' ? '' : ` (${filters})`} that can send texts` +
      `${registration.sms.addressId === undefined ? ' without a registered address (sms.addressId)' : ''}. Nothing was bought. Register ` +
      'with another type or fewer filters.',
  );
}

async function searchNumbers(work: OrgWork): Promise<Models.SmsAvailablePhoneNumber[]> {
  const { countryCode, phoneNumberType, areaCode, pattern } = work.record.registration.sms;
  const listing = await routingApi(work.genesys).getRoutingSmsAvailablephonenumbers(countryCode, phoneNumberType, {
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
