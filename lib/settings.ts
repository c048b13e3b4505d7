import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parse } from '../src/workflow/registration.ts';

/** The file in the project's root that holds every setting of a deployment. */
export const SETTINGS_FILE = 'settings.json';

const count = (maximum: number, what: string) =>
  z
    .int({ error: `must be a whole number: ${what}` })
    .check(
      z.gte(0, { error: `must be 0 or more: ${what}` }),
      z.lte(maximum, { error: `must be at most ${maximum}: ${what}` }),
    );

/** The limits of the limits keep each counting item of the ledger below DynamoDB's 400 KB. */
const SettingsSchema = z.strictObject(
  {
    numbersPerDay: z._default(count(1_000, 'numbers bought a day (UTC), over all orgs; 0 buys none'), 20),
    numbersInAll: z._default(count(5_000, 'numbers bought and not released, over all orgs; 0 buys none'), 100),
    testSmsPerOrgAndDay: z._default(count(100, 'test texts a day (UTC) for each org; 0 sends none'), 20),
    alarmEmails: z._default(
      z
        .array(z.string().check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: 'must be a mail address' })), {
          error: 'must be a list of mail addresses that alarms go to',
        })
        .check(z.maxLength(10, { error: 'must be ten addresses at most; a mailing list is better' })),
      [],
    ),
  },
  { error: 'must be an object, such as {"numbersPerDay": 20}' },
);

/** The settings of a deployment, with their defaults. */
export type Settings = z.infer<typeof SettingsSchema>;

/** The settings in a JSON text. @throws Error with every problem in one message */
export function parseSettings(text: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${SETTINGS_FILE} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = parse(SettingsSchema, json);
  if (parsed.ok) return parsed.value;
  throw new Error(`${SETTINGS_FILE} can't be used, nothing was deployed. Mend this: ${parsed.problems.join('; ')}.`);
}

/** The settings of the project in that folder. @throws Error as `parseSettings` does */
export function readSettings(root: string): Settings {
  return parseSettings(readFileSync(join(root, SETTINGS_FILE), 'utf8'));
}
