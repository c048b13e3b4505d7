import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { ErrorName } from '../workflow/error-names.ts';
import type { StageError } from '../workflow/stage-error.ts';
import { orgError } from './org-work.ts';

/** Something about an org that stands in the way, under the name that the stage concerned would fail with. */
export interface Problem {
  name: ErrorName;
  message: string;
}

/** One problem fails under its own name; several fail as `OrgNotReady`, each with its name and what to do. */
export function problemsError(record: LabOrgRecord, problems: readonly Problem[]): StageError {
  const [first, ...others] = problems;
  if (first !== undefined && others.length === 0) return orgError(first.name, record, first.message);
  const list = problems.map(({ name, message }, index) => `(${index + 1}) ${name}: ${message}`).join(' ');
  return orgError('OrgNotReady', record, `${problems.length} problems, nothing was changed. ${list}`);
}

/** Throws the problem, if there is one. */
export function refuse(record: LabOrgRecord, problem: Problem | undefined): void {
  if (problem !== undefined) throw problemsError(record, [problem]);
}
