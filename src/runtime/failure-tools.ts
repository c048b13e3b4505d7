import type { FailureTools } from '../provisioning/record-failure.ts';
import type { StageEnvironment } from './environment.ts';
import { sendEvent } from './event-bus.ts';
import { lastStateOf } from './executions.ts';
import { ledgerTable } from './ledger.ts';
import type { StageLog } from './logger.ts';

/** What recording a failure works with on AWS. That a failure's place can't be found keeps nobody from recording it. */
export function failureTools(environment: StageEnvironment, log: StageLog): FailureTools {
  return {
    table: ledgerTable(environment.ledgerTableName),
    emit: (detailType, detail) => sendEvent(environment.eventBusName, detailType, detail),
    stageOf: async (executionArn) => {
      try {
        return await lastStateOf(executionArn);
      } catch (error) {
        log.info('the history could not be read: the failure is recorded without its stage', {
          executionArn,
          reason: (error as Error).name,
        });
        return undefined;
      }
    },
  };
}
