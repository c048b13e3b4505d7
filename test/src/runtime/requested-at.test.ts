import { requestedAt } from '../../../src/runtime/stage.ts';

const STARTED = '2026-03-01T10:00:05.000Z';
const asked = (eventTime?: string): string =>
  requestedAt({
    input: eventTime === undefined ? {} : { eventTime },
    execution: { id: 'arn', name: 'run', startTime: STARTED, redriveCount: 0 },
  });

describe('when an execution was asked for', () => {
  it('is the time of its event, or of its start by hand', () => {
    expect(asked('2026-03-01T10:00:00Z')).toBe('2026-03-01T10:00:00Z');
    expect(asked()).toBe(STARTED);
  });

  it('is never later than its start, whatever date the sender gave the event', () => {
    expect(asked('2026-04-01T08:00:00Z')).toBe(STARTED);
  });
});
