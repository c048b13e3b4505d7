import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  SingleValueWidget,
  TextWidget,
  type Alarm,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { METRICS, METRIC_NAMESPACE, type MetricName } from '../src/workflow/metrics.ts';
import { SAVED_QUERIES } from '../src/workflow/saved-queries.ts';
import { VERIFICATION_OUTCOMES } from '../src/workflow/events.ts';
import { ourMetric } from './our-metric.ts';

const WIDTH = 24;
const HALF = WIDTH / 2;

/** The one dashboard: three questions, each with what answers it. */
export function dashboard(scope: Construct, alarms: readonly Alarm[], logGroup: LogGroup): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: 'lab-sms',
    defaultInterval: Duration.days(7),
    widgets: [
      [question('Is it working?')],
      [
        new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: HALF, height: 6 }),
        new SingleValueWidget({
          title: 'Orgs made ready, and how long it took (median)',
          metrics: [ourMetric('OrgsProvisioned'), ourMetric('TimeToReady', {}, 'p50')],
          setPeriodToTimeRange: true,
          width: HALF,
          height: 6,
        }),
      ],
      [
        new GraphWidget({
          title: 'What became of the test texts',
          left: VERIFICATION_OUTCOMES.map((outcome) => ourMetric('Verifications', { outcome })),
          period: Duration.hours(1),
          stacked: true,
          width: WIDTH,
        }),
      ],
      [question('What is failing?')],
      [
        new GraphWidget({
          title: 'Failed runs by error, and those that no registration explains',
          left: [bySplit('RunsFailed'), ourMetric('UnexpectedFailures')],
          width: HALF,
        }),
        new GraphWidget({
          title: 'Findings of the checks, and calls that Genesys throttled',
          left: [bySplit('Findings')],
          right: [ourMetric('GenesysThrottles')],
          width: HALF,
        }),
      ],
      [table('Failures by error', logGroup)],
      [question('What did it cost?')],
      [
        new SingleValueWidget({
          title: 'Numbers whose monthly charge began and ended (log lines; the table below counts each number once)',
          metrics: [ourMetric('NumbersBought'), ourMetric('NumbersReleased')],
          setPeriodToTimeRange: true,
          width: WIDTH,
          height: 4,
        }),
      ],
      [table('Numbers bought in a period', logGroup)],
    ],
  });
}

function question(text: string): IWidget {
  return new TextWidget({ markdown: `# ${text}`, width: WIDTH, height: 1 });
}

/** Every value of what a metric is split by, as they come. */
function bySplit(metricName: Extract<MetricName, 'RunsFailed' | 'Findings'>): MathExpression {
  const schema = `{${METRIC_NAMESPACE},service,${METRICS[metricName].by}}`;
  return new MathExpression({
    expression: `SEARCH('${schema} MetricName="${metricName}"', 'Sum')`,
    usingMetrics: {},
    label: '',
    period: Duration.hours(1),
  });
}

/** A saved query's answer for the time that is looked at. */
function table(name: string, logGroup: LogGroup): IWidget {
  const query = SAVED_QUERIES.find((each) => each.name === name);
  if (query === undefined) throw new Error(`there is no saved query "${name}"`);
  return new LogQueryWidget({
    title: query.name,
    logGroupNames: [logGroup.logGroupName],
    queryLines: [...query.lines],
    view: LogQueryVisualizationType.TABLE,
    width: WIDTH,
  });
}
