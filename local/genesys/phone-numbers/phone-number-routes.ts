import type { Models } from 'purecloud-platform-client-v2';
import { ApiError } from '../http/api-error.ts';
import { page, sortedBy } from '../http/query.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import type { PhoneNumberState } from '../state/org-state.ts';
import { isBeingBought, smsPhoneNumber } from './lifecycle.ts';
import { searchNumbers } from './number-search.ts';
import { buyNumber } from './purchase.ts';

const PATH = '/api/v2/routing/sms/phonenumbers';
const STATUSES = ['active', 'invalid', 'initiated', 'porting', 'pending', 'pending-cancellation'];

function findNumber(call: Call): PhoneNumberState {
  const id = param(call, 'phoneNumberId');
  const number = call.org.phoneNumbers.find(({ phoneNumber }) => phoneNumber === id);
  if (!number) throw new ApiError(404, 'not.found', [`SMS number ${id.slice(0, 40)}`]);
  return number;
}

const includes = (wanted: readonly string[], value: string | undefined): boolean =>
  wanted.length === 0 || wanted.some((each) => each.toLowerCase() === value?.toLowerCase());

/** The vendor's filter: digits are looked for anywhere in the number, an asterisk stands for anything. */
function fitsNumberFilter(phoneNumber: string, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  const parts = filter.split('*').map((part) => part.replaceAll(/\D/g, ''));
  let from = 0;
  for (const part of parts) {
    const index = phoneNumber.indexOf(part, from);
    if (index < 0) return false;
    from = index + part.length;
  }
  return true;
}

const SORT_KEYS: Readonly<Record<string, (number: Models.SmsPhoneNumber) => string | boolean | undefined>> = {
  phonenumber: ({ phoneNumber }) => phoneNumber,
  countrycode: ({ countryCode }) => countryCode,
  country: ({ country }) => country,
  datecreated: ({ dateCreated }) => dateCreated,
  datemodified: ({ dateModified }) => dateModified,
  phonenumberstatus: ({ phoneNumberStatus }) => phoneNumberStatus,
  phonenumbertype: ({ phoneNumberType }) => phoneNumberType,
  purchasedate: ({ purchaseDate }) => purchaseDate,
  supportsmms: ({ supportsMms }) => supportsMms,
  supportssms: ({ supportsSms }) => supportsSms,
  supportsvoice: ({ supportsVoice }) => supportsVoice,
};

function listNumbers({ org, query, world }: Call): Models.SmsPhoneNumberEntityListing {
  const types = query.listOf('phoneNumberType', ['local', 'mobile', 'tollfree', 'shortcode', 'alphanumeric']);
  const statuses = query.listOf('phoneNumberStatus', STATUSES);
  const key = SORT_KEYS[query.oneOf('sortBy', Object.keys(SORT_KEYS)) ?? 'phonenumber'];
  const isDescending = query.oneOf('sortOrder', ['ascending', 'descending']) === 'descending';
  // Neither integrations nor profiles of supported content are simulated, so no number has one.
  const wantsUnknown = [...query.list('integration.id'), ...query.list('supportedContent.id')].length > 0;
  const numbers = (wantsUnknown ? [] : org.phoneNumbers)
    .map((number) => smsPhoneNumber(org, number, world.now(), query.one('language')))
    .filter(({ phoneNumber }) => fitsNumberFilter(phoneNumber, query.one('phoneNumber')))
    .filter(({ phoneNumberType }) => includes(types, phoneNumberType))
    .filter(({ countryCode }) => includes(query.list('countryCode'), countryCode))
    // The filter writes pending-cancellation where the answer has PENDING_CANCELLATION.
    .filter(({ phoneNumberStatus }) => includes(statuses, phoneNumberStatus?.replace('_', '-')));
  return page(sortedBy(numbers, key ?? (({ phoneNumber }) => phoneNumber), isDescending), query, PATH);
}

/** Begins a release; it is over when the number is not found any more. */
function releaseNumber(call: Call): void {
  const { world } = call;
  const number = findNumber(call);
  if (isBeingBought(number, world.now()) || number.releaseOrderedAt !== undefined) {
    throw new ApiError(409, 'provisioning.action.in.progress', [number.phoneNumber]);
  }
  if (number.recipientFlowId !== undefined) throw new ApiError(400, 'recipient.has.flow', [number.phoneNumber]);
  number.releaseOrderedAt = world.now();
  number.releasedAt = world.now() + world.settings.purchaseMs;
  number.version += 1;
}

/** The SMS numbers: searching, buying, looking, releasing. */
export const phoneNumberRoutes: readonly Route[] = [
  {
    operation: 'getRoutingSmsAvailablephonenumbers',
    method: 'GET',
    path: '/api/v2/routing/sms/availablephonenumbers',
    permissions: ['sms:phoneNumber:add'],
    handle: (call) => ok(searchNumbers(call)),
  },
  {
    operation: 'postRoutingSmsPhonenumbers',
    method: 'POST',
    path: PATH,
    permissions: ['sms:phoneNumber:add'],
    handle: (call) => ({ status: 202, body: buyNumber(call) }),
  },
  {
    operation: 'getRoutingSmsPhonenumbers',
    method: 'GET',
    path: PATH,
    permissions: ['sms:phoneNumber:view'],
    handle: (call) => ok(listNumbers(call)),
  },
  {
    operation: 'getRoutingSmsPhonenumber',
    method: 'GET',
    path: `${PATH}/{phoneNumberId}`,
    permissions: ['sms:phoneNumber:view'],
    handle: (call) => ok(smsPhoneNumber(call.org, findNumber(call), call.world.now())),
  },
  {
    operation: 'deleteRoutingSmsPhonenumber',
    method: 'DELETE',
    path: `${PATH}/{phoneNumberId}`,
    permissions: ['sms:phoneNumber:delete'],
    handle: (call) => {
      releaseNumber(call);
      return { status: 202 };
    },
  },
];
