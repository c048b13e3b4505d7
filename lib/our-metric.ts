import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, METRIC_NAMESPACE, type MetricDimension, type MetricName } from '../src/workflow/metrics.ts';

/** How finely our metrics are looked at. */
export const PERIOD = Duration.minutes(5);

/** One of the metrics that come from the log lines, split by nothing unless given. */
export function ourMetric(
  metricName: MetricName,
  by: Partial<Record<MetricDimension, string>> = {},
  statistic = 'Sum',
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service: 'lab-sms', ...by },
    statistic,
    period: PERIOD,
    label: Object.values(by)[0] ?? METRICS[metricName].counts,
  });
}
