const REAL_TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** From here on `Date` stands still at that time, until the next call or `jest.useRealTimers()`; timers go on as ever. */
export function stopDateAt(timeMs: number): void {
  jest.useFakeTimers({ now: timeMs, doNotFake: [...REAL_TIMERS] });
}

/** ISO 8601, that long ago. */
export function isoAgo(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}
