import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { HolderStatus } from '../ledger/claims.ts';
import { isRunning, type StatusChangeDetail } from '../workflow/status-change.ts';

let kept: SFNClient | undefined;

const client = (): SFNClient => (kept ??= new SFNClient({}));

/** More events than the longest wait of a stage leaves, from the last state that was entered to the end. */
const EVENTS_OF_ONE_STATE = 1000;

/**
 * What Step Functions says of an execution, in the words of its status event; undefined when it knows none. Its answer is
 * eventually consistent: one that it doesn't know may have just begun.
 */
export async function describeExecution(executionArn: string): Promise<StatusChangeDetail | undefined> {
  try {
    const answer = await client().send(new DescribeExecutionCommand({ executionArn }));
    return {
      executionArn,
      stateMachineArn: answer.stateMachineArn ?? '',
      name: answer.name ?? '',
      status: answer.status ?? '',
      startDate: answer.startDate?.getTime() ?? null,
      stopDate: answer.stopDate?.getTime() ?? null,
      input: answer.input ?? null,
      error: answer.error ?? null,
      cause: answer.cause ?? null,
      redriveCount: answer.redriveCount ?? 0,
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** Asks Step Functions about the holder of an org. */
export async function lookUpExecution(executionArn: string): Promise<HolderStatus> {
  const execution = await describeExecution(executionArn);
  if (execution === undefined) return { state: 'missing' };
  if (isRunning(execution.status)) return { state: 'running' };
  return { state: 'ended', stopped: new Date(execution.stopDate ?? Date.now()).toISOString() };
}

/**
 * The state that an execution entered last: where it ended, also after a redrive, which enters nothing again. Undefined
 * for an execution that never came so far.
 */
export async function lastStateOf(executionArn: string): Promise<string | undefined> {
  const answer = await client().send(
    new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: EVENTS_OF_ONE_STATE,
      includeExecutionData: false,
    }),
  );
  return answer.events?.find((event) => event.stateEnteredEventDetails !== undefined)?.stateEnteredEventDetails?.name;
}
