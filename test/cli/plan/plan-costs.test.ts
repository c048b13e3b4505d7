import { join } from 'node:path';
import { costText, planCosts, total } from '../../../cli/plan/plan-costs.ts';
import { numberPrice, readPriceTable, textPrice, type PriceTable } from '../../../cli/plan/price-table.ts';
import type { NumberCharge, Plan } from '../../../src/workflow/plan.ts';
import { PROJECT } from '../../support/run-node.ts';

const aws = { currency: 'USD', asOf: '2026-11-01', source: 'a list', perRun: 0.002, secretPerMonth: 0.4 };
const PRICES: PriceTable = {
  currency: 'EUR',
  asOf: '2026-10-01',
  source: 'a contract',
  numbers: [{ countryCode: 'GB', phoneNumberType: 'mobile', oneOff: 2, perMonth: 3.5 }],
  texts: [{ countryCode: 'GB', each: 0.05 }],
  aws,
};

const planned = (charge: NumberCharge, countryCode = 'GB', sendsText: boolean | null = true): Plan => ({
  ...{ genesysOrgId: 'org', name: 'Lab', genesysRegion: 'eu-west-2', status: 'ready', heldBy: null },
  ...{ permissions: 'complete', lacking: [], things: [], problems: [], hints: [], sendsText },
  number: { countryCode, phoneNumberType: 'mobile', smsPhoneNumber: null, charge },
});
const texts = (plan: Plan): string[] => planCosts(plan, PRICES).map((cost) => `${cost.what}: ${costText(cost)}`);

describe('what a plan costs', () => {
  it('is once and every month for a number that is bought, and perhaps for one in doubt', () => {
    expect(texts(planned('begins'))).toEqual([
      'number: 2.00 EUR once, 3.50 EUR a month',
      'test text: 0.05 EUR once',
      'AWS run: 0.002 USD once',
      'AWS secret: 0.40 USD a month',
    ]);
    expect(texts(planned('possible'))[0]).toBe('number: perhaps 2.00 EUR once, 3.50 EUR a month');
  });

  it('goes on every month for a number that is there already, and is nothing for one that is refused', () => {
    expect(texts(planned('goes on', 'GB', false))[0]).toBe('number: 3.50 EUR a month');
    expect(texts(planned('unknown', 'GB', null))).toEqual(['AWS run: 0.002 USD once', 'AWS secret: 0.40 USD a month']);
  });

  it('is unknown where the table has no price, and so is the sum', () => {
    const costs = planCosts(planned('begins', 'FR'), PRICES);
    expect(costs.slice(0, 2).map(costText)).toEqual(['unknown', 'unknown']);
    expect(total(costs, 'oneOff')).toBe('0.002 USD, and what is unknown: number, test text');
    expect(total(planCosts(planned('begins'), PRICES), 'perMonth')).toBe('3.50 EUR + 0.40 USD');
  });
});

describe('the price table that comes with the project', () => {
  it('gives no made-up price as if it were one: its examples are not used', () => {
    const prices = readPriceTable(PROJECT, undefined);
    expect(prices.numbers.length).toBeGreaterThan(0);
    for (const number of prices.numbers) expect(numberPrice(prices, number)).toEqual({ oneOff: null, perMonth: null });
    for (const { countryCode } of prices.texts) expect(textPrice(prices, countryCode)).toBeNull();
  });

  it('is refused with every problem where it is spoilt', () => {
    expect(() => readPriceTable(PROJECT, join(PROJECT, 'settings.json'))).toThrow(/price table .* can't be used/);
  });
});
