import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import type { HolderStatus } from '../ledger/claims.ts';

let client: SFNClient | undefined;

/** Asks Step Functions about an execution. Its answer is eventually consistent: `missing` may be an execution just begun. */
export async function lookUpExecution(executionArn: string): Promise<HolderStatus> {
  client ??= new SFNClient({});
  try {
    const { status, stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { state: 'running' };
    return { state: 'ended', stopped: (stopDate ?? new Date()).toISOString() };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return { state: 'missing' };
    throw error;
  }
}
