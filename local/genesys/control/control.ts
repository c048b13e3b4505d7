import { randomUUID } from 'node:crypto';
import type { Models } from 'purecloud-platform-client-v2';
import { addVersion } from '../flows/flow-job-run.ts';
import { flowBody } from '../flows/flow-routes.ts';
import type { Fault, FaultPlan } from '../http/fault.ts';
import type { RequestLog, RequestLogEntry } from '../http/request-log.ts';
import { textStatus } from '../messages/delivery.ts';
import type { TextStatus } from '../messages/delivery.ts';
import { hasRecipient, smsPhoneNumber } from '../phone-numbers/lifecycle.ts';
import { recipient } from '../recipients/recipient-routes.ts';
import type { FlowAction, OrgState } from '../state/org-state.ts';
import { InvalidInputError, parseInput } from '../state/seed.ts';
import type { SeedOrg } from '../state/seed.ts';
import type { SimulatorSettings } from '../state/settings.ts';
import type { World } from '../world.ts';
import { ClockSchema, ConversationSchema, FaultSchema, FlowEditSchema, NumberOfOrgSchema } from './control-schemas.ts';

/** A text message that left an org, as a phone would show it, with where it is on its way. */
export interface SentText {
  genesysOrgId: string;
  from: string;
  to: string;
  body: string;
  /** ISO 8601: when it was accepted. */
  at: string;
  status: TextStatus;
  conversationId: string;
  messageId: string;
}

/** What is in an org: the API's own bodies, and what a published flow does. Secrets are left out. */
export interface OrgView {
  id: string;
  name: string;
  threadingTimeoutMinutes: number;
  clients: { clientId: string; permissions: string[] }[];
  queues: Models.Queue[];
  phoneNumbers: Models.SmsPhoneNumber[];
  recipients: Models.Recipient[];
  flows: (Models.Flow & { actions: FlowAction[] })[];
  texts: SentText[];
}

/** Everything that there is. */
export interface SimulatorState {
  /** ISO 8601: the simulator's own time. */
  now: string;
  settings: SimulatorSettings;
  faults: Fault[];
  orgs: OrgView[];
}

function textsOf(org: OrgState, now: number): SentText[] {
  return org.texts.map((text) => ({
    genesysOrgId: org.id,
    from: text.from,
    to: text.to,
    body: text.body,
    at: new Date(text.acceptedAt).toISOString(),
    status: textStatus(text, now),
    conversationId: text.conversationId,
    messageId: text.messageId,
  }));
}

function viewOf(org: OrgState, now: number): OrgView {
  return {
    id: org.id,
    name: org.name,
    threadingTimeoutMinutes: org.threadingTimeoutMinutes,
    clients: org.clients.map(({ clientId, permissions }) => ({ clientId, permissions })),
    queues: org.queues,
    phoneNumbers: org.phoneNumbers.map((number) => smsPhoneNumber(number, now)),
    recipients: org.phoneNumbers.filter((number) => hasRecipient(number, now)).map((number) => recipient(org, number)),
    flows: org.flows.map((flow) => ({ ...flowBody(org, flow), actions: flow.actions })),
    texts: textsOf(org, now),
  };
}

/** Looking at the simulated world from outside, and disturbing it; the same in process and under `/control/`. */
export class SimulatorControl {
  readonly #world: World;
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;

  constructor(world: World, faults: FaultPlan, log: RequestLog) {
    this.#world = world;
    this.#faults = faults;
    this.#log = log;
  }

  /** Everything that there is, as it is now; a copy. */
  state(): SimulatorState {
    const now = this.#world.now();
    return structuredClone({
      now: new Date(now).toISOString(),
      settings: this.#world.settings,
      faults: this.#faults.list(),
      orgs: this.#world.orgs().map((org) => viewOf(org, now)),
    });
  }

  /** The requests after that sequence number; all of them without one. */
  requests(afterSequence = 0): RequestLogEntry[] {
    return structuredClone(this.#log.after(afterSequence));
  }

  /** The texts that have left the orgs, or one org. */
  texts(genesysOrgId?: string): SentText[] {
    const orgs = this.#world.orgs().filter(({ id }) => genesysOrgId === undefined || id === genesysOrgId);
    return orgs.flatMap((org) => textsOf(org, this.#world.now()));
  }

  /** Makes an org. @throws InvalidInputError naming everything that is wrong with it */
  addOrg(org: SeedOrg): void {
    this.#world.addOrg(org);
  }

  /** Lays a fault in wait. @throws InvalidInputError */
  addFault(fault: Fault): void {
    this.#faults.add(parseInput('The fault', FaultSchema, fault) as Fault);
  }

  /** Takes away all faults that still wait. */
  clearFaults(): void {
    this.#faults.clear();
  }

  /** Moves the simulator's own time forward. @throws InvalidInputError */
  advanceClock(ms: number): void {
    this.#world.advance(parseInput('The clock request', ClockSchema, { advanceMs: ms }).advanceMs);
  }

  /** Registers a number with the carriers, so that its texts are delivered in the US and Canada. @throws InvalidInputError */
  registerNumber(input: { genesysOrgId: string; phoneNumber: string }): void {
    const { org, number } = this.#numberOf(
      'The registration',
      parseInput('The registration', NumberOfOrgSchema, input),
    );
    number.isRegistered = true;
    this.#world.save(org);
  }

  /** Lets an agent begin a conversation with a customer over a number. @throws InvalidInputError */
  connectConversation(input: { genesysOrgId: string; phoneNumber: string; address: string }): void {
    const { address, ...rest } = parseInput('The conversation', ConversationSchema, input);
    const { org, number } = this.#numberOf('The conversation', rest);
    org.connectedConversations.push({ conversationId: randomUUID(), phoneNumber: number.phoneNumber, address });
    this.#world.save(org);
  }

  /**
   * Lets a person save a flow in Architect, named or by its id, and publish it where `publish` says so; with `keepOpen`
   * it stays locked.
   * @throws InvalidInputError
   */
  editFlow(input: { genesysOrgId: string; flow: string; by: string; publish?: boolean; keepOpen?: boolean }): void {
    const { genesysOrgId, flow: wanted, by, publish, keepOpen } = parseInput('The edit', FlowEditSchema, input);
    const org = this.#orgOf('The edit', genesysOrgId);
    const flow = org.flows.find((each) => !each.isDeleted && (each.id === wanted || each.name === wanted));
    if (!flow)
      throw new InvalidInputError('The edit', [`flow (${wanted}): not a flow of this org; see GET /control/state`]);
    addVersion(flow, this.#world.now(), by, publish ?? false);
    if (keepOpen === true) flow.lockedBy = by;
    else delete flow.lockedBy;
    this.#world.save(org);
  }

  #orgOf(what: string, genesysOrgId: string): OrgState {
    const org = this.#world.findOrg(genesysOrgId);
    if (org) return org;
    throw new InvalidInputError(what, [`genesysOrgId (${genesysOrgId}): no such org; see GET /control/state`]);
  }

  #numberOf(what: string, { genesysOrgId, phoneNumber }: { genesysOrgId: string; phoneNumber: string }) {
    const org = this.#orgOf(what, genesysOrgId);
    const number = org.phoneNumbers.find((each) => each.phoneNumber === phoneNumber);
    if (!number)
      throw new InvalidInputError(what, [
        `phoneNumber (${phoneNumber}): not a number of this org; see GET /control/state`,
      ]);
    return { org, number };
  }
}
