import * as z from 'zod/mini';

const E164 = /^\+[1-9]\d{6,14}$/;
const text = (what: string) =>
  z.string({ error: `must be a text: ${what}` }).check(z.minLength(1, { error: 'must not be empty' }));
const wholeNumber = (minimum: number) => {
  const error = `must be a whole number, ${minimum} or more`;
  return z.optional(z.int({ error }).check(z.gte(minimum, { error })));
};
/** A number with its country code. */
export const e164 = z
  .string({ error: 'must be an E.164 number such as +447700900123' })
  .check(z.regex(E164, { error: 'must be an E.164 number such as +447700900123' }));
/** An entry of a role. */
export const permission = z.string({ error: 'must be a permission such as routing:queue:edit' }).check(
  z.regex(/^(\w+|\*):(\w+|\*):(\w+|\*)$/, {
    error: 'must be domain:entity:action, each a word or *, such as routing:queue:edit or sms:phoneNumber:*',
  }),
);

const SettingsSchema = z.strictObject({
  purchaseMs: wholeNumber(0),
  flowJobMs: wholeNumber(0),
  recipientDelayMs: wholeNumber(0),
  deliveryMs: wholeNumber(0),
  requestsPerMinute: wholeNumber(1),
  tokenRequestsPerMinute: wholeNumber(1),
  tokenSeconds: wholeNumber(1),
  randomSeed: wholeNumber(0),
  takenPercent: z.optional(
    z
      .int({ error: 'must be 0 to 100' })
      .check(z.gte(0, { error: 'must be 0 to 100' }), z.lte(100, { error: 'must be 0 to 100' })),
  ),
  latencyMs: z.optional(z.record(z.string(), z.number())), // Its operations are checked where they are known.
});

/** An OAuth client of a seed. */
export const ClientSeed = z.strictObject({
  clientId: text('the id of an OAuth client'),
  clientSecret: text('the secret of an OAuth client'),
  permissions: z.optional(z.array(permission)),
  divisions: z.optional(z.array(text('the name of a division'))),
});

/** A queue of a seed; any other member of the API's Queue may be in it. */
export const QueueSeed = z.looseObject({
  name: text('the name of the queue'),
  id: z.optional(text('the id of the queue')),
  division: z.optional(text('the name of a division')),
  smsPhoneNumber: z.optional(e164),
});

/** A flow of a seed. */
export const FlowSeed = z.strictObject({
  name: text('the name of the flow'),
  id: z.optional(text('the id of the flow')),
  type: z.optional(text('a flow type such as inboundshortmessage')),
  published: z.optional(z.boolean()),
  lockedBy: z.optional(text('who has the flow open in Architect')),
  division: z.optional(text('the name of a division')),
});

/** A number of a seed. */
export const PhoneNumberSeed = z.strictObject({
  phoneNumber: e164,
  countryCode: z.string().check(z.regex(/^[A-Z]{2}$/, { error: 'must be a two-letter country code in capitals' })),
  phoneNumberType: z.enum(['local', 'mobile', 'tollfree'], { error: 'must be local, mobile or tollfree' }),
  flow: z.optional(text('the name of the flow that its messages go to')),
  registered: z.optional(z.boolean()),
});

/** One org of a seed: who may call, and what is in it when the simulator first sees it. */
export const SeedOrgSchema = z.strictObject(
  {
    id: z
      .string({ error: 'must be a text: the id of the org' })
      .check(z.regex(/^[A-Za-z0-9-]{1,64}$/, { error: 'must be letters, digits and -, 64 at most; a UUID is best' })),
    name: text('the name of the org'),
    clients: z.array(ClientSeed, {
      error: 'must be a list of OAuth clients: [{ clientId, clientSecret, permissions? }]',
    }),
    divisions: z.optional(z.array(text('the name of a division'))),
    queues: z.optional(z.array(QueueSeed)),
    flows: z.optional(z.array(FlowSeed)),
    phoneNumbers: z.optional(z.array(PhoneNumberSeed)),
    threadingTimeoutMinutes: wholeNumber(1),
    textsPerDay: wholeNumber(0),
  },
  { error: 'must be an object: { id, name, clients, queues?, flows?, phoneNumbers?, threadingTimeoutMinutes? }' },
);

const SeedSchema = z.strictObject(
  {
    settings: z.optional(SettingsSchema),
    orgs: z.array(SeedOrgSchema, { error: 'must be a list of orgs; see docs/simulator.md' }),
  },
  { error: 'must be an object: { settings?, orgs }; see docs/simulator.md' },
);

/** The content of a seed file: settings, and the orgs that the simulator starts with. */
export type SimulatorSeed = z.infer<typeof SeedSchema>;

/** One org of a seed. */
export type SeedOrg = z.infer<typeof SeedOrgSchema>;

/** What is wrong with a seed or a control request: every problem, one line each with field, value and what to do. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`${what} can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);

/** Holds input against a schema. @throws InvalidInputError with all its problems at once, secrets not shown */
export function parseInput<T>(what: string, schema: z.ZodMiniType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${field === '' ? key : `${field}.${key}`}: unknown field; remove it or mend its spelling`,
      );
    }
    const value = JSON.stringify(valueAt(input, issue.path)) as string | undefined;
    const shown = value === undefined ? 'missing' : field.endsWith('ecret') ? 'not shown' : value.slice(0, 80);
    return [`${field === '' ? 'the whole' : field} (${shown}): ${issue.message}`];
  });
  throw new InvalidInputError(what, problems);
}

/** The problems that a schema can't see: two of one kind, or a name that leads nowhere. */
export function crossCheckOrg(org: SeedOrg, place: string): string[] {
  const flowNames = new Set(org.flows?.map((flow) => flow.name));
  const divisions = new Set(['Home', ...(org.divisions ?? [])]);
  const unknownDivision = (what: string, name: string | undefined): string[] =>
    name === undefined || divisions.has(name)
      ? []
      : [`${place}${what} (${name}): no such division in this org; add it to divisions`];
  const numbers = org.phoneNumbers?.map((number) => number.phoneNumber) ?? [];
  return [
    ...org.clients.flatMap((each, index) =>
      (each.divisions ?? []).flatMap((name) => unknownDivision(`clients.${index}.divisions`, name)),
    ),
    ...(org.queues ?? []).flatMap(({ division }, index) => unknownDivision(`queues.${index}.division`, division)),
    ...(org.flows ?? []).flatMap(({ division }, index) => unknownDivision(`flows.${index}.division`, division)),
    ...(org.phoneNumbers ?? []).flatMap(({ flow }, index) =>
      flow === undefined || flowNames.has(flow)
        ? []
        : [`${place}phoneNumbers.${index}.flow (${flow}): no such flow in this org; add it to flows`],
    ),
    ...duplicates(numbers).map((number) => `${place}phoneNumbers (${number}): is there twice; leave one`),
    ...duplicates(org.flows?.flatMap(({ id }) => id ?? []) ?? []).map(
      (id) => `${place}flows (${id}): id is there twice`,
    ),
    ...duplicates(org.queues?.flatMap(({ id }) => id ?? []) ?? []).map(
      (id) => `${place}queues (${id}): id is there twice`,
    ),
  ];
}

/** Everything that is in a list more than once, named once. */
export function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Parses the content of a seed file. @throws InvalidInputError with every problem of it */
export function parseSeed(input: unknown): SimulatorSeed {
  const seed = parseInput('The seed', SeedSchema, input);
  const problems = [
    ...seed.orgs.flatMap((org, index) => crossCheckOrg(org, `orgs.${index}.`)),
    ...duplicates(seed.orgs.map(({ id }) => id)).map((id) => `orgs (${id}): id is there twice; ids are unique`),
    ...duplicates(seed.orgs.flatMap((org) => org.clients.map(({ clientId }) => clientId))).map(
      (id) => `orgs (${id}): clientId is there twice; a client belongs to one org`,
    ),
    ...duplicates(seed.orgs.flatMap((org) => org.phoneNumbers?.map(({ phoneNumber }) => phoneNumber) ?? [])).map(
      (number) => `orgs (${number}): a number belongs to one org`,
    ),
  ];
  if (problems.length > 0) throw new InvalidInputError('The seed', problems);
  return seed;
}
