import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type DescribeExecutionOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** What Step Functions says of an execution; undefined when it knows none: it forgets one 90 days after its end. */
export async function describeExecution(
  client: SFNClient,
  executionArn: string,
): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await client.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
