import type { LabOrgRecord, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import { isCheckDue, lastLookAt, scopeOf } from '../../../src/provisioning/check-schedule.ts';
import {
  attemptOf,
  claimedRecord,
  EXECUTION_ARN,
  numberEntry,
  provisionedEntries,
  registrationOf,
} from '../../support/ledger-records.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ago = (ms: number): string => new Date(NOW - ms).toISOString();

const recordOf = (changes: RecordChanges, updatedAt = ago(DAY_MS)): LabOrgRecord => {
  const ready = { claim: undefined, status: 'ready', ...provisionedEntries(), ...changes } as const;
  return { ...claimedRecord(registrationOf('org-1'), ready), revision: 1, writeToken: 'token', updatedAt };
};
const lookedAt = (ms: number, changes: Partial<LabOrgRecord['check']> = {}): RecordChanges => ({
  check: { lookedAt: ago(ms), suspected: {}, reported: {}, writeToken: 'token', ...changes },
});
const suspected = { 'routing route': { value: 'other', since: ago(HOUR_MS) } };
const doubt = (ms: number): RecordChanges => ({
  status: 'failed',
  smsPhoneNumber: numberEntry({ state: 'in doubt', attempts: [attemptOf('+447700900101', { sent: ago(ms) })] }),
});

it.each<[string, boolean, RecordChanges]>([
  ['a day after its last look', true, lookedAt(DAY_MS)],
  ['also when the schedule is ten minutes early', true, lookedAt(DAY_MS - 10 * MINUTE_MS)],
  ['not before', false, lookedAt(DAY_MS - 11 * MINUTE_MS)],
  ['a day after it became ready, when it was never looked at', true, { readyAt: ago(DAY_MS) }],
  ['not within the day in which it was registered again', false, { ...lookedAt(2 * DAY_MS), readyAt: ago(HOUR_MS) }],
  ['an hour after a first sight of drift', true, lookedAt(HOUR_MS, { suspected })],
  ['not half an hour after it', false, lookedAt(HOUR_MS / 2, { suspected })],
  ['not while an execution holds it', false, { ...lookedAt(DAY_MS), claim: claimOf() }],
  ['when that execution has ended', true, { ...lookedAt(DAY_MS), claim: { ...claimOf(), ended: ago(HOUR_MS) } }],
  ['an hour after a look for a purchase in doubt', true, { ...lookedAt(HOUR_MS), ...doubt(DAY_MS) }],
  ['only daily when that doubt is three days old', false, { ...lookedAt(HOUR_MS), ...doubt(3 * DAY_MS) }],
  ['at once when its lease ends within three days', true, { ...lookedAt(HOUR_MS), leaseUntil: ago(-3 * DAY_MS) }],
  ['not when its lease ends later', false, { ...lookedAt(HOUR_MS), leaseUntil: ago(-3 * DAY_MS - 1) }],
  ['not when its lease is over, which the sweep sees', false, { ...lookedAt(HOUR_MS), leaseUntil: ago(0) }],
  ['never while it is being provisioned', false, { ...lookedAt(DAY_MS), status: 'provisioning' }],
])('an org is due %s', (_when, isDue, changes) => {
  expect(isCheckDue(recordOf(changes), NOW)).toBe(isDue);
});

function claimOf(): NonNullable<LabOrgRecord['claim']> {
  return { executionArn: EXECUTION_ARN, redriveCount: 0, since: ago(DAY_MS) };
}

it('a lease that was told is due no more until its end has moved', () => {
  const leaseUntil = ago(-DAY_MS);
  const told = { 'lease end': { value: leaseUntil, resourceId: 'org-1', at: ago(HOUR_MS) } };
  expect(isCheckDue(recordOf({ ...lookedAt(HOUR_MS, { reported: told }), leaseUntil }), NOW)).toBe(false);
  const moved = { ...lookedAt(HOUR_MS, { reported: told }), leaseUntil: ago(-2 * DAY_MS) };
  expect(isCheckDue(recordOf(moved), NOW)).toBe(true);
});

it.each<[LabOrgRecord['status'], string, string]>([
  ['ready', ago(400 * DAY_MS), 'routing and numbers'],
  ['failed', ago(29 * DAY_MS), 'numbers'],
  ['failed', ago(30 * DAY_MS), 'nothing'],
  ['left behind', ago(29 * DAY_MS), 'numbers'],
  ['decommissioned', ago(29 * DAY_MS), 'numbers'],
  ['decommissioned', ago(30 * DAY_MS), 'nothing'],
  ['decommissioning', ago(0), 'nothing'],
  ['provisioning', ago(0), 'nothing'],
])('of an org that is %s since %s, %s is looked at', (status, since, scope) => {
  expect(scopeOf(recordOf({ status, decommissionedAt: since }, since), NOW)).toBe(scope);
});

it('the last look at an org that nobody has looked at is the last write of a run', () => {
  expect(lastLookAt(recordOf({ status: 'failed' }, ago(HOUR_MS)))).toBe(NOW - HOUR_MS);
});
