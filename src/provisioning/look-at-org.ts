import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { isOfTheOrg, observeNoAccess } from './check-access.ts';
import { observeLease } from './check-lease.ts';
import { listSmsPhoneNumbers, observeDoubt, observeNumbers } from './check-numbers.ts';
import { lookAtRouting } from './check-routing.ts';
import { scopeOf } from './check-schedule.ts';
import type { Look } from './observation.ts';
import { routingOf } from './routing-check.ts';

/** One org as the check reaches it. */
export interface OrgReach {
  /** Opens a connection to the org, with its own secret. */
  connect: (record: LabOrgRecord) => Promise<GenesysConnection>;
  /** What a server said, without any value of the org's secret. */
  clean: (said: string) => string;
}

/**
 * Looks at one org, with GET calls only: its lease in the ledger, and as far as its status says its routing and its numbers in
 * Genesys. What keeps it from looking at this org is an observation too; what is wrong with AWS or the check itself is thrown.
 */
export async function lookAtOrg(reach: OrgReach, record: LabOrgRecord, now: number): Promise<Look> {
  const lease = observeLease(record, now);
  const scope = scopeOf(record, now);
  if (scope === 'nothing') return { observations: lease, unseen: ['number', 'doubt', 'access'], isRoutingSeen: false };
  try {
    const genesys = await reach.connect(record);
    const inventory = await listSmsPhoneNumbers(genesys);
    const numbers = [...lease, ...observeNumbers(record, inventory), ...observeDoubt(record, inventory)];
    const expected = scope === 'routing and numbers' ? routingOf(record) : undefined;
    if (expected === undefined) return { observations: numbers, unseen: [], isRoutingSeen: false };
    const routing = await lookAtRouting(genesys, record, expected, inventory, reach.clean);
    return { ...routing, observations: [...numbers, ...routing.observations], isRoutingSeen: true };
  } catch (error) {
    if (!isOfTheOrg(error)) throw error;
    const noAccess = observeNoAccess(record, error, reach.clean);
    return { observations: [...lease, ...noAccess], unseen: ['routing', 'number', 'doubt'], isRoutingSeen: false };
  }
}
