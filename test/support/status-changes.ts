import type { EventBridgeEvent } from 'aws-lambda';
import { handler } from '../../lambdas/record-failure/handler.ts';
import type { StatusChangeDetail } from '../../src/workflow/status-change.ts';
import { lambdaContext } from './lab-org.ts';
import { EXECUTION, executionArn } from './ledger-records.ts';
import type { Machine } from './ledger-records.ts';

/** When the executions of these events ended. */
export const STOPPED = '2026-03-01T10:00:00.000Z';

const CAUSE = JSON.stringify({
  errorType: 'QueueNotFound',
  errorMessage: 'Org Lab Vienna 1: it has no queue.',
  trace: [],
});

/** Runs RecordFailure with Step Functions' event about an execution. */
export function recordEnd(
  machine: Machine,
  input: object,
  changes: Partial<StatusChangeDetail> = {},
): Promise<{ result: string }> {
  const detail: StatusChangeDetail = {
    executionArn: executionArn(EXECUTION, machine),
    stateMachineArn: `arn:aws:states:eu-west-2:000000000000:stateMachine:lab-sms-${machine}`,
    name: EXECUTION,
    status: 'FAILED',
    stopDate: Date.parse(STOPPED),
    input: JSON.stringify(input),
    error: 'QueueNotFound',
    cause: CAUSE,
    redriveCount: 0,
    ...changes,
  };
  const event = { 'detail-type': 'Step Functions Execution Status Change', detail };
  return handler(
    event as EventBridgeEvent<'Step Functions Execution Status Change', StatusChangeDetail>,
    lambdaContext(),
  );
}
