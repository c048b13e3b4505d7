import { randomUUID } from 'node:crypto';
import type { Models } from 'purecloud-platform-client-v2';
import * as z from 'zod/mini';
import { ApiError } from '../http/api-error.ts';
import { page } from '../http/query.ts';
import { optional, parseBody } from '../http/request-body.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import type { AddressState } from '../state/org-state.ts';

const PATH = '/api/v2/routing/sms/addresses';

const SmsAddressProvision = z.strictObject({
  id: optional(z.string()),
  name: z.string(),
  street: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  countryCode: z.string(),
  autoCorrectAddress: optional(z.boolean()),
  selfUri: optional(z.string()),
});

/** Countries whose addresses are looked up, by what their postal codes look like. */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = {
  BR: /^\d{5}-?\d{3}$/,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
  DE: /^\d{5}$/,
  DK: /^\d{4}$/,
  FR: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  JP: /^\d{3}-?\d{4}$/,
  US: /^\d{5}(-\d{4})?$/,
};

/** Takes an address in. @throws ApiError 400 where it can't be one */
function addAddress(call: Call): Models.SmsAddress {
  const provision = parseBody(SmsAddressProvision, 'SmsAddressProvision', call.body);
  const { street, city, postalCode, countryCode } = provision;
  if (!/^[A-Z]{2}$/.test(countryCode)) {
    throw new ApiError(400, 'invalid.value', [countryCode.slice(0, 80), 'countryCode', 'ISO 3166-1 codes']);
  }
  const expected = POSTAL_CODES[countryCode];
  const isPlausible = [street, city, postalCode].every((part) => part.trim() !== '');
  if (!isPlausible || expected?.test(postalCode.trim()) === false) throw new ApiError(400, 'invalid.address');
  const tidy = (text: string): string => (provision.autoCorrectAddress === false ? text : text.trim());
  const id = randomUUID();
  const address: AddressState = {
    id,
    name: provision.name,
    street: tidy(street),
    city: tidy(city),
    region: tidy(provision.region),
    postalCode: tidy(postalCode),
    countryCode,
    validated: expected !== undefined,
    selfUri: `${PATH}/${id}`,
  };
  call.org.addresses.push(address);
  return address;
}

function findAddress(call: Call): AddressState {
  const id = param(call, 'addressId');
  const address = call.org.addresses.find((each) => each.id === id);
  if (!address) throw new ApiError(404, 'not.found', [`address ${id.slice(0, 80)}`]);
  return address;
}

function deleteAddress(call: Call): void {
  const { id } = findAddress(call);
  const user = call.org.phoneNumbers.find(({ addressId }) => addressId === id);
  if (user) throw new ApiError(400, 'bad.request', [`${user.phoneNumber} needs this address`]);
  call.org.addresses = call.org.addresses.filter((each) => each.id !== id);
}

/** The addresses that some countries want on file before they sell a number. */
export const addressRoutes: readonly Route[] = [
  {
    operation: 'getRoutingSmsAddresses',
    method: 'GET',
    path: PATH,
    permissions: ['sms:phoneNumber:view'],
    handle: ({ org, query }) => ok(page(org.addresses, query, PATH)),
  },
  {
    operation: 'postRoutingSmsAddresses',
    method: 'POST',
    path: PATH,
    permissions: ['sms:phoneNumber:add'],
    handle: (call) => ok(addAddress(call)),
  },
  {
    operation: 'getRoutingSmsAddress',
    method: 'GET',
    path: `${PATH}/{addressId}`,
    permissions: ['sms:phoneNumber:view'],
    handle: (call) => ok(findAddress(call)),
  },
  {
    operation: 'deleteRoutingSmsAddress',
    method: 'DELETE',
    path: `${PATH}/{addressId}`,
    permissions: ['sms:phoneNumber:delete'],
    handle: (call) => {
      deleteAddress(call);
      return { status: 204 };
    },
  },
];
