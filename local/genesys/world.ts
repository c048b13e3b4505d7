import type { Clock } from '../clock.ts';
import { settleFlowJobs } from './flows/flow-job-run.ts';
import { dropReleasedNumbers, heldNumbers } from './phone-numbers/lifecycle.ts';
import { LIMITS, withoutOldest } from './state/limits.ts';
import { newOrg, upgradedOrg } from './state/new-org.ts';
import type { ClientState, OrgState, SharedState, TokenState } from './state/org-state.ts';
import { duplicates, InvalidInputError, parseInput, SeedOrgSchema, crossCheckOrg } from './state/seed.ts';
import type { SeedOrg, SimulatorSeed } from './state/seed.ts';
import { DEFAULT_SETTINGS } from './state/settings.ts';
import type { SimulatorSettings } from './state/settings.ts';
import type { Store } from './state/store.ts';

/** Everything that a world holds at one moment; a copy. */
export interface WorldSnapshot {
  orgs: OrgState[];
  shared: SharedState;
}

/**
 * All orgs, their shared clock, and the numbers that they compete for. Nothing happens by itself: what the passing of
 * time has brought about is worked out when an org is looked at.
 */
export class World {
  readonly settings: SimulatorSettings;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #orgs = new Map<string, OrgState>();
  #shared: SharedState;

  constructor(clock: Clock, store: Store, seed: SimulatorSeed) {
    this.#clock = clock;
    this.#store = store;
    this.#shared = store.loadShared() ?? { clockOffsetMs: 0, searches: 0, settings: {}, tokens: [] };
    const chosen = Object.entries({ ...this.#shared.settings, ...seed.settings }).filter(
      ([, value]) => value !== undefined,
    );
    this.#shared.settings = Object.fromEntries(chosen);
    this.settings = { ...DEFAULT_SETTINGS, ...this.#shared.settings };
    for (const org of store.loadOrgs()) this.#orgs.set(org.id, upgradedOrg(org));
    for (const org of seed.orgs) if (!this.#orgs.has(org.id)) this.addOrg(org);
    this.saveShared();
  }

  /** The simulator's own time in milliseconds since the epoch: the clock's, plus what the control API advanced. */
  now(): number {
    return this.#clock.now() + this.#shared.clockOffsetMs;
  }

  /** What there is now, to come back to. */
  snapshot(): WorldSnapshot {
    return structuredClone({ orgs: this.orgs(), shared: this.#shared });
  }

  /** Goes back to what there was; the clock goes on, and orgs that have come since are gone. */
  restore(snapshot: WorldSnapshot): void {
    const { orgs, shared } = structuredClone(snapshot);
    this.#orgs.clear();
    for (const org of orgs) {
      this.#orgs.set(org.id, org);
      this.save(org);
    }
    this.#shared = shared;
    this.saveShared();
  }

  /** Moves the simulator's own time forward for good. */
  advance(ms: number): void {
    this.#shared.clockOffsetMs += ms;
    this.saveShared();
  }

  /** Every org, each as time has left it. */
  orgs(): OrgState[] {
    return [...this.#orgs.values()].map((org) => this.settle(org));
  }

  /** The org of that id, as time has left it. */
  findOrg(genesysOrgId: string): OrgState | undefined {
    const org = this.#orgs.get(genesysOrgId);
    return org && this.settle(org);
  }

  /** The org that an OAuth client belongs to, and the client. */
  findClient(clientId: string): { org: OrgState; client: ClientState } | undefined {
    for (const org of this.#orgs.values()) {
      const client = org.clients.find((each) => each.clientId === clientId);
      if (client) return { org, client };
    }
    return undefined;
  }

  /** The numbers that some org has, is buying or has not finished releasing, and those that somebody outside has. */
  heldNumbers(): Set<string> {
    const taken = this.#shared.takenNumbers ?? [];
    return new Set([...taken, ...this.orgs().flatMap((org) => heldNumbers(org, this.now()))]);
  }

  /** Lets somebody outside buy numbers, for good. */
  takeAway(numbers: readonly string[]): void {
    if (numbers.length === 0) return;
    this.#shared.takenNumbers = [...new Set([...(this.#shared.takenNumbers ?? []), ...numbers])];
    this.saveShared();
  }

  /** Lets somebody outside give a number back; says whether they had it. */
  giveBack(phoneNumber: string): boolean {
    const taken = this.#shared.takenNumbers ?? [];
    this.#shared.takenNumbers = taken.filter((each) => each !== phoneNumber);
    this.saveShared();
    return this.#shared.takenNumbers.length < taken.length;
  }

  /** Lets the operations take their time from now on. */
  setLatencies(latencyMs: Record<string, number>): void {
    this.settings.latencyMs = latencyMs;
    this.#shared.settings.latencyMs = latencyMs;
    this.saveShared();
  }

  /** Ends the tokens of an org, or of all, before their time. */
  expireTokens(genesysOrgId: string | undefined): void {
    this.#shared.tokens = this.#shared.tokens.filter(
      (token) => genesysOrgId !== undefined && token.genesysOrgId !== genesysOrgId,
    );
    this.saveShared();
  }

  /** Adds an org. @throws InvalidInputError naming everything that is wrong with it */
  addOrg(input: unknown): OrgState {
    const seed: SeedOrg = parseInput('The org', SeedOrgSchema, input);
    const held = this.heldNumbers();
    const problems = [
      ...crossCheckOrg(seed, ''),
      ...(this.#orgs.has(seed.id) ? [`id (${seed.id}): this org is already there; take another id`] : []),
      ...duplicates(seed.clients.map(({ clientId }) => clientId)).map(
        (id) => `clients (${id}): clientId is there twice`,
      ),
      ...seed.clients
        .filter(({ clientId }) => this.findClient(clientId))
        .map(({ clientId }) => `clients (${clientId}): this clientId belongs to an org already; take another one`),
      ...(seed.phoneNumbers ?? [])
        .filter(({ phoneNumber }) => held.has(phoneNumber))
        .map(({ phoneNumber }) => `phoneNumbers (${phoneNumber}): another org has this number; take another one`),
    ];
    if (problems.length > 0) throw new InvalidInputError('The org', problems);
    const org = newOrg(seed, this.now());
    this.#orgs.set(org.id, org);
    this.save(org);
    return org;
  }

  /** Takes an org away with everything in it; its numbers can be bought again, its tokens are no longer known. */
  removeOrg({ id }: OrgState): void {
    this.#orgs.delete(id);
    this.#store.removeOrg(id);
    this.expireTokens(id);
  }

  /** Writes an org down; when this returns it will be there after a restart. */
  save(org: OrgState): void {
    this.#store.saveOrg(org);
  }

  /** Hands out a token, and forgets those that have run out and those of its client that are too many. */
  addToken(token: TokenState): void {
    const now = this.now();
    const alive = [...this.#shared.tokens.filter(({ expiresAt }) => expiresAt > now), token];
    this.#shared.tokens = withoutOldest(alive, LIMITS.tokens, ({ clientId }) => clientId === token.clientId);
    this.saveShared();
  }

  /** The token, unless it was never handed out or has run out. */
  findToken(token: string): TokenState | undefined {
    return this.#shared.tokens.find((each) => each.token === token && each.expiresAt > this.now());
  }

  /** A seed for the next number search: another one each time, the same ones in every run. */
  nextSearchSeed(): number {
    this.#shared.searches += 1;
    this.saveShared();
    return this.settings.randomSeed * 1_000_003 + this.#shared.searches;
  }

  private settle(org: OrgState): OrgState {
    const hasRun = settleFlowJobs(org, this.now());
    const hasDropped = dropReleasedNumbers(org, this.now());
    if (hasRun || hasDropped) this.save(org);
    return org;
  }

  private saveShared(): void {
    this.#store.saveShared(this.#shared);
  }
}
