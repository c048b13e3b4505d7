import { startedBy } from '../../../src/workflow/started-by.ts';

it.each([
  ['an event', { registration: {}, eventId: 'event-1' }, { startedBy: 'event', eventId: 'event-1' }],
  ['a person', { registration: {} }, { startedBy: 'person' }],
  [
    'a person who says who it is',
    { request: {}, requestedBy: 'arn:aws:sts::123456789012:assumed-role/Admin/ada@example.org' },
    { startedBy: 'person', requestedBy: 'arn:aws:sts::123456789012:assumed-role/Admin/ada@example.org' },
  ],
  [
    'the schedule, at the end of a lease',
    { request: { leaseUntil: '2026-01-01T00:00:00.000Z' }, eventId: 'event-2' },
    { startedBy: 'schedule', eventId: 'event-2' },
  ],
  [
    'an event that a failed run has sent',
    { request: { failedExecution: 'arn:aws:states:eu-west-2:1:execution:lab-sms-provisioning:a' }, eventId: 'event-3' },
    {
      startedBy: 'event',
      eventId: 'event-3',
      causedBy: 'arn:aws:states:eu-west-2:1:execution:lab-sms-provisioning:a',
    },
  ],
  ['nobody knows what: its input is lost', undefined, { startedBy: 'unknown' }],
  ['a person who names nobody that a log could hold', { requestedBy: '"}\n{' }, { startedBy: 'person' }],
  ['a person whose name is no text', { requestedBy: { name: 'Ada' } }, { startedBy: 'person' }],
])('a run was started by %s', (_who, input, expected) => {
  expect(startedBy(input)).toEqual(expected);
});
