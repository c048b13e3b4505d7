import { recordReleased } from '../../src/provisioning/record-released.ts';
import { sendEvent } from '../../src/runtime/event-bus.ts';
import { givenUpIn } from '../../src/runtime/given-up.ts';
import { readRecord, writeLastError } from '../../src/runtime/org-stage.ts';
import { stageHandler } from '../../src/runtime/stage.ts';

/** Tells the world that the org is released, then writes it and gives the claim back; or says what of ours is left. */
export const handler = stageHandler(
  'RecordReleased',
  async (run) =>
    recordReleased(run.table, await readRecord(run), run.me, givenUpIn(run.event.input), (detailType, detail) =>
      sendEvent(run.environment.eventBusName, detailType, detail),
    ),
  writeLastError('RecordReleased'),
);
