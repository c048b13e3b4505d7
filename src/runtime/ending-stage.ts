import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { orgLabel } from '../provisioning/org-work.ts';
import type { EmitEvent } from '../provisioning/record-provisioned.ts';
import { sendEvent } from './event-bus.ts';
import { readRecord, writeLastError } from './org-stage.ts';
import { stageHandler, type StageHandler, type StageRun } from './stage.ts';
import { reportOwnRun } from './run-end.ts';

/** How the runs end that the last stages end. */
const OUTCOMES = { RecordProvisioned: 'ready', RecordReleased: 'released' } as const;

/** The last stage of a run: it tells the world, writes the end, and logs what the run came to. */
export function endingStage<T>(
  stage: keyof typeof OUTCOMES,
  act: (run: StageRun, record: LabOrgRecord, emit: EmitEvent) => Promise<T>,
): StageHandler<T> {
  return stageHandler(
    stage,
    async (run) => {
      const record = await readRecord(run);
      const emit: EmitEvent = (detailType, detail) => sendEvent(run.environment.eventBusName, detailType, detail);
      const answer = await act(run, record, emit);
      // A run that waited for its redrive says nothing about how long it takes.
      const isNewlyReady = stage === 'RecordProvisioned' && record.readyAt === undefined && run.me.redriveCount === 0;
      await reportOwnRun(run, OUTCOMES[stage], orgLabel(record), isNewlyReady ? { isNewlyReady } : {});
      return answer;
    },
    writeLastError(stage),
  );
}
