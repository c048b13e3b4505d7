import { takeClaim } from '../../src/ledger/claims.ts';
import { provisioningWish } from '../../src/ledger/provisioning-claim.ts';
import { knownFlows } from '../../src/provisioning/flow-source.ts';
import { parseRegistration } from '../../src/provisioning/registration.ts';
import { lookUpExecution } from '../../src/runtime/executions.ts';
import { flowsFolder } from '../../src/runtime/org-stage.ts';
import { claimingStage } from '../../src/runtime/claiming-stage.ts';

/** Holds the registration against the schema and takes the org for this execution. A failure here touches no ledger. */
export const handler = claimingStage('ClaimLabOrg', (run, me) => {
  const registration = parseRegistration(run.event.input.registration, knownFlows(flowsFolder(run)));
  return takeClaim(run.table, provisioningWish(registration, me), me, lookUpExecution);
});
