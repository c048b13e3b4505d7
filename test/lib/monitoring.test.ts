import { ALARMS } from '../../src/workflow/alarms.ts';
import { METRICS, METRIC_DIMENSIONS } from '../../src/workflow/metrics.ts';
import { SAVED_QUERIES, queryText } from '../../src/workflow/saved-queries.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

interface StatMetric {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string }[];
}
interface AlarmProperties extends Partial<StatMetric> {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions: { Ref: string }[];
  TreatMissingData: string;
  Metrics?: { MetricStat?: { Metric: StatMetric } }[];
}

let stack: Synthesised;
let alarms: AlarmProperties[];
beforeAll(async () => {
  stack = await synthesised();
  alarms = Object.values(stack.ofType('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as unknown as AlarmProperties,
  );
});

/** The metrics that an alarm looks at, also inside an expression. */
function metricsOf({ Namespace, MetricName, Dimensions, Metrics = [] }: AlarmProperties): StatMetric[] {
  const own =
    Namespace === undefined || MetricName === undefined
      ? []
      : [{ Namespace, MetricName, ...(Dimensions && { Dimensions }) }];
  return [...own, ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))];
}

describe('the alarms', () => {
  it('are those of the list, ten at most, each named in its description as the runbook does', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(ALARMS.map(({ name }) => `lab-sms-${name}`).sort());
    expect(alarms.length).toBeLessThanOrEqual(10);
    for (const { AlarmName, AlarmDescription } of alarms)
      expect(AlarmDescription).toContain(`docs/runbook.md, "${AlarmName.replace('lab-sms-', '')}"`);
  });

  it('tell a topic that takes messages over TLS only', () => {
    const [topic, ...others] = Object.keys(stack.ofType('AWS::SNS::Topic'));
    expect(others).toEqual([]);
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topic }]);
    const policies = JSON.stringify(stack.ofType('AWS::SNS::TopicPolicy'));
    expect(policies).toContain('"aws:SecureTransport":"false"');
    expect(policies).toMatch(
      /"sns:Publish","Condition":\{"StringEquals":\{"aws:SourceAccount":\{"Ref":"AWS::AccountId"\}\}\},"Effect":"Allow"/,
    );
    expect(policies).toContain('{"Service":"cloudwatch.amazonaws.com"}');
  });

  it('take silence for peace, but for that of a schedule', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(breaching.map(({ AlarmName }) => AlarmName)).toEqual(['lab-sms-ScheduleStopped']);
    expect(new Set(alarms.map(({ TreatMissingData }) => TreatMissingData))).toEqual(
      new Set(['breaching', 'notBreaching']),
    );
  });

  it('look at ten metrics at most each, ours by dimensions of the closed list', () => {
    for (const alarm of alarms) {
      const metrics = metricsOf(alarm);
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.length).toBeLessThanOrEqual(10);
      for (const { Namespace, MetricName, Dimensions = [] } of metrics.filter((each) => each.Namespace === 'LabSms')) {
        expect([Namespace, Object.keys(METRICS)]).toEqual(['LabSms', expect.arrayContaining([MetricName])]);
        for (const { Name } of Dimensions) expect(METRIC_DIMENSIONS).toContain(Name);
      }
    }
  });

  it('see every dead-letter queue of the stack', () => {
    const seen = alarms.flatMap(metricsOf).filter(({ Namespace }) => Namespace === 'AWS/SQS');
    expect(seen).toHaveLength(Object.keys(stack.ofType('AWS::SQS::Queue')).length);
  });
});

it('mails alarms to the addresses of the settings, of which the project has none', () => {
  expect(stack.ofType('AWS::SNS::Subscription')).toEqual({});
});

it('keeps the saved queries over the log group of the stages', () => {
  const kept = Object.values(stack.ofType('AWS::Logs::QueryDefinition')).map(({ Properties }) => Properties);
  expect(kept.map(({ Name, QueryString }) => [Name, QueryString]).sort()).toEqual(
    SAVED_QUERIES.map((query) => [`lab-sms/${query.name}`, queryText(query)]).sort(),
  );
  for (const { LogGroupNames } of kept)
    expect((LogGroupNames as unknown[]).map((name) => stack.text(name))).toEqual(['/lab-sms/stages']);
});

it('has one dashboard, with the questions on it and only metrics that there are', () => {
  const [board, ...others] = Object.values(stack.ofType('AWS::CloudWatch::Dashboard'));
  expect(others).toEqual([]);
  const body = stack.text(board?.Properties.DashboardBody);
  for (const question of ['Is it working?', 'What is failing?', 'What did it cost?']) expect(body).toContain(question);
  const named = [...body.matchAll(/\\?"LabSms\\?",\\?"(\w+)\\?"/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(Object.keys(METRICS)).toContain(name);
});
