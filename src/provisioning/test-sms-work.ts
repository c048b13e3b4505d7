import type { GenesysConnection } from '../genesys/connection.ts';
import type { TextStart } from '../ledger/begin-text.ts';
import type { LabOrgRecord, VerificationEntry } from '../ledger/lab-org-record.ts';
import type { VerificationOutcome } from '../workflow/events.ts';
import type { AuditEntry } from './org-work.ts';

/** What a verification works with: one org to look at, its own entry in the ledger, and at most one text to send. */
export interface TestSmsWork {
  readonly genesys: GenesysConnection;
  readonly record: LabOrgRecord;
  readonly executionArn: string;
  /** The provisioning execution or the event that asked; a repeat of either is the same verification. */
  readonly verificationId: string;
  /** A person asked for a text: send one although nothing has changed since the last. */
  readonly isAsked: boolean;
  /** E.164 out of the secret; appears in no log, event, error or ledger field. */
  readonly testSmsTo: string | undefined;
  readonly text: string;
  /** A keyed digest, so that the ledger can tell a changed recipient without holding one. */
  digest(value: string): string;
  /** How many texts an org gets a day (UTC). */
  readonly textsADay: number;
  /** Writes the entry and counts the text that is sent next. */
  begin(entry: Omit<VerificationEntry, 'writeToken'>): Promise<TextStart>;
  /** Writes the entry of a verification without a text of its own; false when a text of it may be out. */
  create(entry: Omit<VerificationEntry, 'writeToken'>): Promise<boolean>;
  /** Writes down that the text was handed over. */
  markSent(entry: VerificationEntry): Promise<void>;
  /** Tells the world the outcome (successes only), then writes it. */
  end(entry: VerificationEntry, outcome: VerificationOutcome, message: string): Promise<void>;
  /** What a server said, without any value of the org's secret: for texts that are kept or shown. */
  clean(said: string): string;
  audit(entry: AuditEntry): void;
}
