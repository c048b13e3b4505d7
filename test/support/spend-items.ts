import type { LedgerTable } from '../../src/ledger/ledger-table.ts';

/** What counts in a spend item of the ledger, sorted; nothing where the item isn't there. */
export async function countedIn(table: LedgerTable, key: string): Promise<string[]> {
  const item = (await table.read(key)) as unknown as { members?: Set<string> } | undefined;
  return [...(item?.members ?? [])].sort();
}
