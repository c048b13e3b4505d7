import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { addVersion } from '../flows/flow-job-run.ts';
import type { Fault, FaultPlan } from '../http/fault.ts';
import type { RequestLog, RequestLogEntry } from '../http/request-log.ts';
import { InvalidInputError } from '../state/seed.ts';
import type { SeedOrg } from '../state/seed.ts';
import type { World, WorldSnapshot } from '../world.ts';
import { comparableState } from './comparable-state.ts';
import type { FlowName } from './contents-schemas.ts';
import type {
  CarrierStatusSchema,
  ConversationSchema,
  FlowEditSchema,
  FlowLockSchema,
  OptOutSchema,
  RegistrationSchema,
  RoleSchema,
} from './control-schemas.ts';
import { OrgContents } from './org-contents.ts';
import { divisionProblems, flowOf, numberOf, orgOf, refuseIfAny } from './org-parts.ts';
import { textsOf, viewOf } from './org-view.ts';
import type { OrgView, SentText } from './org-view.ts';
import type { SimulatorState } from './simulator-state.ts';

export type { OrgView, SentText, SimulatorState, WorldSnapshot };

/** Looking at the simulated world from outside, and disturbing it; the same in process and under `/control/`. */
export class SimulatorControl {
  readonly #world: World;
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;
  /** Puts things into orgs and takes them away. */
  readonly contents: OrgContents;

  constructor(world: World, faults: FaultPlan, log: RequestLog) {
    this.#world = world;
    this.#faults = faults;
    this.#log = log;
    this.contents = new OrgContents(world);
  }

  /** ISO 8601: the simulator's own time. */
  now(): string {
    return new Date(this.#world.now()).toISOString();
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

  /** Everything that there is, in a form that two runs can be compared in, and the moments apart. */
  comparableState(): ReturnType<typeof comparableState> {
    return comparableState(this.state());
  }

  /** Everything that there is, hidden state included, to come back to; in process only. */
  snapshot(): WorldSnapshot {
    return this.#world.snapshot();
  }

  /** Goes back to a snapshot of this simulator. Time and the log of requests go on. */
  restore(snapshot: WorldSnapshot): void {
    this.#world.restore(snapshot);
  }

  /** The requests after that sequence number; all of them without one. */
  requests(afterSequence = 0): RequestLogEntry[] {
    return structuredClone(this.#log.after(afterSequence));
  }

  /** The last requests, the newest at the end. */
  lastRequests(count: number): RequestLogEntry[] {
    return structuredClone(this.#log.last(count));
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

  /** Takes an org away with everything in it. @throws InvalidInputError */
  removeOrg(genesysOrgId: string): void {
    this.#world.removeOrg(orgOf(this.#world, 'The org', genesysOrgId));
  }

  /** Lays a fault in wait. */
  addFault(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** Takes away all faults that still wait. */
  clearFaults(): void {
    this.#faults.clear();
  }

  /** Moves the simulator's own time forward. */
  advanceClock(ms: number): void {
    this.#world.advance(ms);
  }

  /**
   * Registers a number with the carriers, so that its texts are delivered in the US and Canada; or lets that be pending
   * or turned down with a reason.
   * @throws InvalidInputError
   */
  registerNumber(input: z.infer<typeof RegistrationSchema>): void {
    const { genesysOrgId, phoneNumber, state = 'registered', reason } = input;
    const org = orgOf(this.#world, 'The registration', genesysOrgId);
    const number = numberOf(org, 'The registration', phoneNumber);
    number.registration = { state, ...(reason === undefined ? {} : { reason }) };
    this.#world.save(org);
  }

  /** Lets the carrier say something else of a number than that it is active, or that again. @throws InvalidInputError */
  setCarrierStatus({ genesysOrgId, phoneNumber, status }: z.infer<typeof CarrierStatusSchema>): void {
    const org = orgOf(this.#world, 'The carrier status', genesysOrgId);
    const number = numberOf(org, 'The carrier status', phoneNumber);
    if (status === 'ACTIVE') delete number.carrierStatus;
    else number.carrierStatus = status;
    this.#world.save(org);
  }

  /** Lets somebody text STOP to a number, or START with `optedOut: false`. @throws InvalidInputError */
  optOut({ genesysOrgId, phoneNumber, address, optedOut = true }: z.infer<typeof OptOutSchema>): void {
    const org = orgOf(this.#world, 'The opt-out', genesysOrgId);
    numberOf(org, 'The opt-out', phoneNumber);
    const others = org.optOuts.filter((each) => each.phoneNumber !== phoneNumber || each.address !== address);
    org.optOuts = optedOut ? [...others, { phoneNumber, address }] : others;
    this.#world.save(org);
  }

  /** Lets somebody outside buy a number that no org has. @throws InvalidInputError */
  takeNumber({ phoneNumber }: { phoneNumber: string }): void {
    const isHeld = this.#world.heldNumbers().has(phoneNumber);
    refuseIfAny('The purchase', isHeld ? [`phoneNumber (${phoneNumber}): somebody has it; take another one`] : []);
    this.#world.takeAway([phoneNumber]);
  }

  /** Lets somebody outside give a number back, so that it can be bought. @throws InvalidInputError */
  giveNumberBack({ phoneNumber }: { phoneNumber: string }): void {
    const wasTaken = this.#world.giveBack(phoneNumber);
    refuseIfAny('The number', wasTaken ? [] : [`phoneNumber (${phoneNumber}): nobody outside has it; leave it`]);
  }

  /** Changes what a client may do and in which divisions, at once, for its tokens as well. @throws InvalidInputError */
  setRole({ genesysOrgId, clientId, permissions, divisions }: z.infer<typeof RoleSchema>): void {
    const org = orgOf(this.#world, 'The role', genesysOrgId);
    const client = org.clients.find((each) => each.clientId === clientId);
    const problems = [
      ...(client ? [] : [`clientId (${clientId}): not a client of this org; see GET /control/state`]),
      ...divisionProblems(org, 'divisions', divisions),
    ];
    if (!client || problems.length > 0) throw new InvalidInputError('The role', problems);
    if (permissions) client.permissions = permissions;
    if (divisions) client.divisions = divisions;
    this.#world.save(org);
  }

  /** Lets operations take so many real milliseconds, by name; replaces what was set before. */
  setLatencies(latencyMs: Record<string, number>): void {
    this.#world.setLatencies(latencyMs);
  }

  /** Ends the tokens of an org, or of all orgs, before their time. */
  expireTokens(genesysOrgId?: string): void {
    this.#world.expireTokens(genesysOrgId);
  }

  /** Lets an agent begin a conversation with a customer over a number. @throws InvalidInputError */
  connectConversation({ genesysOrgId, phoneNumber, address }: z.infer<typeof ConversationSchema>): void {
    const org = orgOf(this.#world, 'The conversation', genesysOrgId);
    numberOf(org, 'The conversation', phoneNumber);
    const isOn = org.connectedConversations.some(
      (each) => each.phoneNumber === phoneNumber && each.address === address,
    );
    if (!isOn) org.connectedConversations.push({ conversationId: randomUUID(), phoneNumber, address });
    this.#world.save(org);
  }

  /** Lets the agent end the conversations with a customer over a number. @throws InvalidInputError */
  endConversation({ genesysOrgId, phoneNumber, address }: z.infer<typeof ConversationSchema>): void {
    const org = orgOf(this.#world, 'The conversation', genesysOrgId);
    const left = org.connectedConversations.filter(
      (each) => each.phoneNumber !== phoneNumber || each.address !== address,
    );
    const isOver = left.length < org.connectedConversations.length;
    refuseIfAny('The conversation', isOver ? [] : [`address (${address}): no agent is talking to it; leave it`]);
    org.connectedConversations = left;
    this.#world.save(org);
  }

  /**
   * Lets a person save a flow in Architect, named or by its id, and publish it where `publish` says so; with `keepOpen`
   * it stays locked.
   * @throws InvalidInputError
   */
  editFlow(input: z.infer<typeof FlowEditSchema>): void {
    const { genesysOrgId, flow: wanted, by, publish = false, keepOpen = false } = input;
    const org = orgOf(this.#world, 'The edit', genesysOrgId);
    const flow = flowOf(org, 'The edit', wanted);
    addVersion(flow, this.#world.now(), by, publish);
    if (keepOpen) flow.lockedBy = by;
    else delete flow.lockedBy;
    this.#world.save(org);
  }

  /** Lets a person or an OAuth client open a flow in Architect, which locks it, and save nothing. @throws InvalidInputError */
  lockFlow({ genesysOrgId, flow, by }: z.infer<typeof FlowLockSchema>): void {
    const org = orgOf(this.#world, 'The lock', genesysOrgId);
    flowOf(org, 'The lock', flow).lockedBy = by;
    this.#world.save(org);
  }

  /** Lets whoever has a flow open close it without saving. @throws InvalidInputError */
  unlockFlow({ genesysOrgId, flow: wanted }: FlowName): void {
    const org = orgOf(this.#world, 'The lock', genesysOrgId);
    const flow = flowOf(org, 'The lock', wanted);
    refuseIfAny('The lock', flow.lockedBy === undefined ? [`flow (${wanted}): nobody has it open; leave it`] : []);
    delete flow.lockedBy;
    this.#world.save(org);
  }
}
