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
const SCHEDULES = Duration.hours(3);

/** One failure that the next start mends wakes nobody. */
const REPEATED = 2;

/** Makes every alarm; each tells the topic and names its heading in the runbook. */
export function alarms(scope: Construct, props: AlarmsProps): Alarm[] {
  return ALARMS.map(({ name, says, signal }: AlarmFacts) => {
    const alarm = new Alarm(scope, `${name}Alarm`, {
      alarmName: `lab-sms-${name}`,
      alarmDescription: `${says} What to do: docs/runbook.md, "${name}".`,
      metric: metricOf(signal, props),
      threshold: signal.kind === 'failed invocations' ? REPEATED : 1,
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
    case 'failed runs': {
      const runs = ourMetric('RunsFailed', { errorName: signal.errorName });
      return signal.finding === undefined ? runs : sumOf([runs, ourMetric('Findings', { finding: signal.finding })]);
    }
    case 'unexpected failures':
      return ourMetric('UnexpectedFailures');
    case 'findings':
      return ourMetric('Findings', { finding: signal.finding });
    case 'verifications':
      return sumOf(signal.outcomes.map((outcome) => ourMetric('Verifications', { outcome })));
    case 'undelivered events':
      return arrivals(deadLetterQueues.rules, PERIOD);
    case 'failed invocations':
      return arrivals(deadLetterQueues['schedules and functions'], SCHEDULES);
    case 'schedules stopped':
      return stopped(functions);
  }
}

/** What comes into queues, not what lies in them: one message that nobody clears must not hide the next. */
function arrivals(queues: readonly Queue[], period: Duration): MathExpression {
  return sumOf(queues.map((queue) => queue.metricNumberOfMessagesSent({ period, statistic: 'Sum' })));
}

/** How many schedules have started nothing; a metric without data counts as 0. */
function stopped(functions: StageFunctions): MathExpression {
  const named = SCHEDULE_TARGETS.map(
    (stage, index) =>
      [`m${index}`, functions[stage].function.metricInvocations({ period: SCHEDULES, statistic: 'Sum' })] as const,
  );
  return new MathExpression({
    expression: named.map(([name]) => `IF(FILL(${name}, 0) < 1, 1, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: SCHEDULES,
    label: 'in all',
  });
}

/** The sum over metrics, of which CloudWatch takes ten in one alarm at most; no data where none of them has any. */
function sumOf(metrics: readonly Metric[]): MathExpression {
  return new MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: metrics[0]?.period ?? PERIOD,
    label: 'in all',
  });
}
