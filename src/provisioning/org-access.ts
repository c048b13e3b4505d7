import { organizationApi } from '../genesys/apis/organization-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { FlowSource } from './flow-source.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { problemsError } from './problems.ts';
import { allProblems, Looks, surveyOrg } from './survey-org.ts';

/** What the look at an org found; nothing was changed. */
export interface OrgAccess {
  permissions: 'complete' | 'not checked';
  queueId: string;
  messageFlowId: string | null;
  smsPhoneNumber: string | null;
}

/**
 * Holds the credentials against the registered org: nothing is looked at, let alone changed, in another one.
 * @throws StageError WrongOrg
 */
export async function verifyOrgId(genesys: GenesysConnection, record: LabOrgRecord): Promise<void> {
  const org = await organizationApi(genesys).getOrganizationsMe();
  if (org.id === record.genesysOrgId) return;
  throw orgError(
    'WrongOrg',
    record,
    `its credentials belong to another org: "${org.name ?? 'no name'}" (${org.id ?? 'no id'}). Nothing was looked at or changed there. ` +
      "Correct genesysOrgId, or store the right org's client in the secret.",
  );
}

/**
 * Looks at everything that could stand in the way and changes nothing. All problems come in one error. That the org is
 * the registered one was checked when the connection was opened.
 * @throws StageError OrgNotReady (several problems), or the one problem under its own name
 */
export async function verifyOrgAccess(work: OrgWork, source: FlowSource): Promise<OrgAccess> {
  const looks = new Looks();
  const survey = await surveyOrg(work, source, looks);
  const problems = allProblems(survey, looks);
  if (problems.length > 0) throw problemsError(work.record, problems);
  return {
    permissions: survey.lacking === 'not checked' ? 'not checked' : 'complete',
    queueId: survey.queue?.id ?? '',
    messageFlowId: survey.flow?.id ?? null,
    smsPhoneNumber: survey.smsPhoneNumber,
  };
}
