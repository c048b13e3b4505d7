import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Function as StageLambda } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SWEEP_SCHEDULE_NAME } from '../src/workflow/names.ts';
import { SWEEP_PERIOD_MINUTES } from '../src/workflow/timeouts.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

/**
 * Starts the sweep every few minutes, with a role that may invoke it and nothing else. Scheduler delivers at least once and
 * lets runs overlap; a start that is late by a period is given up, since the next one does the same.
 */
export function sweepSchedule(scope: Construct, sweepLabOrgs: StageLambda): Schedule {
  const undelivered = deadLetterQueue(scope, 'SweepUndelivered');
  return new Schedule(scope, 'SweepSchedule', {
    scheduleName: SWEEP_SCHEDULE_NAME,
    description: 'Finishes what lost status events left undone, and asks for the end of expired leases.',
    schedule: ScheduleExpression.rate(Duration.minutes(SWEEP_PERIOD_MINUTES)),
    target: new LambdaInvoke(sweepLabOrgs, {
      input: ScheduleTargetInput.fromObject({}),
      deadLetterQueue: undelivered,
      role: sweepRole(scope, sweepLabOrgs, undelivered),
      maxEventAge: Duration.minutes(SWEEP_PERIOD_MINUTES - 1),
      retryAttempts: 3,
    }),
  });
}

/** May start the sweep's function in its only version (CDK's own role may start every one), and keep what failed. */
function sweepRole(scope: Construct, sweepLabOrgs: StageLambda, undelivered: Queue): IRole {
  const group = ScheduleGroup.fromDefaultScheduleGroup(scope, 'DefaultScheduleGroup');
  const role = new Role(scope, 'SweepScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceArn': group.scheduleGroupArn, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
    inlinePolicies: {
      StartSweep: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sweepLabOrgs.functionArn] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
        ],
      }),
    },
  });
  return role.withoutPolicyUpdates();
}
