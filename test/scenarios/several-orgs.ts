import type { SeedOrg } from '../../local/genesys/simulator.ts';
import { connectGenesys, type GenesysConnection } from '../../src/genesys/connection.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { registration } from './lab.ts';
import type { EndedExecution, Scenario } from './scenario.ts';

/** One of several orgs of a scenario: ids, names and clients are made from its name. */
export class ScenarioOrg {
  readonly name: string;
  readonly id: string;
  readonly secret: { clientId: string; clientSecret: string; testSmsTo: string };
  readonly #seed: Partial<SeedOrg>;
  readonly #registration: Record<string, unknown>;

  constructor(
    name: string,
    number: number,
    seed: Partial<SeedOrg> = {},
    changes: Record<string, unknown> = {},
    id = `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`,
  ) {
    this.name = name;
    this.id = id;
    this.secret = { clientId: `client-${number}`, clientSecret: `secret-0815-${number}`, testSmsTo: '+447700900777' };
    this.#seed = seed;
    this.#registration = changes;
  }

  /** The org as Genesys has it before anything happens. */
  get seed(): SeedOrg {
    const { clientId, clientSecret } = this.secret;
    const clients = [{ clientId, clientSecret }];
    return { id: this.id, name: this.name, clients, queues: [{ name: 'G Ride' }], ...this.#seed };
  }

  get registration(): Record<string, unknown> {
    return registration({ genesysOrgId: this.id, name: this.name, ...this.#registration });
  }

  /** A connection of somebody else in the org, with every right. */
  connect(scenario: Scenario): GenesysConnection {
    const { clientId, clientSecret } = this.secret;
    return connectGenesys({
      genesysOrgId: this.id,
      genesysRegion: 'eu-west-2',
      credentials: { clientId, clientSecret },
      endpointUrl: scenario.genesys.url,
      remainingMs: () => 30_000,
    });
  }

  /** Those executions that were about this org, oldest first. */
  among(executions: readonly EndedExecution[]): EndedExecution[] {
    return executions.filter(({ input }) => input.includes(this.id));
  }

  async record(scenario: Scenario): Promise<LabOrgRecord> {
    const record = await scenario.ledger(this.id);
    if (record === undefined) throw new Error(`${this.name} is not in the ledger`);
    return record;
  }
}

/** What Genesys notes of each change by itself: when, by whom, and how often. */
const NOTED = /^(date|modifiedBy$|version$)/;

/** What is configured in an org: without the texts that went out, flows that were deleted, and what Genesys notes of changes. */
export function configuration(scenario: Scenario, genesysOrgId: string): unknown {
  const org = scenario.genesys.control.state().orgs.find(({ id }) => id === genesysOrgId);
  const { texts, flows, ...configured } = org ?? {};
  const left = (flows ?? []).filter(({ deleted }) => deleted !== true);
  const plain = JSON.stringify({ ...configured, flows: left }, (key, value: unknown) =>
    NOTED.test(key) ? undefined : value,
  );
  return JSON.parse(plain) as unknown;
}
