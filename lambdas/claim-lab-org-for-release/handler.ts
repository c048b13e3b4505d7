import { takeClaim } from '../../src/ledger/claims.ts';
import { decommissioningWish } from '../../src/ledger/decommissioning-claim.ts';
import { parseDecommissionRequest } from '../../src/provisioning/decommission-request.ts';
import { claimingStage } from '../../src/runtime/claiming-stage.ts';
import { lookUpExecution } from '../../src/runtime/executions.ts';

/** Holds the request against the schema and takes the org to undo what is ours there. A failure here touches no ledger. */
export const handler = claimingStage('ClaimLabOrgForRelease', (run, me) => {
  const request = parseDecommissionRequest(run.event.input.request);
  return takeClaim(run.table, decommissioningWish(request, me), me, lookUpExecution);
});
