import type { SeedOrg, SimulatorSeed } from '../../local/genesys/simulator.ts';

/** The org of the scenarios. */
export const ORG_ID = '11111111-2222-4333-8444-555555555555';

export const SECRET = { clientId: 'scenario-client', clientSecret: 'scenario-secret-0815', testSmsTo: '+447700900777' };

/** A registration of the org, with changes. */
export function registration(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    genesysOrgId: ORG_ID,
    name: 'Scenario Lab',
    genesysRegion: 'eu-west-2',
    sms: { countryCode: 'GB', phoneNumberType: 'mobile' },
    ...changes,
  };
}

/** The org as Genesys has it before anything happens, with changes. */
export function org(changes: Partial<SeedOrg> = {}): SeedOrg {
  return {
    id: ORG_ID,
    name: 'Scenario Lab',
    clients: [{ clientId: SECRET.clientId, clientSecret: SECRET.clientSecret }],
    queues: [{ name: 'G Ride' }],
    ...changes,
  };
}

/** A simulated Genesys Cloud with these orgs. */
export function seed(...orgs: SeedOrg[]): SimulatorSeed {
  return { orgs: orgs.length === 0 ? [org()] : orgs };
}
