import { randomUUID } from 'node:crypto';
import type { CheckEntry, LabOrgRecord } from './lab-org-record.ts';
import type { LedgerTable } from './ledger-table.ts';

/**
 * Writes what a check remembers of an org, if neither a run nor another check has written since the record was read. It
 * touches nothing but its own field and raises no revision, so no claim holder's write fails because of it. Undefined:
 * somebody was faster, and what the check has seen may be half of a change.
 */
export async function writeCheck(
  table: LedgerTable,
  { genesysOrgId, revision, check: seen }: LabOrgRecord,
  entry: Omit<CheckEntry, 'writeToken'>,
): Promise<CheckEntry | undefined> {
  const written: CheckEntry = { ...entry, writeToken: randomUUID() };
  const isUnchecked = seen === undefined;
  const isWritten = await table.setWhere(genesysOrgId, [[['check'], written]], {
    expression: `#revision = :revision AND ${isUnchecked ? 'attribute_not_exists(#check)' : '#check.#token = :token'}`,
    names: { '#revision': 'revision', '#check': 'check', ...(isUnchecked ? {} : { '#token': 'writeToken' }) },
    values: { ':revision': revision, ...(isUnchecked ? {} : { ':token': seen.writeToken }) },
  });
  if (isWritten) return written;
  // A conditional write whose answer was lost fails its own repeat.
  const now = await table.read(genesysOrgId);
  return now?.check?.writeToken === written.writeToken ? written : undefined;
}
