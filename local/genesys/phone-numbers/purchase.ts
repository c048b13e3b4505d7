import type { Models } from 'purecloud-platform-client-v2';
import * as z from 'zod/mini';
import { ApiError } from '../http/api-error.ts';
import { optional, parseBody } from '../http/request-body.ts';
import type { Call } from '../http/route.ts';
import type { PhoneNumberState } from '../state/org-state.ts';
import { addressRequirement, findInInventory } from './inventory.ts';
import { hasFailed, isBeingBought, smsPhoneNumber } from './lifecycle.ts';
import { SOLD_BY_HAND, WANTS_BUNDLE } from './number-blocks.ts';

const SmsPhoneNumberProvision = z.strictObject({
  id: optional(z.string()),
  phoneNumber: z.string(),
  phoneNumberType: z.enum(['local', 'mobile', 'tollfree', 'shortcode']),
  countryCode: z.string(),
  name: optional(z.string()),
  addressId: optional(z.string()),
  supportedContent: optional(z.strictObject({ id: optional(z.string()), selfUri: optional(z.string()) })),
  selfUri: optional(z.string()),
});
type Provision = z.infer<typeof SmsPhoneNumberProvision>;

/** Refuses what the org itself rules out: a number that it has, is buying or is releasing. */
function checkOwnNumber({ org, world }: Call, phoneNumber: string): void {
  const own = org.phoneNumbers.find((each) => each.phoneNumber === phoneNumber);
  if (!own || hasFailed(own, world.now())) return;
  const isMoving = isBeingBought(own, world.now()) || own.releaseOrderedAt !== undefined;
  if (isMoving) throw new ApiError(409, 'provisioning.action.in.progress', [phoneNumber]);
  throw new ApiError(400, 'phone.number.duplicate', [phoneNumber]);
}

/** What the carriers offer under that number, if the request describes it rightly. */
function checkOffer({ world }: Call, { phoneNumber, countryCode, phoneNumberType }: Provision): string[] {
  const offers = findInInventory(phoneNumber);
  if (offers.length === 0 || world.heldNumbers().has(phoneNumber)) {
    throw new ApiError(400, 'phone.number.unavailable', [phoneNumber]);
  }
  const inCountry = offers.filter(({ block }) => block.countryCode === countryCode);
  if (inCountry.length === 0) throw new ApiError(400, 'unexpected.country.code', [countryCode]);
  const offer = inCountry.find(({ block }) => block.phoneNumberType === phoneNumberType);
  if (!offer) throw new ApiError(400, 'unexpected.phone.number.type', [phoneNumberType]);
  // The vendor answers a number that the carrier won't connect to SMS with a 404 of this code.
  if (!offer.capabilities.includes('sms')) throw new ApiError(404, 'bad.request', [`${phoneNumber} carries no SMS`]);
  return offer.capabilities;
}

/** Refuses a purchase without the address that the country wants. */
function checkAddress({ org }: Call, { countryCode, addressId }: Provision): void {
  const address = org.addresses.find(({ id }) => id === addressId);
  if (addressId && !address) throw new ApiError(400, 'bad.request', [`no address ${addressId.slice(0, 80)}`]);
  const wanted = addressRequirement(countryCode);
  if (wanted === 'any' && !address) throw new ApiError(400, 'requires.an.address', [countryCode]);
  if (wanted === 'local' && address?.countryCode !== countryCode) {
    throw new ApiError(400, 'requires.local.address', [countryCode]);
  }
}

/** Refuses what no request can buy. */
function checkCountry({ countryCode }: Provision): void {
  if (WANTS_BUNDLE.has(countryCode)) throw new ApiError(400, 'phone.number.requires.a.bundle', [countryCode]);
  if (SOLD_BY_HAND.has(countryCode)) throw new ApiError(400, 'requires.verified.identity.document', [countryCode]);
}

/** Begins a purchase; the number is the org's, or known to have failed, when its time has passed. */
export function buyNumber(call: Call): Models.SmsPhoneNumber {
  const { org, world } = call;
  const provision = parseBody(SmsPhoneNumberProvision, 'SmsPhoneNumberProvision', call.body);
  const { phoneNumber, phoneNumberType, countryCode } = provision;
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber))
    throw new ApiError(400, 'invalid.e164.number', [phoneNumber.slice(0, 80)]);
  if (phoneNumberType === 'shortcode') throw new ApiError(400, 'invalid.short.code.operation', [phoneNumber]);
  checkOwnNumber(call, phoneNumber);
  checkCountry(provision);
  const capabilities = checkOffer(call, provision);
  checkAddress(call, provision);
  const now = world.now();
  const settledAt = now + world.settings.purchaseMs;
  const number: PhoneNumberState = {
    phoneNumber,
    phoneNumberType,
    countryCode,
    ...(provision.name ? { name: provision.name } : {}),
    capabilities,
    version: 1,
    orderedAt: now,
    settledAt,
    outcome: call.injected?.outcome ?? 'Completed',
    recipientAt: settledAt + world.settings.recipientDelayMs,
    registration: { state: 'none' },
    ...(provision.addressId ? { addressId: provision.addressId } : {}),
  };
  org.phoneNumbers = [...org.phoneNumbers.filter((each) => each.phoneNumber !== phoneNumber), number];
  return smsPhoneNumber(org, number, now);
}
