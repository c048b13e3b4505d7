import type { Models } from 'purecloud-platform-client-v2';
import { ApiError } from '../http/api-error.ts';
import type { Query } from '../http/query.ts';
import type { Call } from '../http/route.ts';
import { addressRequirement, inventoryOf, sample } from './inventory.ts';
import type { InventoryNumber } from './inventory.ts';

/** Source: the API's own description of the search. */
const NUMBERS_PER_SEARCH = 30;

function required(query: Query, name: string): string {
  const value = query.one(name);
  if (value === undefined) throw new ApiError(400, 'constraint.validation', [`${name} may not be null`]);
  return value;
}

function patternOf(query: Query): RegExp {
  const pattern = query.one('pattern') ?? '';
  if (!/^[\d*]{0,20}$/.test(pattern)) {
    throw new ApiError(400, 'invalid.query.param.value', [
      pattern.slice(0, 80),
      'pattern',
      'digits and *, one digit each',
    ]);
  }
  return new RegExp(pattern.replaceAll('*', '\\d'));
}

const fits = (wanted: string | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted.toLowerCase() === value?.toLowerCase();

function available({ phoneNumber, capabilities, block }: InventoryNumber): Models.SmsAvailablePhoneNumber {
  return {
    id: phoneNumber,
    name: phoneNumber,
    phoneNumber,
    countryCode: block.countryCode,
    ...(block.region === undefined ? {} : { region: block.region }),
    ...(block.city === undefined ? {} : { city: block.city }),
    capabilities,
    phoneNumberType: block.phoneNumberType,
    addressRequirement: addressRequirement(block.countryCode),
  };
}

/** Up to 30 numbers that nobody has, picked at random; none of them is reserved. */
export function searchNumbers({ query, world }: Call): Models.SMSAvailablePhoneNumberEntityListing {
  const countryCode = required(query, 'countryCode').toUpperCase();
  if (!/^[A-Z]{2}$/.test(countryCode)) {
    throw new ApiError(400, 'invalid.query.param.value', [countryCode.slice(0, 80), 'countryCode', 'two letters']);
  }
  required(query, 'phoneNumberType');
  const phoneNumberType = query.oneOf('phoneNumberType', ['local', 'mobile', 'tollfree']) ?? '';
  const requirement = query.oneOf('addressRequirement', ['none', 'any', 'local', 'foreign']);
  const pattern = patternOf(query);
  const held = world.heldNumbers();
  const matching = inventoryOf(countryCode, phoneNumberType)
    .filter(({ phoneNumber }) => !held.has(phoneNumber) && pattern.test(phoneNumber))
    .filter(
      ({ block }) =>
        fits(query.one('areaCode'), block.areaCode) &&
        fits(query.one('region'), block.region) &&
        fits(query.one('city'), block.city) &&
        fits(requirement, addressRequirement(block.countryCode)),
    );
  const seed = world.nextSearchSeed();
  const chosen = sample(matching, NUMBERS_PER_SEARCH, seed);
  const lost = sample(chosen, Math.round((chosen.length * world.settings.takenPercent) / 100), seed + 1);
  world.takeAway(lost.map(({ phoneNumber }) => phoneNumber));
  return { entities: chosen.map(available) };
}
