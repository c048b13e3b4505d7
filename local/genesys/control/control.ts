import { randomUUID } from 'node:crypto';
import { addVersion } from '../flows/flow-job-run.ts';
import type { Fault, FaultPlan } from '../http/fault.ts';
import type { RequestLog, RequestLogEntry } from '../http/request-log.ts';
import type { OrgState, PhoneNumberState } from '../state/org-state.ts';
import { InvalidInputError, parseInput } from '../state/seed.ts';
import type { SeedOrg } from '../state/seed.ts';
import type { World, WorldSnapshot } from '../world.ts';
import { comparableState } from './comparable-state.ts';
import {
  CarrierStatusSchema,
  ClockSchema,
  ConversationSchema,
  FaultSchema,
  FlowEditSchema,
  LatenciesSchema,
  OptOutSchema,
  RegistrationSchema,
  RoleSchema,
  TakenNumberSchema,
} from './control-schemas.ts';
import { textsOf, viewOf } from './org-view.ts';
import type { OrgView, SentText } from './org-view.ts';
import type { SimulatorState } from './simulator-state.ts';

export type { OrgView, SentText, SimulatorState, WorldSnapshot };

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

  /**
   * Registers a number with the carriers, so that its texts are delivered in the US and Canada; or lets that be pending
   * or turned down with a reason.
   * @throws InvalidInputError
   */
  registerNumber(input: {
    genesysOrgId: string;
    phoneNumber: string;
    state?: PhoneNumberState['registration']['state'];
    reason?: string;
  }): void {
    const { state = 'registered', reason, ...place } = parseInput('The registration', RegistrationSchema, input);
    const { org, number } = this.#numberOf('The registration', place);
    number.registration = { state, ...(reason === undefined ? {} : { reason }) };
    this.#world.save(org);
  }

  /** Lets the carrier say something else of a number than that it is active, or that again. @throws InvalidInputError */
  setCarrierStatus(input: {
    genesysOrgId: string;
    phoneNumber: string;
    status: 'ACTIVE' | 'INITIATED' | 'PORTING' | 'INVALID';
  }): void {
    const { status, ...place } = parseInput('The carrier status', CarrierStatusSchema, input);
    const { org, number } = this.#numberOf('The carrier status', place);
    if (status === 'ACTIVE') delete number.carrierStatus;
    else number.carrierStatus = status;
    this.#world.save(org);
  }

  /** Lets somebody text STOP to a number, or START with `optedOut: false`. @throws InvalidInputError */
  optOut(input: { genesysOrgId: string; phoneNumber: string; address: string; optedOut?: boolean }): void {
    const { address, optedOut = true, ...place } = parseInput('The opt-out', OptOutSchema, input);
    const { org, number } = this.#numberOf('The opt-out', place);
    const others = org.optOuts.filter((each) => each.phoneNumber !== number.phoneNumber || each.address !== address);
    org.optOuts = optedOut ? [...others, { phoneNumber: number.phoneNumber, address }] : others;
    this.#world.save(org);
  }

  /** Lets somebody outside buy a number that no org has. @throws InvalidInputError */
  takeNumber(input: { phoneNumber: string }): void {
    const { phoneNumber } = parseInput('The purchase', TakenNumberSchema, input);
    if (this.#world.heldNumbers().has(phoneNumber)) {
      throw new InvalidInputError('The purchase', [`phoneNumber (${phoneNumber}): somebody has it; take another one`]);
    }
    this.#world.takeAway([phoneNumber]);
  }

  /** Changes what a client may do and in which divisions, at once, for its tokens as well. @throws InvalidInputError */
  setRole(input: { genesysOrgId: string; clientId: string; permissions?: string[]; divisions?: string[] }): void {
    const { genesysOrgId, clientId, permissions, divisions } = parseInput('The role', RoleSchema, input);
    const org = this.#orgOf('The role', genesysOrgId);
    const client = org.clients.find((each) => each.clientId === clientId);
    const unknown = divisions?.filter((name) => !org.divisions.some((each) => each.name === name)) ?? [];
    const problems = [
      ...(client ? [] : [`clientId (${clientId}): not a client of this org; see GET /control/state`]),
      ...unknown.map((name) => `divisions (${name}): no such division; see GET /control/state`),
    ];
    if (!client || problems.length > 0) throw new InvalidInputError('The role', problems);
    if (permissions) client.permissions = permissions;
    if (divisions) client.divisions = divisions;
    this.#world.save(org);
  }

  /** Lets operations take so many real milliseconds, by name; replaces what was set before. @throws InvalidInputError */
  setLatencies(latencyMs: Record<string, number>): void {
    const checked = parseInput('The latencies', LatenciesSchema, latencyMs);
    this.#world.setLatencies(checked as Record<string, number>);
  }

  /** Ends the tokens of an org, or of all orgs, before their time. */
  expireTokens(genesysOrgId?: string): void {
    this.#world.expireTokens(genesysOrgId);
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
