import { ERROR_NAMES, TROUBLE } from '../workflow/error-names.ts';
import type { LineFields, LogKind } from '../workflow/log-lines.ts';
import { METRICS, METRIC_NAMESPACE, type MetricName } from '../workflow/metrics.ts';

const FAILURES = ['failed', 'timed out', 'aborted', 'unknown', 'routing wrong'];
/** What a line counts for; nothing for most lines. */
export function metricsOf<Kind extends LogKind>(
  kind: Kind,
  fields: LineFields<Kind>,
): Partial<Record<MetricName, number>> {
  const line = { kind, ...fields } as { [Each in LogKind]: { kind: Each } & LineFields<Each> }[LogKind];
  switch (line.kind) {
    case 'audit':
      if (line.costEffect === 'monthly charge begins') return { NumbersBought: 1 };
      return line.costEffect === 'monthly charge ends' ? { NumbersReleased: 1 } : {};
    case 'genesysCall':
      return line.isThrottled === true ? { GenesysThrottles: 1 } : {};
    case 'finding':
      return { Findings: 1 };
    case 'run':
      return metricsOfRun(line);
    default:
      return {};
  }
}

function metricsOfRun({
  machine,
  outcome,
  errorName,
  durationSeconds,
  isNewlyReady,
}: LineFields<'run'>): Partial<Record<MetricName, number>> {
  const isVerification = machine === 'lab-sms-verification';
  const verified = isVerification && outcome !== 'runs already' ? { Verifications: 1 } : {};
  if (outcome === 'ready') {
    if (isNewlyReady !== true) return {};
    return { OrgsProvisioned: 1, ...(durationSeconds === undefined ? {} : { TimeToReady: durationSeconds }) };
  }
  if (!FAILURES.includes(outcome)) return verified;
  // A person who stops a run knows of it.
  const isTrouble = errorName === undefined || !isOurs(errorName) || (TROUBLE as readonly string[]).includes(errorName);
  const isExpected = outcome === 'aborted' || errorName === 'ABORTED' || !isTrouble;
  return { ...verified, RunsFailed: 1, ...(isExpected ? {} : { UnexpectedFailures: 1 }) };
}

/**
 * The metrics of a line in CloudWatch's embedded metric format, to be put into the line itself: CloudWatch takes the values
 * from the line's own fields, so nothing is said twice.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embedded(metrics: Partial<Record<MetricName, number>>, fields: object, now: number): object {
  const names = Object.keys(metrics) as MetricName[];
  if (names.length === 0) return {};
  return {
    ...metrics,
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: names.map((name) => {
        const { unit, by }: { unit: string; by?: string } = METRICS[name];
        const isSplit = by !== undefined && isBounded(by, (fields as Record<string, unknown>)[by]);
        return {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['service'], ...(isSplit ? [['service', by]] : [])],
          Metrics: [{ Name: name, Unit: unit }],
        };
      }),
    },
  };
}

/** Names of errors that are not ours are without number, and each would be a metric that costs. */
function isBounded(dimension: string, value: unknown): boolean {
  return typeof value === 'string' && (dimension !== 'errorName' || isOurs(value));
}

function isOurs(errorName: string): boolean {
  return (ERROR_NAMES as readonly string[]).includes(errorName);
}
