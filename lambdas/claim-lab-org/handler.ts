import { takeClaim } from '../../src/ledger/claims.ts';
import { knownFlows } from '../../src/provisioning/flow-source.ts';
import { parseRegistration } from '../../src/provisioning/registration.ts';
import { lookUpExecution } from '../../src/runtime/executions.ts';
import { flowsFolder } from '../../src/runtime/provisioning-stage.ts';
import { requestedAt, stageHandler } from '../../src/runtime/stage.ts';
import { isRetriedOrCaught } from '../../src/workflow/retries.ts';

/** Holds the registration against the schema and takes the org for this execution. A failure here touches no ledger. */
export const handler = stageHandler(
  'ClaimLabOrg',
  async (run) => {
    const registration = parseRegistration(run.event.input.registration, knownFlows(flowsFolder(run)));
    const me = { ...run.me, requestedAt: requestedAt(run.event) };
    const outcome = await takeClaim(run.table, registration, me, lookUpExecution);
    return outcome.isHeld ? { isHeld: true } : { isHeld: false, holder: outcome.holder };
  },
  (_run, error) => Promise.resolve(isRetriedOrCaught('ClaimLabOrg', error.name)),
);
