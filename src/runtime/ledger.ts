import { LedgerTable } from '../ledger/ledger-table.ts';

let kept: { tableName: string; table: LedgerTable } | undefined;

/** The ledger's table, opened once per container: a client per invocation would mean a new TLS connection for each. */
export function ledgerTable(tableName: string): LedgerTable {
  if (kept?.tableName !== tableName) kept = { tableName, table: new LedgerTable(tableName) };
  return kept.table;
}
