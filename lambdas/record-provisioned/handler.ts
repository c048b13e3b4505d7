import { recordProvisioned } from '../../src/provisioning/record-provisioned.ts';
import { endingStage } from '../../src/runtime/ending-stage.ts';
import { requestedAt } from '../../src/runtime/stage.ts';

/** Tells the world that the org is ready, then writes it and gives the claim back. */
export const handler = endingStage('RecordProvisioned', (run, record, emit) =>
  recordProvisioned(run.table, record, run.me, requestedAt(run.event), emit),
);
