import { leastAttemptMs, parseRetryAfterMs, waitBeforeRepeatMs } from '../../../src/genesys/retry-timing.ts';

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');

describe('the wait before a repeat', () => {
  test('doubles from half a second', () => {
    expect([1, 2, 3].map((attempt) => waitBeforeRepeatMs(attempt, undefined, () => 0))).toEqual([500, 1_000, 2_000]);
  });

  test('is shortened by chance, to no less than half', () => {
    expect(waitBeforeRepeatMs(3, undefined, () => 0.5)).toBe(1_500);
    expect(waitBeforeRepeatMs(3, undefined, () => 0.999_999)).toBeGreaterThanOrEqual(1_000);
  });

  test('is never shorter than what Genesys asked for', () => {
    expect(waitBeforeRepeatMs(1, 3_000, () => 0)).toBe(3_000);
    expect(waitBeforeRepeatMs(1, 3_000, () => 0.9)).toBeGreaterThan(3_000);
    expect(waitBeforeRepeatMs(1, 0, () => 0)).toBe(0);
  });
});

describe('Retry-After', () => {
  test.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 12:00:09 GMT', 9_000],
    ['Mon, 23 Nov 2026 11:59:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%p is %p ms', (header, expected) => {
    expect(parseRetryAfterMs(header, NOW_MS)).toBe(expected);
  });
});

test('a request that cannot be repeated needs more time to be begun than one that can', () => {
  expect(leastAttemptMs(false)).toBeGreaterThan(leastAttemptMs(true));
});
