import * as z from 'zod/mini';
import { FAULTABLE_OPERATIONS } from '../routes.ts';
import { e164, permission } from '../state/seed.ts';
import { text } from './contents-schemas.ts';

const place = z.enum(['before', 'after'], { error: "must be 'before' or 'after' (the call's effect)" });
const atLeastOne = z
  .int({ error: 'must be a whole number, 1 or more' })
  .check(z.gte(1, { error: 'must be 1 or more' }));
// What may stand in a header; anything else would break the answer.
const headerValue = z.string().check(z.regex(/^[\t\x20-\x7e]*$/, { error: 'must be printable ASCII' }));
const headerName = z.string().check(z.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, { error: 'must be a header name' }));

/** A fault as a control request brings it. */
export const FaultSchema = z
  .strictObject(
    {
      operation: z.enum(FAULTABLE_OPERATIONS, { error: `must be one of ${FAULTABLE_OPERATIONS.join(', ')}` }),
      nth: z.optional(atLeastOne),
      times: z.optional(atLeastOne),
      genesysOrgId: z.optional(text),
      status: z.optional(
        z
          .int({ error: 'must be an HTTP status from 400 to 599' })
          .check(
            z.gte(400, { error: 'must be an HTTP status from 400 to 599' }),
            z.lte(599, { error: 'must be an HTTP status from 400 to 599' }),
          ),
      ),
      code: z.optional(text),
      message: z.optional(z.string()),
      headers: z.optional(z.record(headerName, headerValue)),
      delayMs: z.optional(
        z
          .int({ error: 'must be whole milliseconds, 0 to 600000' })
          .check(z.gte(0), z.lte(600_000, { error: 'must be 600000 ms or less' })),
      ),
      delay: z.optional(place),
      reset: z.optional(place),
      afterEffect: z.optional(z.boolean()),
      truncate: z.optional(z.boolean()),
      outcome: z.optional(z.enum(['Failed', 'Pending'], { error: 'must be Failed or Pending' })),
      messages: z.optional(z.array(z.string())),
    },
    { error: 'must be an object: { operation, nth?, times?, status?, delayMs?, reset?, outcome?, ... }' },
  )
  .check(
    z.refine(
      ({ status, delayMs, reset, outcome, truncate }) =>
        [status, delayMs, reset, outcome, truncate].some((value) => value !== undefined),
      { error: 'disturbs nothing; give status, delayMs, reset, truncate or outcome' },
    ),
  );

/** How far to move the clock. */
export const ClockSchema = z.strictObject(
  {
    advanceMs: z
      .int({ error: 'must be whole milliseconds, 0 or more' })
      .check(z.gte(0, { error: 'must be 0 or more' }), z.lte(1e13, { error: 'must be 1e13 or less' })),
  },
  { error: 'must be an object: { advanceMs }' },
);

/** What a person does to a flow in Architect. */
export const FlowEditSchema = z.strictObject(
  { genesysOrgId: text, flow: text, by: text, publish: z.optional(z.boolean()), keepOpen: z.optional(z.boolean()) },
  { error: 'must be an object: { genesysOrgId, flow, by, publish?, keepOpen? }' },
);

/** Who has a flow open in Architect. */
export const FlowLockSchema = z.strictObject(
  { genesysOrgId: text, flow: text, by: text },
  { error: 'must be an object: { genesysOrgId, flow, by }' },
);

/** A conversation that an agent has with a customer over a number of an org. */
export const ConversationSchema = z.strictObject(
  { genesysOrgId: text, phoneNumber: text, address: text },
  { error: 'must be an object: { genesysOrgId, phoneNumber, address }' },
);

/** Where a number is with the carriers; registered unless it says otherwise. */
export const RegistrationSchema = z.strictObject(
  {
    genesysOrgId: text,
    phoneNumber: text,
    state: z.optional(
      z.enum(['none', 'pending', 'rejected', 'registered'], {
        error: 'must be none, pending, rejected or registered',
      }),
    ),
    reason: z.optional(text),
  },
  { error: 'must be an object: { genesysOrgId, phoneNumber, state?, reason? }' },
);

/** What the carrier says of a number. */
export const CarrierStatusSchema = z.strictObject(
  {
    genesysOrgId: text,
    phoneNumber: text,
    status: z.enum(['ACTIVE', 'INITIATED', 'PORTING', 'INVALID'], {
      error: 'must be ACTIVE, INITIATED, PORTING or INVALID',
    }),
  },
  { error: 'must be an object: { genesysOrgId, phoneNumber, status }' },
);

/** Somebody who wants no more texts from a number, or does again. */
export const OptOutSchema = z.strictObject(
  { genesysOrgId: text, phoneNumber: text, address: text, optedOut: z.optional(z.boolean()) },
  { error: 'must be an object: { genesysOrgId, phoneNumber, address, optedOut? }' },
);

/** A number that somebody outside buys. */
export const TakenNumberSchema = z.strictObject({ phoneNumber: e164 }, { error: 'must be an object: { phoneNumber }' });

/** What an OAuth client may do from now on, and in which divisions. */
export const RoleSchema = z.strictObject(
  {
    genesysOrgId: text,
    clientId: text,
    permissions: z.optional(z.array(permission, { error: 'must be a list of permissions' })),
    divisions: z.optional(z.array(text, { error: 'must be a list of names of divisions' })),
  },
  { error: 'must be an object: { genesysOrgId, clientId, permissions?, divisions? }' },
);

const latency = 'must be whole milliseconds, 0 to 60000';

/** Real milliseconds by operation. */
export const LatenciesSchema = z.partialRecord(
  z.enum(['*', ...FAULTABLE_OPERATIONS], { error: `must be * or one of ${FAULTABLE_OPERATIONS.join(', ')}` }),
  z.int({ error: latency }).check(z.gte(0, { error: latency }), z.lte(60_000, { error: latency })),
  { error: 'must be an object: { operation: milliseconds }' },
);

/** Nothing: whatever is given is unknown. */
export const NothingSchema = z.strictObject({});

/** An org, or all of them. */
export const MaybeOrgSchema = z.strictObject({ genesysOrgId: z.optional(z.string()) });

/** The requests after one. */
export const AfterSchema = z.strictObject({
  after: z.optional(z.string().check(z.regex(/^\d{1,15}$/, { error: 'must be a sequence number, 0 or more' }))),
});
