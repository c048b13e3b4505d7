import { randomUUID } from 'node:crypto';
import { StageError } from '../workflow/stage-error.ts';
import { isOver, type HolderLookup } from './claims.ts';
import type { LabOrgRecord, VerificationEntry, VerificationInFlight } from './lab-org-record.ts';
import type { LedgerTable } from './ledger-table.ts';

/** Whether this verification may run, or which one runs already. */
export type VerificationStart =
  { mayRun: true; record: LabOrgRecord } | { mayRun: false; inFlight: VerificationInFlight };

const MARKER_NAMES = { '#inFlight': 'verificationInFlight', '#execution': 'executionArn' };

/**
 * Marks the verification as the one in flight for its org. A marker of an execution that has ended is taken over.
 * Verifications take no claim: they write their own entry and this marker, nothing else.
 * @throws StageError LabOrgNotProvisioned, LedgerContention
 */
export async function startVerification(
  table: LedgerTable,
  genesysOrgId: string,
  mine: VerificationInFlight,
  lookUp: HolderLookup,
): Promise<VerificationStart> {
  const record = await table.read(genesysOrgId);
  if (record === undefined) {
    throw new StageError(
      'LabOrgNotProvisioned',
      `Org ${genesysOrgId} is not in the ledger. Register it (Lab Org Registered), then verify.`,
    );
  }
  const current = record.verificationInFlight;
  if (current !== undefined && current.executionArn !== mine.executionArn) {
    const status = await lookUp(current.executionArn);
    if (!isOver(status, current.since)) return { mayRun: false, inFlight: current };
  }
  const isMarked = await table.setWhere(genesysOrgId, [[['verificationInFlight'], mine]], {
    expression: current === undefined ? 'attribute_not_exists(#inFlight)' : '#inFlight.#execution IN (:seen, :mine)',
    names: current === undefined ? { '#inFlight': 'verificationInFlight' } : MARKER_NAMES,
    values: current === undefined ? {} : { ':seen': current.executionArn, ':mine': mine.executionArn },
  });
  if (isMarked) return { mayRun: true, record };
  const now = (await table.read(genesysOrgId))?.verificationInFlight;
  if (now?.executionArn === mine.executionArn) return { mayRun: true, record };
  if (now !== undefined) return { mayRun: false, inFlight: now };
  throw new StageError(
    'LedgerContention',
    `The verification marker of org ${genesysOrgId} changed at the same moment. Ask again.`,
  );
}

/** Writes the entry of a verification that has none. False: it has one already, so somebody may have sent its text. */
export async function createVerification(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  entry: Omit<VerificationEntry, 'writeToken'>,
): Promise<boolean> {
  const written: VerificationEntry = { ...entry, writeToken: randomUUID() };
  const path = ['verifications', verificationId];
  const isNew = await table.setWhere(genesysOrgId, [[path, written]], {
    expression: 'attribute_not_exists(#verifications.#id)',
    names: { '#verifications': 'verifications', '#id': verificationId },
    values: {},
  });
  if (isNew) return true;
  // A conditional write whose answer was lost fails its own repeat.
  const now = await table.read(genesysOrgId);
  return now?.verifications[verificationId]?.writeToken === written.writeToken;
}

/** Replaces the entry of a verification that this execution began or took over. */
export async function updateVerification(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  entry: VerificationEntry,
): Promise<void> {
  await table.setWhere(genesysOrgId, [[['verifications', verificationId], entry]], {
    expression: 'attribute_exists(#id)',
    names: { '#id': 'genesysOrgId' },
    values: {},
  });
}

/** Writes the outcome, takes the marker away if it is this verification's, and remembers a text that may count again. */
export async function endVerification(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  entry: VerificationEntry,
): Promise<void> {
  const mayCountAgain = entry.outcome === 'delivered' || entry.outcome === 'sent, receipt pending';
  const changes = [
    [['verifications', verificationId], { ...entry, state: 'ended' }],
    ...(mayCountAgain ? [[['lastVerificationId'], verificationId] as const] : []),
  ] as const;
  const isCleared = await table.setWhere(genesysOrgId, [...changes, [['verificationInFlight'], undefined]], {
    expression: '#inFlight.#verification = :id',
    names: { '#inFlight': 'verificationInFlight', '#verification': 'verificationId' },
    values: { ':id': verificationId },
  });
  if (isCleared) return;
  await table.setWhere(genesysOrgId, changes, {
    expression: 'attribute_exists(#org)',
    names: { '#org': 'genesysOrgId' },
    values: {},
  });
}
