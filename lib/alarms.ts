import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
  type IMetric,
  type Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ALARMS, type AlarmFacts, type AlarmSignal } from '../src/workflow/alarms.ts';
import { SCHEDULE_TARGETS } from '../src/workflow/stages.ts';
import { PERIOD, ourMetric } from './our-metric.ts';
import type { StageFunctions } from './stage-functions.ts';

/** What the alarms look at and whom they tell. */
export interface AlarmsProps {
  functions: StageFunctions;
  deadLetterQueues: Readonly<Record<'rules' | 'schedules and functions', readonly Queue[]>>;
  topic: ITopic;
}

/** Several periods of every schedule. */
const SCHEDULE_IS_STOPPED_AFTER = Duration.hours(3);

/** Makes every alarm; each rings at the first sight, tells the topic, and names its heading in the runbook. */
export function alarms(scope: Construct, props: AlarmsProps): Alarm[] {
  return ALARMS.map(({ name, says, signal }: AlarmFacts) => {
    const alarm = new Alarm(scope, `${name}Alarm`, {
      alarmName: `lab-sms-${name}`,
      alarmDescription: `${says} What to do: docs/runbook.md, "${name}".`,
      metric: metricOf(signal, props),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      // Nothing is written while nothing happens, and then all is well; but a schedule's silence is what to be told of.
      treatMissingData:
        signal.kind === 'schedules stopped' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
    return alarm;
  });
}

function metricOf(signal: AlarmSignal, { functions, deadLetterQueues }: AlarmsProps): IMetric {
  switch (signal.kind) {
    case 'failed runs':
      return ourMetric('RunsFailed', { errorName: signal.errorName });
    case 'unexpected failures':
      return ourMetric('UnexpectedFailures');
    case 'findings':
      return ourMetric('Findings', { finding: signal.finding });
    case 'verifications':
      return together(
        signal.outcomes.map((outcome) => ourMetric('Verifications', { outcome })),
        (name) => `FILL(${name}, 0)`,
      );
    case 'dead letters':
      return together(
        deadLetterQueues[signal.of].map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
        ),
        (name) => `FILL(${name}, 0)`,
      );
    case 'schedules stopped':
      return together(
        SCHEDULE_TARGETS.map((stage) =>
          functions[stage].function.metricInvocations({ period: SCHEDULE_IS_STOPPED_AFTER, statistic: 'Sum' }),
        ),
        (name) => `IF(FILL(${name}, 0) < 1, 1, 0)`,
      );
  }
}

/** The sum over metrics, each as `term` says; CloudWatch takes ten in one alarm at most. */
function together(metrics: readonly Metric[], term: (name: string) => string): MathExpression {
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    expression: named.map(([name]) => term(name)).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: metrics[0]?.period ?? PERIOD,
    label: 'in all',
  });
}
