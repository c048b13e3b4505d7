import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { parse } from '../../src/workflow/registration.ts';
import { CommandError } from '../command-line/command-error.ts';
import { givenJson } from '../command-line/given-file.ts';

const day = z.iso.date({ error: 'must be a day, such as 2026-11-23' });
const currency = z
  .string()
  .check(z.regex(/^[A-Z]{3}$/, { error: 'must be a currency in three capitals, such as USD' }));
const amount = z.number({ error: 'must be a number, or null where it is not known' }).check(z.gte(0));
const source = z.string({ error: 'must say where the prices are from' }).check(z.minLength(1));
const country = z.string().check(z.regex(/^[A-Z]{2}$/, { error: 'must be a two-letter country code, such as GB' }));
/** An example is shown nowhere and counted nowhere. */
const isExample = z.optional(z.boolean());

const PriceTableSchema = z.strictObject(
  {
    currency,
    /** The day on which the prices were looked up. */
    asOf: day,
    source,
    numbers: z.array(
      z.strictObject({
        countryCode: country,
        phoneNumberType: z.string(),
        oneOff: z.nullable(amount),
        perMonth: z.nullable(amount),
        isExample,
      }),
    ),
    /** By the country of the number that sends. */
    texts: z.array(z.strictObject({ countryCode: country, each: z.nullable(amount), isExample })),
    aws: z.strictObject({ currency, asOf: day, source, perRun: amount, secretPerMonth: amount }),
  },
  { error: 'must be an object: prices.json of the project shows its form' },
);

/** What numbers, texts and AWS cost, when that was looked up and where. */
export type PriceTable = z.infer<typeof PriceTableSchema>;

/** What a number costs; null where nobody knows. */
export interface NumberPrice {
  oneOff: number | null;
  perMonth: number | null;
}

/** Reads a price table: that file, or `prices.json` of the project. @throws CommandError when it can't be used */
export function readPriceTable(root: string, file: string | undefined): PriceTable {
  const path = file === undefined ? join(root, 'prices.json') : resolve(file);
  const json = givenJson('--prices', path);
  const parsed = parse(PriceTableSchema, json);
  if (parsed.ok) return parsed.value;
  throw new CommandError(`the price table ${path} can't be used.`, `Mend this: ${parsed.problems.join('; ')}.`);
}

/** What a number of that kind costs, as far as the table says. */
export function numberPrice(
  { numbers }: PriceTable,
  wanted: { countryCode: string; phoneNumberType: string },
): NumberPrice {
  const found = numbers.find(
    ({ countryCode, phoneNumberType, isExample: isMadeUp }) =>
      isMadeUp !== true && countryCode === wanted.countryCode && phoneNumberType === wanted.phoneNumberType,
  );
  return { oneOff: found?.oneOff ?? null, perMonth: found?.perMonth ?? null };
}

/** What a text from a number of that country costs; null where nobody knows. */
export function textPrice({ texts }: PriceTable, country: string): number | null {
  return (
    texts.find(({ countryCode, isExample: isMadeUp }) => isMadeUp !== true && countryCode === country)?.each ?? null
  );
}
