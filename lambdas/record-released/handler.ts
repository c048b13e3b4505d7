import { recordReleased } from '../../src/provisioning/record-released.ts';
import { endingStage } from '../../src/runtime/ending-stage.ts';
import { givenUpIn } from '../../src/runtime/given-up.ts';

/** Tells the world that the org is released, then writes it and gives the claim back; or says what of ours is left. */
export const handler = endingStage('RecordReleased', (run, record, emit) =>
  recordReleased(run.table, record, run.me, givenUpIn(run.event.input), emit),
);
