/** The CloudWatch namespace of lab-sms's own metrics. */
export const METRIC_NAMESPACE = 'LabSms';

/**
 * What a metric may be split by. A closed list with few values each: every combination costs money, so an org is never a
 * dimension; it is a field of the line that the metric comes from.
 */
export const METRIC_DIMENSIONS = ['service', 'errorName', 'outcome', 'finding'] as const;
export type MetricDimension = (typeof METRIC_DIMENSIONS)[number];

interface MetricFacts {
  unit: 'Count' | 'Seconds';
  /** Each metric is written for `service` alone, and for `service` with this. */
  by?: MetricDimension;
  /** What is counted, for people. */
  counts: string;
}

/** Every metric, by name. They are written in the log lines themselves (embedded metric format). */
export const METRICS = {
  OrgsProvisioned: { unit: 'Count', counts: 'orgs whose SMS channel became ready and was not before' },
  TimeToReady: {
    unit: 'Seconds',
    counts: 'from the start of such a run to the ready org, waits included; not of a redriven one',
  },
  RunsFailed: { unit: 'Count', by: 'errorName', counts: 'runs of any state machine that did not succeed' },
  UnexpectedFailures: {
    unit: 'Count',
    counts: 'failed runs that no registration explains: trouble in Genesys or AWS, or a bug',
  },
  NumbersBought: { unit: 'Count', counts: 'numbers whose monthly charge began' },
  NumbersReleased: { unit: 'Count', counts: 'numbers whose monthly charge ended' },
  Verifications: { unit: 'Count', by: 'outcome', counts: 'verifications, by what became of the text' },
  GenesysThrottles: { unit: 'Count', counts: 'calls that Genesys refused because of a rate limit' },
  Findings: { unit: 'Count', by: 'finding', counts: 'what the scheduled checks found' },
} as const satisfies Record<string, MetricFacts>;
export type MetricName = keyof typeof METRICS;
