import type { FailureTools } from '../provisioning/record-failure.ts';
import type { StageEnvironment } from './environment.ts';
import { sendEvent } from './event-bus.ts';
import { startedBy } from '../workflow/started-by.ts';
import { inputOf } from '../workflow/status-change.ts';
import { lastStateOf } from './executions.ts';
import { ledgerTable } from './ledger.ts';
import type { StageLog } from './logger.ts';
import { reportRun, type EndOfRun } from './run-end.ts';

/** What recording a failure works with on AWS. That a failure's place can't be found keeps nobody from recording it. */
export function failureTools(environment: StageEnvironment, log: StageLog): FailureTools {
  const table = ledgerTable(environment.ledgerTableName);
  // Both what is written and what is logged of a failure name its stage; the history is long, so it is read once.
  const asked = new Map<string, Promise<string | undefined>>();
  const stageOf = (executionArn: string): Promise<string | undefined> => {
    const stage = asked.get(executionArn) ?? lastStateOrNone(executionArn, log);
    asked.set(executionArn, stage);
    return stage;
  };
  return {
    table,
    emit: (detailType, detail) => sendEvent(environment.eventBusName, detailType, detail),
    stageOf,
    report: async ({ failed, detail, genesysOrgId, outcome }) => {
      const { executionArn, redriveCount, error, message, stopped } = failed;
      const failedStage = await stageOf(executionArn);
      const end: EndOfRun = {
        executionArn,
        redriveCount,
        startedAt: detail.startDate ?? undefined,
        endedAt: Date.parse(stopped),
        // A verification that was stopped has its own outcome: a text may be out.
        outcome: outcome ?? ENDED_BADLY[detail.status] ?? 'failed',
        errorName: error,
        said: message,
        ...(failedStage === undefined ? {} : { failedStage }),
      };
      await reportRun(table, log, end, { genesysOrgId, ...startedBy(inputOf(detail)) });
    },
  };
}

/** Outcomes of runs that did not end by themselves. */
const ENDED_BADLY: Readonly<Record<string, EndOfRun['outcome']>> = { TIMED_OUT: 'timed out', ABORTED: 'aborted' };

async function lastStateOrNone(executionArn: string, log: StageLog): Promise<string | undefined> {
  try {
    return await lastStateOf(executionArn);
  } catch (error) {
    const what = 'the history could not be read: the failure is recorded without its stage';
    log.note(what, (error as Error).name, { executionArn });
    return undefined;
  }
}
