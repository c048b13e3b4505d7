import * as z from 'zod/mini';
import type { Plan } from '../../src/workflow/plan.ts';
import { numberPrice, textPrice, type PriceTable } from './price-table.ts';

/** One thing that costs money. An amount is null where the price table has none; 0 is free. */
export const CostSchema = z.strictObject({
  what: z.enum(['number', 'test text', 'AWS run', 'AWS secret']),
  /** `possible`: only if a purchase that is in doubt was not made before. */
  certainty: z.enum(['sure', 'possible']),
  /** Whether it costs that already, whatever is done. */
  isCostingAlready: z.boolean(),
  oneOff: z.nullable(z.number()),
  perMonth: z.nullable(z.number()),
  currency: z.string(),
});
export type Cost = z.infer<typeof CostSchema>;

/** What a plan would cost. A number that is refused costs nothing, since none would be bought. */
export function planCosts(plan: Plan, prices: PriceTable): Cost[] {
  const { charge, ...wanted } = plan.number;
  const { oneOff, perMonth } = numberPrice(prices, wanted);
  const { currency, aws } = prices;
  const costs: Cost[] = [];
  if (plan.things.some(({ thing, action }) => thing === 'number' && action === 'unknown'))
    costs.push({ ...SURE, what: 'number', oneOff: null, perMonth: null, currency });
  if (charge !== 'unknown') {
    const isCostingAlready = charge === 'goes on';
    const certainty = charge === 'possible' ? 'possible' : 'sure';
    costs.push({
      what: 'number',
      certainty,
      isCostingAlready,
      oneOff: isCostingAlready ? 0 : oneOff,
      perMonth,
      currency,
    });
  }
  if (plan.sendsText === true)
    costs.push({ ...SURE, what: 'test text', oneOff: textPrice(prices, wanted.countryCode), perMonth: 0, currency });
  const { perRun, secretPerMonth } = aws;
  costs.push(
    { ...SURE, what: 'AWS run', oneOff: perRun, perMonth: 0, currency: aws.currency },
    {
      ...SURE,
      what: 'AWS secret',
      isCostingAlready: true,
      oneOff: 0,
      perMonth: secretPerMonth,
      currency: aws.currency,
    },
  );
  return costs;
}

const SURE = { certainty: 'sure', isCostingAlready: false } as const;

/** An amount as people read it. */
export function moneyText(amount: number | null, currency: string): string {
  if (amount === null) return 'unknown';
  return `${amount !== 0 && amount < 0.01 ? String(amount) : amount.toFixed(2)} ${currency}`;
}

/** What a thing costs, in the few words that fit into a table. */
export function costText({ oneOff, perMonth, currency, certainty, isCostingAlready }: Cost): string {
  const amounts = [oneOff, perMonth].filter((amount) => amount !== 0);
  if (amounts.length > 0 && amounts.every((amount) => amount === null))
    return isCostingAlready ? 'goes on, unknown' : 'unknown';
  const parts = [
    ...(oneOff === 0 ? [] : [`${moneyText(oneOff, currency)} once`]),
    ...(perMonth === 0 ? [] : [`${moneyText(perMonth, currency)} a month`]),
  ];
  const text = parts.length === 0 ? 'nothing' : parts.join(', ');
  return `${certainty === 'possible' ? 'perhaps ' : ''}${text}`;
}

/** The sum of what is known, by currency, and what in it is not. */
export function total(costs: readonly Cost[], of: 'oneOff' | 'perMonth'): string {
  const sums = new Map<string, number>();
  for (const cost of costs) sums.set(cost.currency, (sums.get(cost.currency) ?? 0) + (cost[of] ?? 0));
  const known = [...sums].filter(([, sum]) => sum > 0).map(([currency, sum]) => moneyText(sum, currency));
  const unknown = costs.filter((cost) => cost[of] === null).map(({ what }) => what);
  const sum = known.length === 0 ? 'nothing' : known.join(' + ');
  return unknown.length === 0 ? sum : `${sum}, and what is unknown: ${unknown.join(', ')}`;
}
