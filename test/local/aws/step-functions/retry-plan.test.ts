import { RetryPlan } from '../../../../local/aws/step-functions/retry-plan.ts';

function pauses(plan: RetryPlan, error: string, times: number): (number | undefined)[] {
  return Array.from({ length: times }, () => plan.pauseAfter(error));
}

describe('the pauses of a Retry', () => {
  it('grow by the BackoffRate from IntervalSeconds, with the defaults of the language', () => {
    expect(pauses(new RetryPlan([{ ErrorEquals: ['A'] }]), 'A', 4)).toEqual([1000, 2000, 4000, undefined]);
  });

  it('stay below MaxDelaySeconds', () => {
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 5, BackoffRate: 3, MaxDelaySeconds: 20, MaxAttempts: 9 };
    expect(pauses(new RetryPlan([retrier]), 'A', 3)).toEqual([5000, 15_000, 20_000]);
  });

  it('are a random part of themselves with full jitter', () => {
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 10, JitterStrategy: 'FULL' };
    expect(new RetryPlan([retrier], () => 0.25).pauseAfter('A')).toBe(2500);
  });

  it('are counted per retrier', () => {
    const plan = new RetryPlan([
      { ErrorEquals: ['A'], IntervalSeconds: 1 },
      { ErrorEquals: ['B'], IntervalSeconds: 7, BackoffRate: 1 },
    ]);
    expect([plan.pauseAfter('A'), plan.pauseAfter('B'), plan.pauseAfter('A'), plan.pauseAfter('B')]).toEqual([
      1000, 7000, 2000, 7000,
    ]);
  });

  it('end where the first matching retrier has no attempt, whatever follows', () => {
    const plan = new RetryPlan([{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]);
    expect(plan.pauseAfter('A')).toBeUndefined();
    expect(plan.pauseAfter('B')).toBe(1000);
  });

  it.each<[string, string, boolean]>([
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Runtime', 'States.Runtime', false],
    ['a', 'A', false],
  ])('with %s for %s: %s', (expected, error, isRetried) => {
    expect(new RetryPlan([{ ErrorEquals: [expected] }]).pauseAfter(error) !== undefined).toBe(isRetried);
  });
});
