import { DescribeSecretCommand, GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import type { ErrorName } from '../../src/workflow/error-names.ts';
import { secretName } from '../../src/workflow/names.ts';
import { SWEEP_PERIOD_MINUTES } from '../../src/workflow/timeouts.ts';
import { isLeaseNear } from '../orgs/org-trouble.ts';
import { putPolicyCommand } from '../registration/secret-policy.ts';
import type { Place } from '../place/place.ts';
import { planOrg } from '../plan/plan-org.ts';
import { lookAt, notChecked, notOk, type Finding, type Seen } from './finding.ts';

/** Orgs that are looked at at the same time: each has its own limit of requests at Genesys. */
const AT_ONCE = 4;

/** What keeps the stages from an org, whatever is to be done there. */
const OF_ACCESS: readonly ErrorName[] = ['CredentialsMissing', 'CredentialsInvalid', 'WrongOrg', 'PermissionsMissing'];

/** Looks at the secret of each org, which is never read, and through the stack at its Genesys Cloud. */
export async function lookAtOrgs(place: Place, orgs: readonly LabOrgRecord[]): Promise<Finding[]> {
  const waiting = orgs.entries();
  const findings: Finding[][] = [];
  const work = async (): Promise<void> => {
    for (const [index, org] of waiting) findings[index] = await lookAtOrg(place, org);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return findings.flat();
}

async function lookAtOrg(place: Place, record: LabOrgRecord): Promise<Finding[]> {
  const { genesysOrgId, registration } = record;
  const { name } = registration;
  const secret = await lookAt(`${name}: secret`, () => lookAtSecret(place, genesysOrgId));
  const genesys = await lookAt(`${name}: Genesys`, () => lookAtGenesys(place, genesysOrgId));
  const now = Date.now();
  if (record.status === 'decommissioned' || !isLeaseNear(record, now)) return [secret, genesys];
  return [secret, genesys, await lookAt(`${name}: lease`, () => lookAtLease(record, now))];
}

/** A sweep ends a lease; one that was missed is made up for by the next. */
const ENDED_WITHIN_MS = 3 * SWEEP_PERIOD_MINUTES * 60_000;

/** That a lease ends soon is as it should be, and worth a word; that it has ended and the org is still there is not. */
function lookAtLease({ genesysOrgId, status, leaseUntil = '' }: LabOrgRecord, now: number): Seen {
  const end = `${leaseUntil.slice(0, 16).replace('T', ' ')} UTC`;
  if (now - Date.parse(leaseUntil) > ENDED_WITHIN_MS && status !== 'decommissioning')
    return notOk(
      `ended ${end}, and the org is still ${status}`,
      `Decommission it: lab-sms decommission ${genesysOrgId}.`,
    );
  return `ends ${end}; registering the org again with leaseDays sets it anew`;
}

async function lookAtSecret({ clients }: Place, genesysOrgId: string): Promise<Seen> {
  const SecretId = secretName(genesysOrgId);
  const store = `Store the org's credentials: lab-sms secret ${genesysOrgId}.`;
  try {
    const { DeletedDate } = await clients.secretsManager.send(new DescribeSecretCommand({ SecretId }));
    if (DeletedDate !== undefined)
      return notOk(
        `${SecretId} is being deleted`,
        `Take that back: aws secretsmanager restore-secret --secret-id ${SecretId}`,
      );
    const { ResourcePolicy } = await clients.secretsManager.send(new GetResourcePolicyCommand({ SecretId }));
    return ResourcePolicy === undefined
      ? notOk(
          `${SecretId} has no resource policy: whoever may read secrets here may read it`,
          `Put the policy: ${putPolicyCommand(SecretId)}`,
        )
      : 'there, for the stages only';
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return notOk(`there is no ${SecretId}`, store);
  }
}

async function lookAtGenesys(place: Place, genesysOrgId: string): Promise<Seen> {
  const { problems, permissions, genesysRegion } = await planOrg(place, { genesysOrgId });
  const problem = problems.find(({ name }) => OF_ACCESS.includes(name) || name.startsWith('Genesys'));
  if (problem !== undefined) {
    const { says, mend } = inTwo(problem.message);
    return notOk(`${problem.name}: ${says}`, mend);
  }
  return permissions === 'complete'
    ? `answers in ${genesysRegion}, permissions complete`
    : notChecked(`answers in ${genesysRegion}; it does not tell a client what its roles permit`);
}

/** What is wrong, and the sentences after it that say what to do. */
function inTwo(message: string): { says: string; mend: string } {
  const [says = message, ...rest] = message.split(/(?<=\.) (?=[A-Z])/);
  return { says, mend: rest.join(' ') || 'Mend that and look again.' };
}
