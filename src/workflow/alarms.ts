import type { ErrorName } from './error-names.ts';
import type { VerificationOutcome } from './events.ts';
import type { FindingName } from './findings.ts';

/** What an alarm looks at: our own metrics, which come from the log lines, or AWS's. */
export type AlarmSignal =
  | { kind: 'failed runs'; errorName: ErrorName; finding?: FindingName }
  | { kind: 'unexpected failures' }
  | { kind: 'findings'; finding: FindingName }
  | { kind: 'verifications'; outcomes: readonly VerificationOutcome[] }
  | { kind: 'undelivered events' }
  | { kind: 'failed invocations' }
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
    signal: { kind: 'failed runs', errorName: 'PurchaseInDoubt', finding: 'number in doubt' },
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
    says: 'A run failed for a reason that no registration explains: trouble in Genesys or AWS, or a bug.',
    signal: { kind: 'unexpected failures' },
  },
  {
    name: 'EventUndelivered',
    says: 'An event is in the dead-letter queue of its rule: what it asks for has not been begun.',
    signal: { kind: 'undelivered events' },
  },
  {
    name: 'InvocationFailed',
    says: 'Twice within three hours a schedule could not start its function, or RecordFailure or a scheduled function failed to the last.',
    signal: { kind: 'failed invocations' },
  },
  {
    name: 'ScheduleStopped',
    says: 'A scheduled function has not run for three hours: lost news stays lost, leases do not end.',
    signal: { kind: 'schedules stopped' },
  },
];
