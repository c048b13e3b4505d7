import * as z from 'zod/mini';
import { ERROR_NAMES } from './error-names.ts';

/** What provisioning sees to in an org, in the order in which a person reads it. */
export const PLANNED_THINGS = ['access', 'flow', 'number', 'queue', 'route', 'test text', 'lease'] as const;
export type PlannedThingName = (typeof PLANNED_THINGS)[number];

/** What would be done with a thing. `unknown`: it could not be looked at, or hangs on something that is refused. */
export const PLAN_ACTIONS = ['nothing', 'create', 'change', 'adopt', 'buy', 'send', 'refused', 'unknown'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

/**
 * What the number means for somebody's bill. `possible`: a purchase whose outcome nobody knows is asked for again.
 * `unknown`: it is refused, or could not be looked at.
 */
export const NUMBER_CHARGES = ['begins', 'goes on', 'possible', 'unknown'] as const;
export type NumberCharge = (typeof NUMBER_CHARGES)[number];

const PlannedThingSchema = z.strictObject({
  thing: z.enum(PLANNED_THINGS),
  /** As it is. */
  now: z.string(),
  /** As it would be. */
  planned: z.string(),
  action: z.enum(PLAN_ACTIONS),
});

/** What PlanLabOrg answers: what provisioning would do to an org, and everything that stands in the way. */
export const PlanSchema = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  genesysRegion: z.string(),
  /** The status in the ledger, or `not registered`. */
  status: z.string(),
  /** The execution whose claim on the org has not ended, by its ARN. */
  heldBy: z.nullable(z.string()),
  permissions: z.enum(['complete', 'lacking', 'not checked']),
  /** The permissions that the client's roles lack. */
  lacking: z.array(z.string()),
  things: z.array(PlannedThingSchema),
  number: z.strictObject({
    countryCode: z.string(),
    phoneNumberType: z.string(),
    /** E.164, where one is known already. */
    smsPhoneNumber: z.nullable(z.string()),
    charge: z.enum(NUMBER_CHARGES),
  }),
  /** Whether provisioning would send a test text; null where that could not be seen. */
  sendsText: z.nullable(z.boolean()),
  /** What stands in the way, under the name that a run would fail with, and what to do. */
  problems: z.array(z.strictObject({ name: z.enum(ERROR_NAMES), message: z.string() })),
  /** What stands in no way and is good to know. */
  hints: z.array(z.string()),
});
export type Plan = z.infer<typeof PlanSchema>;
export type PlannedThing = z.infer<typeof PlannedThingSchema>;

/** What PlanLabOrg is asked: a registration to try, or the one that the ledger has of an org. */
export type PlanRequest = { registration: unknown } | { genesysOrgId: string };
