import type { Models } from 'purecloud-platform-client-v2';
import type { OrgState, PhoneNumberState } from '../state/org-state.ts';

/** Whether a purchase is still running at that time. */
export function isBeingBought(number: PhoneNumberState, now: number): boolean {
  return number.outcome === 'Pending' || now < number.settledAt;
}

/** Whether a number was bought and its release was not asked for. */
export function isActive(number: PhoneNumberState, now: number): boolean {
  const { outcome, settledAt, releaseOrderedAt, carrierStatus } = number;
  return outcome === 'Completed' && now >= settledAt && releaseOrderedAt === undefined && carrierStatus === undefined;
}

/** Whether the purchase of a number ended without it. */
export function hasFailed(number: PhoneNumberState, now: number): boolean {
  return number.outcome === 'Failed' && now >= number.settledAt;
}

/** Whether the message recipient of a number can be seen. */
export function hasRecipient(number: PhoneNumberState, now: number): boolean {
  return number.outcome === 'Completed' && number.releaseOrderedAt === undefined && now >= number.recipientAt;
}

/** The numbers of an org that nobody else can buy; a failed purchase holds none. */
export function heldNumbers(org: OrgState, now: number): string[] {
  return org.phoneNumbers.filter((number) => !hasFailed(number, now)).map(({ phoneNumber }) => phoneNumber);
}

/** Takes the numbers whose release has ended out of an org and off its queues; says whether there were any. */
export function dropReleasedNumbers(org: OrgState, now: number): boolean {
  const left = org.phoneNumbers.filter(({ releasedAt }) => releasedAt === undefined || now < releasedAt);
  const hasDropped = left.length < org.phoneNumbers.length;
  if (!hasDropped) return false;
  const dropped = org.phoneNumbers.filter((number) => !left.includes(number)).map(({ phoneNumber }) => phoneNumber);
  for (const { outboundMessagingAddresses: addresses } of org.queues) {
    if (addresses?.smsAddress?.id && dropped.includes(addresses.smsAddress.id)) delete addresses.smsAddress;
  }
  org.phoneNumbers = left;
  return true;
}

function provisioningStatus(number: PhoneNumberState, now: number): Models.SmsProvisioningStatus {
  if (number.releaseOrderedAt !== undefined) return { action: 'Delete', state: 'Running', version: number.version };
  if (isBeingBought(number, now)) return { action: 'Create', state: 'Running', version: number.version };
  if (number.outcome === 'Completed') return { action: 'Create', state: 'Completed', version: number.version };
  return {
    action: 'Create',
    state: 'Failed',
    version: number.version,
    error: {
      message: `The carrier did not hand over ${number.phoneNumber}.`,
      code: 'phone.number.unavailable',
      status: 400,
      details: [],
      errors: [],
    },
  };
}

function phoneNumberStatus(number: PhoneNumberState, now: number): string {
  if (number.releaseOrderedAt !== undefined) return 'PENDING_CANCELLATION';
  if (isBeingBought(number, now)) return 'PENDING';
  if (number.carrierStatus !== undefined) return number.carrierStatus;
  return number.outcome === 'Completed' ? 'ACTIVE' : 'INVALID';
}

const namesByLanguage = new Map<string, Intl.DisplayNames>();
/** Languages to remember: making the names of one takes its time. */
const MANY_LANGUAGES = 100;

function countryName(countryCode: string, language: string): string {
  try {
    const names = namesByLanguage.get(language) ?? new Intl.DisplayNames([language], { type: 'region' });
    if (namesByLanguage.size < MANY_LANGUAGES) namesByLanguage.set(language, names);
    return names.of(countryCode) ?? countryCode;
  } catch {
    return countryCode; // A language or a country that nobody has heard of.
  }
}

/** A number as the API answers it at that time. */
export function smsPhoneNumber(
  org: OrgState,
  number: PhoneNumberState,
  now: number,
  language = 'en-US',
): Models.SmsPhoneNumber {
  const address = org.addresses.find(({ id }) => id === number.addressId);
  return {
    id: number.phoneNumber,
    name: number.name ?? number.phoneNumber,
    phoneNumber: number.phoneNumber,
    phoneNumberType: number.phoneNumberType,
    countryCode: number.countryCode,
    country: countryName(number.countryCode, language),
    ...(address ? { addressId: address } : {}),
    provisionedThroughPureCloud: true,
    phoneNumberStatus: phoneNumberStatus(number, now),
    provisioningStatus: provisioningStatus(number, now),
    capabilities: number.capabilities,
    supportsSms: number.capabilities.includes('sms'),
    supportsMms: number.capabilities.includes('mms'),
    supportsVoice: number.capabilities.includes('voice'),
    dateCreated: new Date(number.orderedAt).toISOString(),
    dateModified: new Date(number.releaseOrderedAt ?? number.orderedAt).toISOString(),
    version: number.version,
    selfUri: `/api/v2/routing/sms/phonenumbers/${encodeURIComponent(number.phoneNumber)}`,
  };
}
