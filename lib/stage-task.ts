import { Duration } from 'aws-cdk-lib';
import { JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { retryRules } from '../src/workflow/retries.ts';
import type { TaskStage } from '../src/workflow/stages.ts';
import { STAGE_EVENT_PAYLOAD } from '../src/workflow/stage-input.ts';
import { TASK_TIMEOUT_SECONDS } from '../src/workflow/timeouts.ts';
import type { StageFunction } from './stage-function.ts';

/**
 * The Task of one stage: it receives the state so far and the execution, and leaves its answer under its own name. The
 * retriers come from the workflow's table, and from nowhere else.
 */
export function stageTask(
  scope: Construct,
  stage: TaskStage,
  { function: lambdaFunction }: StageFunction,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, stage, {
    lambdaFunction,
    payload: TaskInput.fromObject(STAGE_EVENT_PAYLOAD),
    resultSelector: { 'answer.$': '$.Payload' },
    resultPath: JsonPath.stringAt(`$.${stage}`),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(TASK_TIMEOUT_SECONDS)),
  });
  for (const rule of retryRules(stage)) {
    task.addRetry({
      errors: [...rule.errors],
      interval: Duration.seconds(rule.intervalSeconds),
      maxAttempts: rule.maxAttempts,
      backoffRate: rule.backoffRate,
      ...(rule.maxDelaySeconds === undefined ? {} : { maxDelay: Duration.seconds(rule.maxDelaySeconds) }),
    });
  }
  return task;
}
