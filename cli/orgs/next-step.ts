import type { LabOrgRecord, VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import type { HeldRun } from '../runs/held-runs.ts';

/** What to do with an org as it is now, one or two sentences with the command. */
export function nextStep(
  record: LabOrgRecord,
  runs: readonly HeldRun[],
  verified: VerificationEntry | undefined,
): string {
  const org = record.genesysOrgId;
  const going = runs.find(({ state }) => state === 'running');
  if (going !== undefined) return `Wait for the run that goes on; lab-sms stop ${org} ends it.`;
  if (runs.some(({ state }) => state === 'died'))
    return (
      'The run has ended, and the ledger has not heard of it yet: the sweep tells it within five minutes. Look again then; ' +
      `lab-sms audit ${org} shows how far it came.`
    );
  if (runs.length > 0)
    return `Look again in a minute: the ledger has a run that Step Functions was not asked about or does not know.`;
  switch (record.status) {
    case 'ready':
      return nextWhenReady(org, verified);
    case 'failed':
      return `Mend what the error says, then lab-sms redrive ${org} goes on from where it failed; or register the org again.`;
    case 'left behind':
      return `Mend what the error says, then lab-sms decommission ${org} goes on with what is left.`;
    case 'decommissioned':
      return 'Nothing is left to do. To have it again, register it.';
    case 'provisioning':
    case 'decommissioning':
      return `Its last run holds it no more and has not finished; lab-sms audit ${org} shows how far it came.`;
  }
}

function nextWhenReady(org: string, verified: VerificationEntry | undefined): string {
  switch (verified?.outcome) {
    case 'delivered':
      return `Nothing: it is ready for class. lab-sms decommission ${org} gives it back afterwards.`;
    case undefined:
      return `lab-sms verify ${org} sends a test text; none has come to an outcome yet.`;
    case 'sent, receipt pending':
    case 'not sendable yet':
      return `Wait, then lab-sms verify ${org} sends another test text.`;
    case 'no test recipient':
      return `lab-sms secret ${org} sets a test recipient; then lab-sms verify ${org}.`;
    case 'failed':
    case 'unknown':
    case 'routing wrong':
      return `Mend what the verification says, then lab-sms verify ${org} tries again.`;
  }
}
