import { embedded, metricsOf } from '../../../src/runtime/embedded-metrics.ts';
import { METRIC_DIMENSIONS } from '../../../src/workflow/metrics.ts';
import type { LineFields } from '../../../src/workflow/log-lines.ts';

const audit = (costEffect: LineFields<'audit'>['costEffect']): LineFields<'audit'> => ({
  message: 'purchase SMS phone number: done',
  phase: 'done',
  change: 'purchase SMS phone number',
  resourceType: 'SMS phone number',
  resourceId: '+447700900011',
  costEffect,
});

const run = (changes: Partial<LineFields<'run'>>): LineFields<'run'> => ({
  message: 'it ended',
  machine: 'lab-sms-provisioning',
  outcome: 'ready',
  genesysCalls: 38,
  bought: [],
  released: [],
  ...changes,
});

describe('what a line counts for', () => {
  it('is a number bought or released where its charge begins or ends, and nothing for other changes', () => {
    expect(metricsOf('audit', audit('monthly charge begins'))).toEqual({ NumbersBought: 1 });
    expect(metricsOf('audit', audit('monthly charge ends'))).toEqual({ NumbersReleased: 1 });
    expect(metricsOf('audit', audit('monthly charge possible'))).toEqual({});
    expect(metricsOf('audit', audit('none'))).toEqual({});
  });

  it('is a throttle for a call that Genesys refused because of a rate limit, and for no other', () => {
    const call = { message: '', operation: 'GET /api/v2/routing/queues', durationMs: 3, attempt: 1 };
    expect(metricsOf('genesysCall', { ...call, status: 429, isThrottled: true })).toEqual({ GenesysThrottles: 1 });
    expect(metricsOf('genesysCall', { ...call, status: 400, isThrottled: true })).toEqual({ GenesysThrottles: 1 });
    expect(metricsOf('genesysCall', { ...call, status: 500 })).toEqual({});
    expect(metricsOf('genesysCall', { ...call, status: 'no answer' })).toEqual({});
  });

  it('is a finding for what a check found', () => {
    const finding = { message: 'it differs', finding: 'routing drift', resourceId: '+447700900011' } as const;
    expect(metricsOf('finding', finding)).toEqual({ Findings: 1 });
  });

  it('is a ready org and how long that took, where it was not ready before', () => {
    const counted = { OrgsProvisioned: 1, TimeToReady: 41.5 };
    expect(metricsOf('run', run({ durationSeconds: 41.5, isNewlyReady: true }))).toEqual(counted);
    expect(metricsOf('run', run({ durationSeconds: 3 }))).toEqual({});
  });

  it.each([
    ['an error of ours', { outcome: 'failed', errorName: 'PurchaseInDoubt' }, { RunsFailed: 1 }],
    [
      'trouble in Genesys',
      { outcome: 'failed', errorName: 'GenesysUnavailableError' },
      { RunsFailed: 1, UnexpectedFailures: 1 },
    ],
    ['any other error', { outcome: 'failed', errorName: 'TypeError' }, { RunsFailed: 1, UnexpectedFailures: 1 }],
    [
      'a run that took too long',
      { outcome: 'timed out', errorName: 'TIMED_OUT' },
      { RunsFailed: 1, UnexpectedFailures: 1 },
    ],
    ['a run that a person stopped', { outcome: 'aborted', errorName: 'ABORTED' }, { RunsFailed: 1 }],
    ['a run that had nothing to do', { outcome: 'runs already' }, {}],
  ] as const)('of %s: %p counts %p', (_what, changes, counted) => {
    expect(metricsOf('run', run(changes))).toEqual(counted);
  });

  it('is a verification with its outcome, a failed one too', () => {
    const machine = 'lab-sms-verification';
    expect(metricsOf('run', run({ machine, outcome: 'delivered' }))).toEqual({ Verifications: 1 });
    expect(metricsOf('run', run({ machine, outcome: 'unknown', errorName: 'TestSmsOutcomeUnknown' }))).toEqual({
      Verifications: 1,
      RunsFailed: 1,
    });
    expect(metricsOf('run', run({ machine, outcome: 'runs already' }))).toEqual({});
  });
});

describe('the embedded metric format', () => {
  const dimensions = (line: object): string[][] =>
    (line as { _aws: { CloudWatchMetrics: { Dimensions: string[][] }[] } })._aws.CloudWatchMetrics.flatMap(
      ({ Dimensions }) => Dimensions,
    );

  it('takes the values from the fields of the line itself, by the service and by what splits the metric', () => {
    expect(embedded({ RunsFailed: 1 }, { errorName: 'PurchaseInDoubt' }, 1_000)).toEqual({
      RunsFailed: 1,
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [
          {
            Namespace: 'LabSms',
            Dimensions: [['service'], ['service', 'errorName']],
            Metrics: [{ Name: 'RunsFailed', Unit: 'Count' }],
          },
        ],
      },
    });
  });

  it('never makes a metric out of an error name that is none of ours: there are too many', () => {
    expect(dimensions(embedded({ RunsFailed: 1 }, { errorName: 'TypeError' }, 0))).toEqual([['service']]);
  });

  it('has dimensions from the closed list only, and none for an org', () => {
    const line = embedded({ RunsFailed: 1, Verifications: 1 }, { errorName: 'LeftBehind', outcome: 'unknown' }, 0);
    for (const dimension of dimensions(line).flat()) expect(METRIC_DIMENSIONS).toContain(dimension);
    expect(METRIC_DIMENSIONS).not.toContain('genesysOrgId');
  });

  it('is nothing for a line that counts for nothing', () => {
    expect(embedded({}, {}, 0)).toEqual({});
  });
});
