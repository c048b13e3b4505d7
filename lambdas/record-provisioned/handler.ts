import { recordProvisioned } from '../../src/provisioning/record-provisioned.ts';
import { sendEvent } from '../../src/runtime/event-bus.ts';
import { readRecord, writeLastError } from '../../src/runtime/org-stage.ts';
import { requestedAt, stageHandler } from '../../src/runtime/stage.ts';

/** Tells the world that the org is ready, then writes it and gives the claim back. */
export const handler = stageHandler(
  'RecordProvisioned',
  async (run) =>
    recordProvisioned(run.table, await readRecord(run), run.me, requestedAt(run.event), (detailType, detail) =>
      sendEvent(run.environment.eventBusName, detailType, detail),
    ),
  writeLastError('RecordProvisioned'),
);
