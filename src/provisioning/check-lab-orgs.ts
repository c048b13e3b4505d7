import { StageError } from '../workflow/stage-error.ts';
import { FINDINGS, type FindingName } from '../workflow/findings.ts';
import { checkLabOrg, type CheckedOrg, type CheckTools, type OrgCheck } from './check-lab-org.ts';
import { isCheckDue, lastLookAt } from './check-schedule.ts';

/** What a check of all orgs came to. */
export interface CheckCounts {
  /** All orgs of the ledger. */
  orgs: number;
  /** Those whose turn it was. */
  due: number;
  checked: number;
  /** Those that a run or another check was at meanwhile. */
  overtaken: number;
  /** Those for which the time was too short; they are the first ones of the next check. */
  left: number;
  findings: Record<FindingName, number>;
}

/** How the check reaches an org, and who hears of one that it could not handle. */
export interface CheckRun {
  /** The org, with a time limit of its own in milliseconds. */
  open: (genesysOrgId: string, limitMs: number) => CheckedOrg;
  failed: (genesysOrgId: string, error: unknown) => void;
  remainingMs: () => number;
}

/** Orgs that are checked at the same time: each has its own token and its own rate limit at Genesys. */
const AT_ONCE = 4;

/** The longest that one org may take, so that one that answers slowly doesn't use up the others' time. */
const LIMIT_OF_ONE_MS = 25_000;

/** With less left than one org may take and the closing line needs, the others are left to the next check. */
const ENOUGH_FOR_ONE_MS = LIMIT_OF_ONE_MS + 5_000;

/** An org that is left over so long after its last look shows that the checks don't keep up. */
const OVERDUE_MS = 2 * 24 * 3_600_000;

/** How many orgs the error names. */
const NAMED = 5;

/**
 * Checks every org whose turn it is, the one longest unseen first, a few at once. One org's trouble never keeps the
 * others waiting; time that runs out leaves the youngest to the next check, an hour later.
 * @throws StageError CheckIncomplete, after all others, when an org could not be handled, or one is left over for days
 */
export async function checkLabOrgs(tools: CheckTools, run: CheckRun): Promise<CheckCounts> {
  const now = Date.now();
  const turns: { genesysOrgId: string; last: number }[] = [];
  let orgs = 0;
  for await (const record of tools.table.records()) {
    orgs += 1;
    if (isCheckDue(record, now)) turns.push({ genesysOrgId: record.genesysOrgId, last: lastLookAt(record) });
  }
  turns.sort((one, other) => one.last - other.last);
  const due = turns.length;
  const checks: OrgCheck[] = [];
  const failed: string[] = [];

  const work = async (): Promise<void> => {
    while (run.remainingMs() >= ENOUGH_FOR_ONE_MS) {
      const turn = turns.shift();
      if (turn === undefined) return;
      const { genesysOrgId } = turn;
      try {
        checks.push(await checkLabOrg(tools, run.open(genesysOrgId, LIMIT_OF_ONE_MS), genesysOrgId));
      } catch (error) {
        failed.push(genesysOrgId);
        run.failed(genesysOrgId, error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  const overdue = turns.filter(({ last }) => now - last > OVERDUE_MS).map(({ genesysOrgId }) => genesysOrgId);
  if (failed.length > 0 || overdue.length > 0) throw incomplete(due, failed, overdue);
  const found = checks.flatMap(({ findings }) => findings.map(({ finding }) => finding));
  return {
    orgs,
    due,
    checked: checks.filter(({ outcome }) => outcome === 'checked').length,
    overtaken: checks.filter(({ outcome }) => outcome === 'overtaken').length,
    left: turns.length,
    findings: Object.fromEntries(
      FINDINGS.map((name) => [name, found.filter((each) => each === name).length]),
    ) as CheckCounts['findings'],
  };
}

function incomplete(due: number, failed: readonly string[], overdue: readonly string[]): StageError {
  const parts = [
    `It was the turn of ${due} orgs to be checked.`,
    ...(failed.length > 0 ? [`${failed.length} could not be handled: ${named(failed)}; their log lines say why.`] : []),
    ...(overdue.length > 0
      ? [
          `${overdue.length} were left over and have not been seen for two days: ${named(overdue)}; the time is too short.`,
        ]
      : []),
    'The next check goes on with them.',
  ];
  return new StageError('CheckIncomplete', parts.join(' '));
}

function named(orgs: readonly string[]): string {
  const others = orgs.length > NAMED ? ` and ${orgs.length - NAMED} more` : '';
  return `${orgs.slice(0, NAMED).join(', ')}${others}`;
}
