import type { OrgView, RequestLogEntry } from '../../local/genesys/simulator.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { MACHINE_NAMES, type Machine } from './machines.ts';
import { ORG_ID } from './matrix-org.ts';
import type { Universe } from './universe.ts';
import type { SeenExecution } from './told-and-seen.ts';

/** What is to be seen when nothing runs any more. */
export interface Evidence {
  /** The org before anything happened to it, and now. */
  untouched: OrgView;
  org: OrgView;
  record: LabOrgRecord | undefined;
  executions: SeenExecution[];
  /** The requests that have reached Genesys on the way here. */
  requests: RequestLogEntry[];
  /** What the stages have logged on the way here. */
  lines: string[];
  /** Everything written where people can read it. */
  written: string;
  /** Whether a call of a dead run has arrived on the way here. */
  hasLateCalls: boolean;
  /** What the machine is to leave behind. */
  leaves: Machine['leaves'];
}

/** What is in the org now. */
export function orgNow(universe: Universe): OrgView {
  const view = universe.genesys.state().orgs.find(({ id }) => id === ORG_ID);
  if (view === undefined) throw new Error('the simulated Genesys Cloud has no such org');
  return view;
}

/** Where looking begins: the time and the log of requests at a moment. */
export interface Mark {
  sinceMs: number;
  sequence: number;
}

/** Marks this moment; what was logged before it is forgotten. */
export function markNow(universe: Universe): Mark {
  universe.takeLines();
  return { sinceMs: universe.clock.now(), sequence: universe.genesys.requests().at(-1)?.sequence ?? 0 };
}

/**
 * Collects what is to be seen now; `earlier` is what led to the state at the mark, `elsewhere` the executions that came of it
 * another time; those that are seen now are added.
 */
export async function collect(
  universe: Universe,
  { untouched, machine: { leaves } }: { untouched: OrgView; machine: Machine },
  mark: Mark,
  earlier?: Evidence,
  elsewhere = new Set<string>(),
): Promise<Evidence> {
  const record = await universe.record();
  const executions: SeenExecution[] = [];
  for (const name of MACHINE_NAMES) {
    const known = (earlier?.executions ?? []).filter(({ machine }) => machine === name);
    const arns = known.map(({ executionArn }) => executionArn);
    const seen = await universe.executions(name, mark.sinceMs, arns);
    executions.push(...seen.filter((each) => arns.includes(each.executionArn) || !elsewhere.has(each.executionArn)));
  }
  for (const { executionArn } of executions) elsewhere.add(executionArn);
  const lines = universe.takeLines();
  return {
    untouched,
    org: orgNow(universe),
    record,
    executions,
    requests: [...(earlier?.requests ?? []), ...universe.genesys.requests(mark.sequence)],
    hasLateCalls: universe.hasLate,
    leaves,
    lines: [...(earlier?.lines ?? []), ...lines],
    written: JSON.stringify([lines, record, executions]),
  };
}
