import * as z from 'zod/mini';
import { ClientSeed, FlowSeed, PhoneNumberSeed, QueueSeed } from '../state/seed.ts';

/** A text that says something. */
export const text = z.string({ error: 'must be a text' }).check(z.minLength(1, { error: 'must not be empty' }));

const inOrg = { genesysOrgId: text };

/** A queue for an org that is there. */
export const NewQueueSchema = z.extend(QueueSeed, inOrg);
export type NewQueue = z.infer<typeof NewQueueSchema>;

/** A flow for an org that is there. */
export const NewFlowSchema = z.extend(FlowSeed, inOrg);
export type NewFlow = z.infer<typeof NewFlowSchema>;

/** A number for an org that is there. */
export const NewPhoneNumberSchema = z.extend(PhoneNumberSeed, inOrg);
export type NewPhoneNumber = z.infer<typeof NewPhoneNumberSchema>;

/** An OAuth client for an org that is there. */
export const NewClientSchema = z.extend(ClientSeed, inOrg);
export type NewClient = z.infer<typeof NewClientSchema>;

/** A queue of an org, by its id or its name. */
export const QueueNameSchema = z.strictObject({ ...inOrg, queue: text });
export type QueueName = z.infer<typeof QueueNameSchema>;

/** A flow of an org, by its id or its name. */
export const FlowNameSchema = z.strictObject({ ...inOrg, flow: text });
export type FlowName = z.infer<typeof FlowNameSchema>;

/** A number of an org. */
export const PhoneNumberNameSchema = z.strictObject({ ...inOrg, phoneNumber: text });
export type PhoneNumberName = z.infer<typeof PhoneNumberNameSchema>;

/** An OAuth client of an org. */
export const ClientNameSchema = z.strictObject({ ...inOrg, clientId: text });
export type ClientName = z.infer<typeof ClientNameSchema>;

/** An org. */
export const OrgNameSchema = z.strictObject(inOrg);
export type OrgName = z.infer<typeof OrgNameSchema>;
