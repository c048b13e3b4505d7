import type * as z from 'zod/mini';
import type { Fault } from '../http/fault.ts';
import { parseInput, SeedOrgSchema } from '../state/seed.ts';
import {
  ClientNameSchema,
  FlowNameSchema,
  NewClientSchema,
  NewFlowSchema,
  NewPhoneNumberSchema,
  NewQueueSchema,
  OrgNameSchema,
  PhoneNumberNameSchema,
  QueueNameSchema,
} from './contents-schemas.ts';
import {
  AfterSchema,
  CarrierStatusSchema,
  ClockSchema,
  ConversationSchema,
  FaultSchema,
  FlowEditSchema,
  FlowLockSchema,
  LatenciesSchema,
  MaybeOrgSchema,
  NothingSchema,
  OptOutSchema,
  RegistrationSchema,
  RoleSchema,
  TakenNumberSchema,
} from './control-schemas.ts';
import type { SimulatorControl } from './control.ts';

/** Checks its input, then does what it is for; what it answers, if anything, is an object. */
export type ControlRoute = (control: SimulatorControl, input: unknown) => unknown;

const route =
  <T>(what: string, schema: z.ZodMiniType<T>, act: (control: SimulatorControl, input: T) => unknown): ControlRoute =>
  (control, input) =>
    act(control, parseInput(what, schema, input));

/** The control API: a GET and a DELETE have their input in the query, a POST has it in a JSON body. */
export const CONTROL_ROUTES: Readonly<Record<string, ControlRoute>> = {
  'GET /control/state': route('The request', NothingSchema, (it) => it.state()),
  'GET /control/comparable-state': route('The request', NothingSchema, (it) => it.comparableState()),
  'GET /control/requests': route('The request', AfterSchema, (it, { after }) => it.requests(Number(after ?? 0))),
  'GET /control/texts': route('The request', MaybeOrgSchema, (it, { genesysOrgId }) => it.texts(genesysOrgId)),

  'POST /control/orgs': route('The org', SeedOrgSchema, (it, org) => {
    it.addOrg(org);
  }),
  'DELETE /control/orgs': route('The org', OrgNameSchema, (it, { genesysOrgId }) => {
    it.removeOrg(genesysOrgId);
  }),
  'POST /control/clients': route('The client', NewClientSchema, (it, client) => it.contents.addClient(client)),
  'DELETE /control/clients': route('The client', ClientNameSchema, (it, client) => {
    it.contents.removeClient(client);
  }),
  'POST /control/roles': route('The role', RoleSchema, (it, role) => {
    it.setRole(role);
  }),
  'POST /control/queues': route('The queue', NewQueueSchema, (it, queue) => it.contents.addQueue(queue)),
  'DELETE /control/queues': route('The queue', QueueNameSchema, (it, queue) => {
    it.contents.removeQueue(queue);
  }),
  'POST /control/flows': route('The flow', NewFlowSchema, (it, flow) => it.contents.addFlow(flow)),
  'DELETE /control/flows': route('The flow', FlowNameSchema, (it, flow) => {
    it.contents.removeFlow(flow);
  }),
  'POST /control/flow-edits': route('The edit', FlowEditSchema, (it, edit) => {
    it.editFlow(edit);
  }),
  'POST /control/flow-locks': route('The lock', FlowLockSchema, (it, lock) => {
    it.lockFlow(lock);
  }),
  'DELETE /control/flow-locks': route('The lock', FlowNameSchema, (it, flow) => {
    it.unlockFlow(flow);
  }),

  'POST /control/phone-numbers': route('The number', NewPhoneNumberSchema, (it, number) =>
    it.contents.addPhoneNumber(number),
  ),
  'DELETE /control/phone-numbers': route('The number', PhoneNumberNameSchema, (it, number) => {
    it.contents.removePhoneNumber(number);
  }),
  'POST /control/registrations': route('The registration', RegistrationSchema, (it, input) => {
    it.registerNumber(input);
  }),
  'POST /control/carrier-states': route('The carrier status', CarrierStatusSchema, (it, input) => {
    it.setCarrierStatus(input);
  }),
  'POST /control/opt-outs': route('The opt-out', OptOutSchema, (it, input) => {
    it.optOut(input);
  }),
  'POST /control/taken-numbers': route('The purchase', TakenNumberSchema, (it, number) => {
    it.takeNumber(number);
  }),
  'DELETE /control/taken-numbers': route('The number', TakenNumberSchema, (it, number) => {
    it.giveNumberBack(number);
  }),
  'POST /control/conversations': route('The conversation', ConversationSchema, (it, input) => {
    it.connectConversation(input);
  }),
  'DELETE /control/conversations': route('The conversation', ConversationSchema, (it, input) => {
    it.endConversation(input);
  }),

  'POST /control/faults': route('The fault', FaultSchema, (it, fault) => {
    it.addFault(fault as Fault);
  }),
  'DELETE /control/faults': route('The request', NothingSchema, (it) => {
    it.clearFaults();
  }),
  'POST /control/latencies': route('The latencies', LatenciesSchema, (it, latencies) => {
    it.setLatencies(latencies as Record<string, number>);
  }),
  'DELETE /control/tokens': route('The request', MaybeOrgSchema, (it, { genesysOrgId }) => {
    it.expireTokens(genesysOrgId);
  }),
  'POST /control/clock': route('The clock request', ClockSchema, (it, { advanceMs }) => {
    it.advanceClock(advanceMs);
    return { now: it.now() };
  }),
};
