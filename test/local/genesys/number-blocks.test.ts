import { inventoryOf } from '../../../local/genesys/phone-numbers/inventory.ts';
import { NUMBER_BLOCKS, SOLD_BY_HAND } from '../../../local/genesys/phone-numbers/number-blocks.ts';

describe('the inventory', () => {
  it('holds well-formed E.164 numbers only, each once for a country', () => {
    const kinds = new Set(NUMBER_BLOCKS.map(({ countryCode, phoneNumberType }) => `${countryCode} ${phoneNumberType}`));
    for (const kind of kinds) {
      const [countryCode = '', type = ''] = kind.split(' ');
      const numbers = inventoryOf(countryCode, type).map(({ phoneNumber }) => phoneNumber);
      expect(numbers.filter((number) => !/^\+[1-9]\d{7,14}$/.test(number))).toEqual([]);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });

  it('offers numbers of every country that sells them only by hand, so that the refusal can be met', () => {
    for (const countryCode of SOLD_BY_HAND) expect(inventoryOf(countryCode, 'mobile').length).toBeGreaterThan(0);
  });
});
