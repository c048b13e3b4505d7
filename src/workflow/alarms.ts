import type { ErrorName } from './error-names.ts';
import type { VerificationOutcome } from './events.ts';
import type { FindingName } from './findings.ts';

/** What an alarm looks at: our own metrics, which come from the log lines, or AWS's. */
export type AlarmSignal =
  | { kind: 'failed runs'; errorName: ErrorName }
  | { kind: 'unexpected failures' }
  | { kind: 'findings'; finding: FindingName }
  | { kind: 'verifications'; outcomes: readonly VerificationOutcome[] }
  | { kind: 'dead letters'; of: 'rules' | 'schedules and functions' }
  | { kind: 'schedules stopped' };

/** An alarm: its name, which is its heading in docs/runbook.md, and what has happened when it rings. */
export interface AlarmFacts {
  name: string;
  says: string;
  signal: AlarmSignal;
}

/**
 * Every alarm, ten at most, each one that a person would want to be woken for: money that runs away, a class that would
 * find its texts not working, or the product itself out of order. What a registration got wrong is told to whoever sent it.
 */
export const ALARMS: readonly AlarmFacts[] = [
  {
    name: 'NumberInDoubt',
    says: 'Whether a number was bought is not known; it may be billed.',
    signal: { kind: 'failed runs', errorName: 'PurchaseInDoubt' },
  },
  {
    name: 'BuyingStopped',
    says: 'No more numbers are bought: the limit of the day, or of all, is reached.',
    signal: { kind: 'failed runs', errorName: 'SpendLimitReached' },
  },
  {
    name: 'ThingsLeftBehind',
    says: 'A decommissioning has left something of ours in an org; a number there is billed on.',
    signal: { kind: 'failed runs', errorName: 'LeftBehind' },
  },
  {
    name: 'TestSmsNotDelivered',
    says: 'A test text did not arrive, or messages are routed wrong.',
    signal: { kind: 'verifications', outcomes: ['failed', 'unknown', 'routing wrong'] },
  },
  {
    name: 'RoutingDrift',
    says: 'An org that was ready is not as it was left: texts may not arrive where they should.',
    signal: { kind: 'findings', finding: 'routing drift' },
  },
  {
    name: 'StrayNumber',
    says: 'An org has a number that lab-sms once asked for and that the ledger does not have; it is billed.',
    signal: { kind: 'findings', finding: 'stray number' },
  },
  {
    name: 'UnexpectedFailure',
    says: 'A run failed with an error that is none of lab-sms: a bug, or trouble in AWS.',
    signal: { kind: 'unexpected failures' },
  },
  {
    name: 'EventUndelivered',
    says: 'An event is in the dead-letter queue of its rule: what it asks for has not been begun.',
    signal: { kind: 'dead letters', of: 'rules' },
  },
  {
    name: 'InvocationFailed',
    says: 'A schedule could not start its function, or RecordFailure or a scheduled function failed to the last.',
    signal: { kind: 'dead letters', of: 'schedules and functions' },
  },
  {
    name: 'ScheduleStopped',
    says: 'A scheduled function has not run for three hours: lost news stays lost, leases do not end.',
    signal: { kind: 'schedules stopped' },
  },
];
