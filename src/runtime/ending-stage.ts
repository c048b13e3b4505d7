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
      await reportOwnRun(run, OUTCOMES[stage], orgLabel(record));
      return answer;
    },
    writeLastError(stage),
  );
}
