import type { CheckEntry, LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { LedgerTable } from '../ledger/ledger-table.ts';
import { writeCheck } from '../ledger/org-check.ts';
import { LEASE_ENDING } from '../workflow/events.ts';
import type { Finding } from '../workflow/findings.ts';
import { LEASE_KEY, leaseEndingDetail } from './check-lease.ts';
import { mendedFinding } from './check-routing.ts';
import { isCheckDue } from './check-schedule.ts';
import { judgeLook } from './judge-look.ts';
import { lookAtOrg, type OrgReach } from './look-at-org.ts';
import type { Observation } from './observation.ts';
import type { EmitEvent } from './record-provisioned.ts';

/** What checking works with. */
export interface CheckTools {
  table: LedgerTable;
  emit: EmitEvent;
}

/** One org as the check reaches it, and where its findings go. */
export interface CheckedOrg extends OrgReach {
  report: (finding: Finding) => void;
}

/** How a check of one org ended. `overtaken`: a run or another check has written meanwhile, and nothing was told. */
export interface OrgCheck {
  outcome: 'checked' | 'left alone' | 'overtaken';
  findings: Finding[];
}

/**
 * Checks one org: looks, holds what it sees against what is remembered, writes that down and reports what is news. It is written
 * before it is told, so that of two checks at the same time one tells; and only if no run has begun since the record was read,
 * because what was seen may then be half of a change.
 * @throws StageError EventNotAccepted: the end of the lease is then told by the next check
 */
export async function checkLabOrg(tools: CheckTools, org: CheckedOrg, genesysOrgId: string): Promise<OrgCheck> {
  const record = await tools.table.read(genesysOrgId);
  if (record === undefined || !isCheckDue(record, Date.now())) return { outcome: 'left alone', findings: [] };
  const look = await lookAtOrg(org, record, Date.now());
  const { check, news, mended } = judgeLook(record.check, look, new Date());
  const written = await writeCheck(tools.table, record, check);
  if (written === undefined) return { outcome: 'overtaken', findings: [] };
  const findings = [
    ...news.map((observation) => findingOf(genesysOrgId, observation)),
    ...mended.map((entry) => mendedFinding(record, entry)),
  ];
  for (const finding of findings) org.report(finding);
  const lease = news.find(({ key }) => key === LEASE_KEY);
  if (lease !== undefined) await tellOfLease(tools, record, written, lease.value);
  return { outcome: 'checked', findings };
}

/** An event that the bus didn't take is forgotten, so that the next check tells of the lease again. */
async function tellOfLease(
  { table, emit }: CheckTools,
  record: LabOrgRecord,
  written: CheckEntry,
  leaseUntil: string,
): Promise<void> {
  try {
    await emit(LEASE_ENDING, leaseEndingDetail(record, leaseUntil));
  } catch (error) {
    const { writeToken, reported, ...rest } = written;
    const others = Object.fromEntries(Object.entries(reported).filter(([key]) => key !== LEASE_KEY));
    await writeCheck(table, { ...record, check: written }, { ...rest, reported: others });
    throw error;
  }
}

function findingOf(genesysOrgId: string, observation: Observation): Finding {
  const { finding, resourceId, message, expected, found, correlationId } = observation;
  return {
    finding,
    genesysOrgId,
    resourceId,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}
