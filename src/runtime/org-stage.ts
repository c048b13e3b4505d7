import { join } from 'node:path';
import { changeAsHolder, holdClaim, holds } from '../ledger/claims.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { OrgSpend } from '../ledger/spend.ts';
import { renderFlow, type FlowSource } from '../provisioning/flow-source.ts';
import type { OrgWork } from '../provisioning/org-work.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { DecommissioningStage, ProvisioningStage } from '../workflow/stages.ts';
import { forgetOrgSecret } from './credentials.ts';
import { openGenesys } from './genesys-access.ts';
import { redact } from './redaction.ts';
import { orgIdOf, stageHandler, type OnFailure, type StageHandler, type StageRun } from './stage.ts';

/** A stage of the execution that holds the org: the claim is checked first, then one domain call does the work. */
export function orgStage<T>(
  stage: ProvisioningStage | DecommissioningStage,
  act: (work: OrgWork, run: StageRun) => Promise<T>,
): StageHandler<T> {
  return stageHandler(
    stage,
    async (run) => {
      let record = await holdClaim(run.table, await readRecord(run), run.me);
      const { genesys } = await openGenesys(run, record);
      const work: OrgWork = {
        genesys,
        executionArn: run.me.executionArn,
        get record() {
          return record;
        },
        change: async (changes) => {
          record = await changeAsHolder(run.table, record, run.me, changes);
        },
        audit: (entry) => {
          run.log.audit(entry);
        },
        clean: (said) => redact(said, run.log.secrets),
      };
      return act(work, run);
    },
    writeLastError(stage),
  );
}

/** The flow of the registration with its names filled in, from the files in the bundle. */
export function flowOf(work: OrgWork, run: StageRun): FlowSource {
  const { flow, queueName } = work.record.registration;
  return renderFlow(flowsFolder(run), flow, { queueName });
}

/** What the org's purchases count as. */
export function spendOf(work: OrgWork, run: StageRun): OrgSpend {
  return new OrgSpend(run.table, work.record.genesysOrgId);
}

/** Where the bundle keeps the flows. */
export function flowsFolder(run: StageRun): string {
  return join(run.environment.taskRoot, 'flows');
}

/** The record of the execution's org. @throws StageError ClaimLost when the ledger has none */
export async function readRecord(run: StageRun): Promise<LabOrgRecord> {
  const genesysOrgId = orgIdOf(run.event);
  const record = genesysOrgId === undefined ? undefined : await run.table.read(genesysOrgId);
  if (record !== undefined) return record;
  throw new StageError(
    'ClaimLost',
    `Org ${genesysOrgId ?? 'of this execution'} is not in the ledger. Nothing was changed. If it is to have its SMS channel, register it (event Lab Org Registered).`,
  );
}

/** Writes the failure in plain words, while the execution holds the org and unless the state machine tries again anyway. */
export function writeLastError(stage: ProvisioningStage | DecommissioningStage): OnFailure {
  return async (run, error) => {
    const genesysOrgId = orgIdOf(run.event);
    if (genesysOrgId !== undefined && error.name === 'GenesysAuthenticationError') forgetOrgSecret(genesysOrgId);
    if (isRetriedOrCaught(stage, error.name)) return true;
    try {
      const record = genesysOrgId === undefined ? undefined : await run.table.read(genesysOrgId);
      if (record !== undefined && holds(record, run.me)) {
        const lastError = {
          error: error.name,
          message: error.message,
          stage,
          executionArn: run.me.executionArn,
          at: new Date().toISOString(),
        };
        await run.table.compareAndSet(record, { lastError });
      }
    } catch (writing) {
      // The stage's own error must leave; what the ledger misses, the status change event brings.
      run.log.note('the failure could not be written to the ledger', (writing as Error).name);
    }
    return false;
  };
}
