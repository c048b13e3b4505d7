import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../support/run-node.ts';
import { seed } from '../lab.ts';
import { Scenario } from '../scenario.ts';
import { ScenarioOrg } from '../several-orgs.ts';

const HOUR_MS = 3_600_000;

/** The org of the examples, as the documents have it. */
function sampleOrg(): ScenarioOrg {
  const { genesysOrgId } = JSON.parse(readFileSync(join(PROJECT, 'docs/examples/lab-org-registered.json'), 'utf8')) as {
    genesysOrgId: string;
  };
  return new ScenarioOrg('Ready Lab', 1, {}, {}, genesysOrgId);
}

/** What an auditor comes upon: an org that is ready and was texted, one that has been given back, one whose purchase is in doubt. */
export interface History {
  scenario: Scenario;
  ready: ScenarioOrg;
  decommissioned: ScenarioOrg;
  failed: ScenarioOrg;
}

/** Plays it, until the scheduled checks have been there too. */
export async function playedHistory(): Promise<History> {
  const ready = sampleOrg();
  const decommissioned = new ScenarioOrg('Past Lab', 2);
  const failed = new ScenarioOrg('Doubtful Lab', 3);
  const scenario = await Scenario.start(seed(ready.seed, decommissioned.seed, failed.seed));
  for (const { id, secret } of [ready, decommissioned, failed]) await scenario.storeSecret(id, secret);
  scenario.genesys.control.addFault({
    operation: 'getRoutingQueues',
    status: 429,
    code: 'too.many.requests',
    headers: { 'retry-after': '1' },
    times: 1,
  });
  await scenario.register(ready.registration);
  await scenario.register(decommissioned.registration);
  await scenario.decommission({ genesysOrgId: decommissioned.id });
  scenario.genesys.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before', times: 100 });
  await scenario.register(failed.registration);
  scenario.genesys.control.clearFaults();
  await scenario.pass(HOUR_MS);
  return { scenario, ready, decommissioned, failed };
}
