import type { LabOrgRecord, VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import type { HeldRun } from '../runs/held-runs.ts';

/** From when on the end of a lease is worth a word: as the scheduled checks have it, in milliseconds. */
const LEASE_IS_NEAR_MS = 3 * 24 * 3_600_000;

/** A word for each family of errors, the first that fits. */
const WORDS: readonly (readonly [error: RegExp, word: string])[] = [
  [/Permission/, 'rights'],
  [/Credentials|Authentication/, 'secret'],
  [/Limit/, 'limit'],
  [/LeftBehind/, 'left'],
  [/Doubt|Ambiguous/, 'doubt'],
  [/Registration|Request$|Outdated/, 'request'],
  [/Queue/, 'queue'],
  [/Flow/, 'flow'],
  [/Route|Routing|Recipient/, 'route'],
  [/Number/, 'number'],
  [/Text|TestSms/, 'text'],
  [/Unavailable/, 'Genesys'],
  [/TIMED_OUT|ABORTED/, 'stopped'],
];

const OUTCOME_WORDS: Partial<Record<NonNullable<VerificationEntry['outcome']>, string>> = {
  failed: 'text',
  unknown: 'text',
  'routing wrong': 'route',
};

/** One short word on what is wrong with an org, the worst first; undefined where nothing is known to be. */
export function troubleOf(
  record: LabOrgRecord,
  runs: readonly HeldRun[],
  verified: VerificationEntry | undefined,
  now: number,
): string | undefined {
  if (runs.some(({ state }) => state === 'died')) return 'run died';
  if (record.smsPhoneNumber?.state === 'in doubt') return 'doubt';
  if (record.status === 'left behind') return 'left';
  const reported = Object.keys(record.check?.reported ?? {});
  if (reported.some((key) => key.startsWith('number '))) return 'number';
  if (record.status === 'failed' || record.lastError !== undefined) return wordFor(record.lastError?.error);
  if (reported.some((key) => key.startsWith('routing '))) return 'drift';
  const outcome = record.status === 'ready' ? verified?.outcome : undefined;
  if (outcome !== undefined && outcome in OUTCOME_WORDS) return OUTCOME_WORDS[outcome];
  if (reported.some((key) => key.startsWith('access '))) return 'access';
  return isLeaseNear(record, now) ? 'lease' : undefined;
}

function wordFor(error = ''): string {
  return WORDS.find(([pattern]) => pattern.test(error))?.[1] ?? 'failed';
}

/** Whether an org's lease ends in the next days, or has ended. */
export function isLeaseNear({ leaseUntil }: LabOrgRecord, now: number): boolean {
  return leaseUntil !== undefined && Date.parse(leaseUntil) - now <= LEASE_IS_NEAR_MS;
}
