import { NUMBER_BLOCKS, SOLD_BY_HAND, WANTS_ADDRESS } from './number-blocks.ts';
import type { NumberBlock } from './number-blocks.ts';

/** A number that the carriers offer. */
export interface InventoryNumber {
  phoneNumber: string;
  capabilities: string[];
  block: NumberBlock;
}

/** One in a hundred carries voice only: whoever buys without looking at the capabilities meets it. */
const VOICE_ONLY_ENDING = '13';

const inventoryNumber = (block: NumberBlock, index: number): InventoryNumber => {
  const phoneNumber = `${block.prefix}${String(index).padStart(block.digits, '0')}`;
  return {
    phoneNumber,
    capabilities: phoneNumber.endsWith(VOICE_ONLY_ENDING) ? ['voice'] : ['sms', 'mms', 'voice'],
    block,
  };
};

/** Every number of a country and type. */
export function inventoryOf(countryCode: string, phoneNumberType: string): InventoryNumber[] {
  return NUMBER_BLOCKS.filter(
    (block) => block.countryCode === countryCode && block.phoneNumberType === phoneNumberType,
  ).flatMap((block) =>
    Array.from({ length: block.to - block.from + 1 }, (_, index) => inventoryNumber(block, block.from + index)),
  );
}

/** The offers of one number: none, one, or one for each country that shares a toll-free range. */
export function findInInventory(phoneNumber: string): InventoryNumber[] {
  return NUMBER_BLOCKS.filter(({ prefix, digits, from, to }) => {
    const index = Number(phoneNumber.slice(prefix.length));
    return (
      phoneNumber.startsWith(prefix) && phoneNumber.length === prefix.length + digits && index >= from && index <= to
    );
  }).map((block) => inventoryNumber(block, Number(phoneNumber.slice(block.prefix.length))));
}

/** The address that a country wants on file before it sells a number. */
export function addressRequirement(countryCode: string): 'none' | 'any' | 'local' {
  return SOLD_BY_HAND.has(countryCode) ? 'local' : (WANTS_ADDRESS[countryCode] ?? 'none');
}

/** Numbers between 0 and 1, the same ones for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Up to `count` of them in random order; the same for the same seed. */
export function sample<T>(values: readonly T[], count: number, seed: number): T[] {
  const next = random(seed);
  const rest = [...values];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) {
    const index = Math.floor(next() * rest.length);
    const last = rest.pop();
    if (last === undefined) break;
    chosen.push(index < rest.length ? (rest[index] as T) : last);
    if (index < rest.length) rest[index] = last;
  }
  return chosen;
}
