import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { lookUpExecution } from '../../../src/runtime/executions.ts';
import { EXECUTION_ARN } from '../../support/ledger-records.ts';

const stepFunctions = mockClient(SFNClient);
const STOPPED = '2026-03-01T10:00:00.000Z';
beforeEach(() => {
  stepFunctions.reset();
});
afterAll(() => {
  stepFunctions.restore();
});

describe('what Step Functions says of an execution', () => {
  it.each(['RUNNING', 'PENDING_REDRIVE'] as const)('%s is running', async (status) => {
    stepFunctions.on(DescribeExecutionCommand, { executionArn: EXECUTION_ARN }).resolves({ status });
    expect(await lookUpExecution(EXECUTION_ARN)).toEqual({ state: 'running' });
  });

  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const)('%s has ended when it stopped', async (status) => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status, stopDate: new Date(STOPPED) });
    expect(await lookUpExecution(EXECUTION_ARN)).toEqual({ state: 'ended', stopped: STOPPED });
  });

  it('an execution that does not exist is missing', async () => {
    stepFunctions.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
    expect(await lookUpExecution(EXECUTION_ARN)).toEqual({ state: 'missing' });
  });

  it('anything else that goes wrong says nothing about the execution', async () => {
    stepFunctions
      .on(DescribeExecutionCommand)
      .rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
    await expect(lookUpExecution(EXECUTION_ARN)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});
