import { VERIFICATION_OUTCOMES } from '../src/workflow/events.ts';
import { FINDINGS } from '../src/workflow/findings.ts';
import { METRICS } from '../src/workflow/metrics.ts';
import type { MonthlyThings } from './cost-table.ts';
import type { Template } from './read-template.ts';

/** What the stack has that is billed by the month: metrics (without those by error name), metrics in alarms, dashboards. */
export function monthlyThings({ Resources }: Template): MonthlyThings {
  const ofType = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type);
  const looks = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => {
    const { Metrics } = Properties as { Metrics?: { MetricStat?: unknown }[] };
    return Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
  });
  return {
    metric: Object.keys(METRICS).length + VERIFICATION_OUTCOMES.length + FINDINGS.length,
    alarmMetric: looks.reduce((sum, count) => sum + count, 0),
    dashboard: ofType('AWS::CloudWatch::Dashboard').length,
  };
}
