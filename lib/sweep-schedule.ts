import { Duration } from 'aws-cdk-lib';
import type { Function as StageLambda } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { SWEEP_SCHEDULE_NAME } from '../src/workflow/names.ts';
import { SWEEP_PERIOD_MINUTES } from '../src/workflow/timeouts.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

/**
 * Starts the sweep every few minutes, with a role that may invoke it and nothing else. Scheduler delivers at least once and
 * lets runs overlap; a start that is late by a period is given up, since the next one does the same.
 */
export function sweepSchedule(scope: Construct, sweepLabOrgs: StageLambda): Schedule {
  return new Schedule(scope, 'SweepSchedule', {
    scheduleName: SWEEP_SCHEDULE_NAME,
    description: 'Finishes what lost status events left undone, and asks for the end of expired leases.',
    schedule: ScheduleExpression.rate(Duration.minutes(SWEEP_PERIOD_MINUTES)),
    target: new LambdaInvoke(sweepLabOrgs, {
      input: ScheduleTargetInput.fromObject({}),
      deadLetterQueue: deadLetterQueue(scope, 'SweepUndelivered'),
      maxEventAge: Duration.minutes(SWEEP_PERIOD_MINUTES - 1),
      retryAttempts: 3,
    }),
  });
}
