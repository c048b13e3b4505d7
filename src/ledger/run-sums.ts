import type { LedgerTable } from './ledger-table.ts';

/** What a run has done so far, over all its stages: calls to Genesys at least, and the numbers whose charge began or ended. */
export interface RunTotals {
  genesysCalls: number;
  bought: string[];
  released: string[];
  /** The redrive counts whose end is in the log. */
  reported: string[];
}

/** As long as Step Functions keeps the history of an execution. */
const KEPT_DAYS = 90;

/** The key of a run's item: no org's id looks like it. */
function keyOf(executionArn: string): string {
  return `run#${executionArn.split(':').slice(6).join(':')}`;
}

/** Adds what one invocation has done to its run. A repeat after a lost answer counts twice: good for a report, not for money. */
export async function addToRun(
  table: LedgerTable,
  executionArn: string,
  { genesysCalls, bought, released }: { genesysCalls: number; bought: Set<string>; released: Set<string> },
): Promise<void> {
  await table.addToCounts(keyOf(executionArn), { genesysCalls }, { bought, released }, expiry());
}

function expiry(): number {
  return Math.floor(Date.now() / 1000) + KEPT_DAYS * 86_400;
}

/** Writes down that the end of a run is in the log. */
export async function markReported(table: LedgerTable, executionArn: string, redriveCount: number): Promise<void> {
  await table.addToCounts(keyOf(executionArn), {}, { reported: new Set([String(redriveCount)]) }, expiry());
}

/** What a run has done so far. */
export async function totalsOfRun(table: LedgerTable, executionArn: string): Promise<RunTotals> {
  const item = await table.readCounts(keyOf(executionArn));
  const list = (value: unknown): string[] => (value instanceof Set ? ([...value] as string[]).sort() : []);
  return {
    genesysCalls: typeof item.genesysCalls === 'number' ? item.genesysCalls : 0,
    bought: list(item.bought),
    released: list(item.released),
    reported: list(item.reported),
  };
}
