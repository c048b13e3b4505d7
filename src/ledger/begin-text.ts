import { randomUUID } from 'node:crypto';
import { StageError } from '../workflow/stage-error.ts';
import type { LabOrgRecord, VerificationEntry } from './lab-org-record.ts';
import type { LedgerTable } from './ledger-table.ts';
import { ENTRY_NAMES, MARKER_NAMES, NO_TEXT_BEGUN, oldest } from './verifications.ts';

/** Whether this verification may send its text now; one that is no longer in flight has had its say. */
export type TextStart = 'begun' | 'begun by another' | 'limit reached';

const LOOKS = 8;
const TEXTS_NAMES = { '#texts': 'textsOfDay', '#day': 'day' };

/**
 * Writes the entry of a verification whose text is sent next, and counts the text for its UTC day, in one write: so no
 * two of them take the last place of the day. Every text that was begun counts, whatever became of it.
 * @throws StageError LedgerContention
 */
export async function beginText(
  table: LedgerTable,
  record: LabOrgRecord,
  verificationId: string,
  entry: Omit<VerificationEntry, 'writeToken'>,
  textsADay: number,
): Promise<TextStart> {
  const { genesysOrgId } = record;
  const written: VerificationEntry = { ...entry, writeToken: randomUUID() };
  const today = new Date().toISOString().slice(0, 10);
  let seen = record;
  for (let look = 0; look < LOOKS; look++) {
    if (isUsedUp(seen, today, textsADay)) return 'limit reached';
    const isBegun = await table.setWhere(
      genesysOrgId,
      [
        [['verifications', verificationId], written],
        counting(seen, today, verificationId, written.since),
        ...oldest(seen, verificationId),
      ],
      condition(seen, today, verificationId, textsADay, written.executionArn),
    );
    if (isBegun) return 'begun';
    const now = await table.read(genesysOrgId);
    const found = now?.verifications[verificationId];
    // A conditional write whose answer was lost fails its own repeat.
    if (found?.writeToken === written.writeToken) return 'begun';
    const isInFlight = now?.verificationInFlight?.executionArn === written.executionArn;
    if (now === undefined || found?.textBegun || !isInFlight) return 'begun by another';
    seen = now;
  }
  throw new StageError(
    'LedgerContention',
    `The texts of org ${genesysOrgId} changed at every look. No text was sent; ask for another verification.`,
  );
}

/** The texts that count for today; a day ahead of this clock is another container's today. */
function textsOf(record: LabOrgRecord, today: string): LabOrgRecord['textsOfDay'] {
  const texts = record.textsOfDay;
  return texts !== undefined && texts.day >= today ? texts : undefined;
}

function isUsedUp(record: LabOrgRecord, today: string, textsADay: number): boolean {
  return Object.keys(textsOf(record, today)?.verifications ?? {}).length >= textsADay;
}

function counting(
  record: LabOrgRecord,
  today: string,
  verificationId: string,
  since: string,
): readonly [path: readonly string[], value: unknown] {
  return textsOf(record, today) === undefined
    ? [['textsOfDay'], { day: today, verifications: { [verificationId]: since } }]
    : [['textsOfDay', 'verifications', verificationId], since];
}

function condition(
  record: LabOrgRecord,
  today: string,
  verificationId: string,
  textsADay: number,
  executionArn: string,
): Parameters<LedgerTable['setWhere']>[2] {
  const isOurs = `${NO_TEXT_BEGUN} AND #inFlight.#execution = :mine`;
  const names = { ...ENTRY_NAMES, ...MARKER_NAMES, ...TEXTS_NAMES, '#id': verificationId, '#textBegun': 'textBegun' };
  const texts = textsOf(record, today);
  if (texts === undefined) {
    return {
      expression: `${isOurs} AND (attribute_not_exists(#texts) OR #texts.#day < :day)`,
      names,
      values: { ':day': today, ':mine': executionArn },
    };
  }
  return {
    expression: `${isOurs} AND #texts.#day = :day AND size(#texts.#verifications) < :limit`,
    names,
    values: { ':day': texts.day, ':limit': textsADay, ':mine': executionArn },
  };
}
