import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord, RecordChanges } from '../ledger/lab-org-record.ts';
import type { AuditPhase, Change, CostEffect } from '../workflow/audit.ts';
import type { ErrorName } from '../workflow/error-names.ts';
import { StageError } from '../workflow/stage-error.ts';

/** One line of the audit trail: a change in an org, before it (`intended`) and after it. */
export interface AuditEntry {
  phase: AuditPhase;
  change: Change;
  /** The id of the changed thing in Genesys. */
  resourceId: string;
  before?: unknown;
  after?: unknown;
  correlationId?: string | undefined;
  /** Where it isn't what the change costs at that phase by itself. */
  costEffect?: CostEffect;
}

/** What a stage works with: one org, its record, and the right to change both. */
export interface OrgWork {
  readonly genesys: GenesysConnection;
  /** The record as last read or written. */
  readonly record: LabOrgRecord;
  /** The ARN of this execution. */
  readonly executionArn: string;
  /** Writes to the ledger as the holder of the claim. */
  change(changes: RecordChanges): Promise<void>;
  audit(entry: AuditEntry): void;
  /** What a server said, without any value of the org's secret: for texts that are kept or shown. */
  clean(said: string): string;
}

/** `Lab Vienna 1 (3f2c…)`: how messages call an org. */
export function orgLabel(record: LabOrgRecord): string {
  return `${record.registration.name} (${record.genesysOrgId})`;
}

/** A failure on one org, its message opened with the org's name. */
export function orgError(name: ErrorName, record: LabOrgRecord, message: string, cause?: unknown): StageError {
  return new StageError(name, `Org ${orgLabel(record)}: ${message}`, cause === undefined ? {} : { cause });
}
