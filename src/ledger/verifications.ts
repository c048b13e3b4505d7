import { randomUUID } from 'node:crypto';
import { StageError } from '../workflow/stage-error.ts';
import { isOver, type HolderLookup } from './claims.ts';
import type { LabOrgRecord, VerificationEntry, VerificationInFlight } from './lab-org-record.ts';
import type { LedgerTable } from './ledger-table.ts';

/** Whether this verification may run, or which one runs already. */
export type VerificationStart =
  { mayRun: true; record: LabOrgRecord } | { mayRun: false; inFlight: VerificationInFlight };

/** The names of the marker of the verification in flight, in a condition. */
export const MARKER_NAMES = { '#inFlight': 'verificationInFlight', '#execution': 'executionArn' };

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
      `Org ${genesysOrgId} is not in the ledger. Register it (event Lab Org Registered), then verify.`,
    );
  }
  const known = record.verifications[mine.verificationId];
  // Its text is out and its end is written: there is nothing to keep others from.
  if (known?.textBegun && known.state === 'ended') return { mayRun: true, record };
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

/** An org's verifications that are kept; older ones go, so that the item stays far below DynamoDB's 400 KB. */
const KEPT_VERIFICATIONS = 100;

/** Removed by one write at most: DynamoDB takes an update expression of 4,096 characters, and the next write goes on. */
const REMOVED_AT_ONCE = 25;

/** The name of the verifications in a condition. */
export const ENTRY_NAMES = { '#verifications': 'verifications' };
/** The condition that nobody has begun to send this verification's text; `#id` and `#textBegun` are the caller's. */
export const NO_TEXT_BEGUN = 'attribute_not_exists(#verifications.#id.#textBegun)';

/**
 * Writes the entry of the verification in flight, whose text nobody has begun to send (new, or one that ended before it came
 * to that) and which sends none either: it asks about an earlier text.
 * False: a text may be out, or this call comes so late that its verification is not in flight any more.
 */
export async function createVerification(
  table: LedgerTable,
  record: LabOrgRecord,
  verificationId: string,
  entry: Omit<VerificationEntry, 'writeToken'>,
): Promise<boolean> {
  const { genesysOrgId } = record;
  const written: VerificationEntry = { ...entry, writeToken: randomUUID() };
  const isWritten = await table.setWhere(
    genesysOrgId,
    [[['verifications', verificationId], written], ...oldest(record, verificationId)],
    {
      expression: `${NO_TEXT_BEGUN} AND #inFlight.#execution = :mine`,
      names: { ...ENTRY_NAMES, ...MARKER_NAMES, '#id': verificationId, '#textBegun': 'textBegun' },
      values: { ':mine': entry.executionArn },
    },
  );
  if (isWritten) return true;
  // A conditional write whose answer was lost fails its own repeat.
  const now = await table.read(genesysOrgId);
  return now?.verifications[verificationId]?.writeToken === written.writeToken;
}

/** After the POST: `sending` becomes `sent`, unless the verification was ended meanwhile by whoever found it dead. */
export async function markSent(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  entry: VerificationEntry,
): Promise<void> {
  await table.setWhere(genesysOrgId, [[['verifications', verificationId], entry]], {
    expression: '#verifications.#id.#state = :sending AND #verifications.#id.#execution = :mine',
    names: { ...ENTRY_NAMES, '#id': verificationId, '#state': 'state', '#execution': 'executionArn' },
    values: { ':sending': 'sending', ':mine': entry.executionArn },
  });
}

/**
 * Writes the outcome, takes the marker away if it is this verification's, and remembers a text that may count again. An
 * end that the world was told of already stays, unless no text had been begun and the verification was started anew; and
 * whoever knows of no text never writes over one that was begun. False: one of these stood against it.
 * Some of the oldest entries make room for it: a verification that never comes to a text adds its entry here.
 */
export async function endVerification(
  table: LedgerTable,
  genesysOrgId: string,
  verificationId: string,
  entry: VerificationEntry,
): Promise<boolean> {
  const isKnownText = entry.outcome === 'unknown' && entry.messageId !== undefined;
  const mayCountAgain = entry.outcome === 'delivered' || entry.outcome === 'sent, receipt pending' || isKnownText;
  const seen = await table.read(genesysOrgId);
  const changes = [
    [['verifications', verificationId], { ...entry, state: 'ended' }],
    ...(mayCountAgain ? [[['lastVerificationId'], verificationId] as const] : []),
    ...(seen === undefined ? [] : oldest(seen, verificationId)),
  ] as const;
  const isUntold = 'attribute_not_exists(#verifications.#id.#reported)';
  const isOpen = entry.textBegun ? `(${isUntold} OR ${NO_TEXT_BEGUN})` : NO_TEXT_BEGUN;
  const names = {
    ...ENTRY_NAMES,
    '#id': verificationId,
    '#textBegun': 'textBegun',
    ...(entry.textBegun ? { '#reported': 'failureReportedAt' } : {}),
  };
  const isCleared = await table.setWhere(genesysOrgId, [...changes, [['verificationInFlight'], undefined]], {
    expression: `#inFlight.#verification = :id AND ${isOpen}`,
    names: { ...names, '#inFlight': 'verificationInFlight', '#verification': 'verificationId' },
    values: { ':id': verificationId },
  });
  return isCleared || (await table.setWhere(genesysOrgId, changes, { expression: isOpen, names, values: {} }));
}

/** Takes the marker of a verification away, unless it was set anew since. */
export async function clearInFlight(
  table: LedgerTable,
  genesysOrgId: string,
  seen: VerificationInFlight,
): Promise<boolean> {
  return table.setWhere(genesysOrgId, [[['verificationInFlight'], undefined]], {
    expression: '#inFlight.#execution = :execution AND #inFlight.#since = :since',
    names: { ...MARKER_NAMES, '#since': 'since' },
    values: { ':execution': seen.executionArn, ':since': seen.since },
  });
}

/** Removes the oldest ended verifications beyond those that are kept, a limited number at a time. */
export function oldest(
  { verifications, lastVerificationId, verificationInFlight }: LabOrgRecord,
  current: string,
): (readonly [path: readonly string[], value: undefined])[] {
  const stay = [current, lastVerificationId, verificationInFlight?.verificationId];
  return Object.entries(verifications)
    .filter(([id, entry]) => !stay.includes(id) && entry.state === 'ended')
    .sort(([, a], [, b]) => (a.since < b.since ? 1 : -1))
    .slice(KEPT_VERIFICATIONS)
    .slice(-REMOVED_AT_ONCE)
    .map(([id]) => [['verifications', id], undefined] as const);
}
