import { Duration } from 'aws-cdk-lib';
import type { EventInvokeConfigOptions } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import { RULE_TARGETS, SCHEDULE_TARGETS } from '../src/workflow/stages.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { StageFunctions } from './stage-functions.ts';

type AsynchronousStage = (typeof RULE_TARGETS)[number] | (typeof SCHEDULE_TARGETS)[number];

/** How long and how often Lambda tries an asynchronous invocation; the next sweep or check is the repeat of a failed one. */
const TRIES = {
  RecordFailure: { maxEventAge: Duration.hours(1), retryAttempts: 2 },
  SweepLabOrgs: { maxEventAge: Duration.minutes(4), retryAttempts: 0 },
  CheckLabOrgs: { maxEventAge: Duration.minutes(50), retryAttempts: 0 },
} as const satisfies Record<AsynchronousStage, EventInvokeConfigOptions>;

/**
 * Nobody waits for what a rule or a schedule starts, and the dead-letter queue of a rule doesn't see its exceptions: each
 * such function has a queue of its own for the invocations that it failed to the last.
 */
export function keepFailedInvocations(scope: Construct, functions: StageFunctions): void {
  for (const stage of [...RULE_TARGETS, ...SCHEDULE_TARGETS]) {
    const queue = deadLetterQueue(scope, `${stage}Failed`);
    functions[stage].function.configureAsyncInvoke({ ...TRIES[stage], onFailure: new SqsDestination(queue) });
  }
}
