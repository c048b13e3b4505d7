import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writtenPart } from '../../scripts/generated-docs.ts';
import { ERROR_NAMES } from '../../src/workflow/error-names.ts';
import { PROJECT } from '../support/run-node.ts';
import { playRows, type SeenRow } from './scenario-table/play-rows.ts';
import { ROWS } from './scenario-table/rows.ts';
import { tableText } from './scenario-table/table-text.ts';

/** Errors of the vocabulary that end no row of the table, and why. */
const NOT_IN_THE_TABLE: Partial<Record<(typeof ERROR_NAMES)[number], string>> = {
  ClaimSettling: 'it ends by itself, half a minute after the holder',
  LedgerContention: 'the other writer has finished long before the last try',
  MessageFlowJobFailed: 'it goes back to PublishMessageFlow',
  SmsPhoneNumberFailed: 'it goes back to PurchaseSmsPhoneNumber',
  SmsPhoneNumberRefused: 'the next number is tried, and the fifth is NoSmsPhoneNumberAvailable',
  TestSmsReceiptPending: 'the stage itself stops waiting: "sent, receipt pending"',
  SmsPhoneNumberInUse: 'an undo that gives up is told by LeftBehind',
  SmsPhoneNumberNotReleased: 'an undo that gives up is told by LeftBehind',
  SmsPhoneNumberReleaseFailed: 'an undo that gives up is told by LeftBehind',
  SweepIncomplete: 'the sweep is no execution of a state machine',
  CheckIncomplete: 'of a scheduled check, which is no execution',
  GenesysHostRefusedError: 'Genesys does not send anybody to a foreign host',
  GenesysNotFoundError: 'each stage gives what is missing a name of its own',
  GenesysConflictError: 'each stage looks again, or gives it a name of its own',
};

describe('the scenario table', () => {
  let seen: SeenRow[];
  beforeAll(async () => {
    seen = await playRows(ROWS);
  }, 180_000);

  it('of docs/architecture.md says what happens: `npm run docs` would change nothing', () => {
    const written = writtenPart(readFileSync(join(PROJECT, 'docs/architecture.md'), 'utf8'), 'scenario table');
    expect(written?.split('\n')).toEqual(tableText(seen).split('\n'));
  });

  it('has every error that can end an execution', () => {
    const ends = new Set(seen.map(({ error }) => error));
    const excused = Object.keys(NOT_IN_THE_TABLE);
    expect(ERROR_NAMES.filter((name) => !ends.has(name))).toEqual(ERROR_NAMES.filter((name) => excused.includes(name)));
  });

  it('has nothing that ends well without a status, nor a failure that looks like a success', () => {
    for (const { what, execution, error, states } of seen) {
      expect([what, states]).not.toContain('');
      expect([what, execution === 'SUCCEEDED' && error !== undefined]).toEqual([what, false]);
    }
  });
});
