import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Function as StageLambda } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { CHECK_SCHEDULE_NAME, SWEEP_SCHEDULE_NAME } from '../src/workflow/names.ts';
import { SCHEDULE_TARGETS } from '../src/workflow/stages.ts';
import { CHECK_PERIOD_MINUTES, SWEEP_PERIOD_MINUTES } from '../src/workflow/timeouts.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { StageFunctions } from './stage-functions.ts';

/** What a schedule is, beside its target; `id` opens the ids of its constructs. */
interface StageSchedule {
  id: string;
  scheduleName: string;
  description: string;
  periodMinutes: number;
}

const SCHEDULES: Readonly<Record<(typeof SCHEDULE_TARGETS)[number], StageSchedule>> = {
  SweepLabOrgs: {
    id: 'Sweep',
    scheduleName: SWEEP_SCHEDULE_NAME,
    description: 'Finishes what lost status events left undone, and asks for the end of expired leases.',
    periodMinutes: SWEEP_PERIOD_MINUTES,
  },
  CheckLabOrgs: {
    id: 'Check',
    scheduleName: CHECK_SCHEDULE_NAME,
    description: 'Looks at the orgs whose turn it is and reports drift, unknown numbers, doubts and ending leases.',
    periodMinutes: CHECK_PERIOD_MINUTES,
  },
};

/**
 * Starts each of these stages every few minutes or hours, with a role that may invoke it and nothing else. Scheduler delivers at
 * least once and lets runs overlap; a start that is late by a period is given up, since the next one does the same.
 */
export function stageSchedules(scope: Construct, functions: StageFunctions): void {
  const group = ScheduleGroup.fromDefaultScheduleGroup(scope, 'DefaultScheduleGroup');
  for (const stage of SCHEDULE_TARGETS) {
    const { id, scheduleName, description, periodMinutes } = SCHEDULES[stage];
    const target = functions[stage].function;
    const undelivered = deadLetterQueue(scope, `${id}Undelivered`);
    new Schedule(scope, `${id}Schedule`, {
      scheduleName,
      description,
      schedule: ScheduleExpression.rate(Duration.minutes(periodMinutes)),
      target: new LambdaInvoke(target, {
        input: ScheduleTargetInput.fromObject({}),
        deadLetterQueue: undelivered,
        role: scheduleRole(scope, id, target, undelivered, group.scheduleGroupArn),
        maxEventAge: Duration.minutes(periodMinutes - 1),
        retryAttempts: 3,
      }),
    });
  }
}

/** May start the stage's function in its only version (CDK's own role may start every one), and keep what failed. */
function scheduleRole(
  scope: Construct,
  id: string,
  target: StageLambda,
  undelivered: Queue,
  scheduleGroupArn: string,
): IRole {
  const role = new Role(scope, `${id}ScheduleRole`, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceArn': scheduleGroupArn, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
    inlinePolicies: {
      [`Start${id}`]: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
        ],
      }),
    },
  });
  return role.withoutPolicyUpdates();
}
