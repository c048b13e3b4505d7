import * as z from 'zod/mini';
import { GENESYS_REGIONS } from './genesys-regions.ts';

/** An E.164 phone number: `+`, then 7 to 15 digits, no leading zero. */
export const E164 = /^\+[1-9]\d{6,14}$/;

const DEFAULT_QUEUE_NAME = 'G Ride';
const DEFAULT_FLOW = 'gride-message-flow';

/** A Genesys org id as `GET /api/v2/organizations/me` shows it. */
export const GENESYS_ORG_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const orgId = z.string({ error: 'must be a text: the id that GET /api/v2/organizations/me shows' }).check(
  z.regex(GENESYS_ORG_ID, {
    error: 'must be the org id as GET /api/v2/organizations/me shows it: a UUID in lower case',
  }),
);
const e164 = z
  .string()
  .check(
    z.regex(E164, { error: 'must be an E.164 number: "+", country code and number, digits only, as in +447700900123' }),
  );
const text = (what: string, maximum: number) =>
  z
    .string({ error: `must be a text: ${what}` })
    .check(z.regex(/\S/, { error: `must not be empty: ${what}` }), z.maxLength(maximum));

const SmsRequest = z.strictObject(
  {
    countryCode: z
      .string({ error: 'must be a two-letter country code, such as GB' })
      .check(z.regex(/^[A-Z]{2}$/, { error: 'must be a two-letter ISO 3166-1 country code in capitals, such as GB' })),
    phoneNumberType: z.enum(['local', 'mobile', 'tollfree'], { error: 'must be local, mobile or tollfree' }),
    areaCode: z.optional(z.string().check(z.regex(/^\d{1,6}$/, { error: 'must be 1 to 6 digits' }))),
    pattern: z.optional(
      z.string().check(z.regex(/^[\d*]{1,15}$/, { error: 'must be digits and *, where * stands for one digit' })),
    ),
    addressId: z.optional(text('the id of an address made with POST /api/v2/routing/sms/addresses', 100)),
    phoneNumber: z.optional(e164),
  },
  { error: 'must be an object with countryCode and phoneNumberType: the number to buy' },
);

/** What may be overwritten though it isn't ours. */
export const REPLACEABLE = ['flow', 'route', 'queueNumber'] as const;
export type Replaceable = (typeof REPLACEABLE)[number];

/** The detail of a `Lab Org Registered` event; the one schema for the first stage, the command line and the examples. */
export const RegistrationSchema = z.strictObject(
  {
    genesysOrgId: orgId,
    name: text('the name by which people know the org', 200).check(
      z.regex(/^\P{Cc}*$/u, { error: 'must be a name without control characters' }),
    ),
    genesysRegion: z.enum(Object.keys(GENESYS_REGIONS) as [keyof typeof GENESYS_REGIONS], {
      error: `must be the AWS region of the org, one of ${Object.keys(GENESYS_REGIONS).join(', ')}`,
    }),
    sms: SmsRequest,
    queueName: z._default(
      text('the exact name of the queue', 256).check(
        z.regex(/^(?!.*\{\{)/s, { error: 'must not contain "{{": Genesys takes that for a placeholder in the flow' }),
      ),
      DEFAULT_QUEUE_NAME,
    ),
    flow: z._default(
      z
        .string()
        .check(z.regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'must be the name of a file in flows/, without .yaml' })),
      DEFAULT_FLOW,
    ),
    leaseDays: z.optional(z.int({ error: 'must be a whole number of days' }).check(z.gte(1), z.lte(3650))),
    onFailure: z._default(z.enum(['keep', 'release'], { error: 'must be keep or release' }), 'keep'),
    replace: z._default(z.array(z.enum(REPLACEABLE, { error: 'must be a list out of flow, route, queueNumber' })), []),
    unlockFlow: z._default(
      z.boolean({ error: 'must be true or false; true takes a locked flow out of the hands of whoever has it open' }),
      false,
    ),
    abandonCandidate: z.optional(e164),
  },
  { error: 'must be an object: the detail of a Lab Org Registered event' },
);

/** A registration with its defaults filled in. */
export type Registration = z.infer<typeof RegistrationSchema>;

/** What to buy: the `sms` part of a registration. */
export type SmsRequest = Registration['sms'];

/** The request of a verification; `provisionedBy` is the ARN of the provisioning execution that led to it. */
export const VerificationRequestSchema = z.strictObject(
  {
    genesysOrgId: orgId,
    provisionedBy: z.optional(z.string().check(z.minLength(1))),
  },
  { error: 'must be an object with genesysOrgId' },
);
export type VerificationRequest = z.infer<typeof VerificationRequestSchema>;

/**
 * The request of a decommissioning. An adopted number is released only if `releaseAdopted` spells it out; `abandonCandidate`
 * ends the doubt about a number that may have been bought and that a person has looked for in vain. The product's own
 * requests say what they are due to, an ended lease or a failed execution: when that no longer holds, nothing is undone.
 */
export const DecommissionRequestSchema = z.strictObject(
  {
    genesysOrgId: orgId,
    releaseAdopted: z.optional(e164),
    abandonCandidate: z.optional(e164),
    leaseUntil: z.optional(z.iso.datetime({ error: 'must be the end of the lease, ISO 8601 in UTC' })),
    failedExecution: z.optional(text('the ARN of the failed execution', 300)),
  },
  { error: 'must be an object with genesysOrgId' },
);
export type DecommissionRequest = z.infer<typeof DecommissionRequestSchema>;

const shown = (value: unknown): string => {
  const json = JSON.stringify(value) as string | undefined;
  return json === undefined ? 'missing' : json.length > 80 ? `${json.slice(0, 77)}...` : json;
};

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** Parsed input, or every problem of it: field, value and what to do, one line each. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: string[] };

/** Holds input against a schema and collects all its problems at once, unknown fields included. */
export function parse<T>(schema: z.ZodMiniType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const place = field === '' ? '' : `${field}.`;
      return issue.keys.map((key) => `${place}${key}: unknown field; remove it or mend its spelling`);
    }
    return [`${field === '' ? 'input' : field} (${shown(valueAt(input, issue.path))}): ${issue.message}`];
  });
  return { ok: false, problems };
}
