import { checkLab, DAY_MS, HOUR_MS } from '../../support/check-lab.ts';
import { ONE_ATTEMPT_MS, type LabOrg } from '../../support/lab-org.ts';

/** Time in plenty until the next 503; then too little for the client to wait and ask again. */
const untilAnswered503 = (org: LabOrg): (() => number) => {
  const before = org.requests().length;
  const isAnswered = (): boolean =>
    org
      .requests()
      .slice(before)
      .some(({ status }) => status === 503);
  return () => (isAnswered() ? ONE_ATTEMPT_MS : 600_000);
};

const { lab, readyOrg, findingsAfter } = checkLab();

describe('an org that the check cannot look at', () => {
  it('says why, once until that changes', async () => {
    const org = await readyOrg();
    const secret = lab.aws.secrets.get(`lab-sms/${org.id}`) ?? '';
    lab.aws.secrets.delete(`lab-sms/${org.id}`);
    const missing = await findingsAfter(DAY_MS, org);
    expect(missing).toMatchObject([{ finding: 'not checked', resourceId: org.id }]);
    expect(missing[0]?.message).toContain('CredentialsMissing');
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    lab.aws.secrets.set(`lab-sms/${org.id}`, secret.replaceAll('secret-', 'old-'));
    const refused = await findingsAfter(DAY_MS, org);
    expect(refused).toMatchObject([{ finding: 'not checked' }]);
    expect(refused[0]?.message).toContain('GenesysAuthenticationError');
    lab.aws.secrets.set(`lab-sms/${org.id}`, secret);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    expect(await org.record()).toMatchObject({ check: { reported: {} } });
  });

  it('says so of credentials that are another org’s, and looks at nothing there', async () => {
    const [org, other] = [await readyOrg(), await readyOrg()];
    lab.aws.secrets.set(`lab-sms/${org.id}`, lab.aws.secrets.get(`lab-sms/${other.id}`) ?? '');
    expect(await findingsAfter(DAY_MS, org)).toMatchObject([
      { finding: 'not checked', message: expect.stringContaining('WrongOrg') as string },
    ]);
    expect(org.requests()).toEqual([]);
  });

  it('keeps what it knows of an org whose Genesys Cloud is down, and says so when that lasts', async () => {
    const org = await readyOrg({ org: { threadingTimeoutMinutes: 60 } });
    await findingsAfter(DAY_MS, org);
    expect(await findingsAfter(HOUR_MS, org)).toMatchObject([{ finding: 'routing drift' }]);
    org.fault({ operation: 'getRoutingSmsPhonenumbers', status: 503, times: 1_000 });
    expect(await findingsAfter(DAY_MS, org, untilAnswered503(org))).toEqual([]);
    expect(await findingsAfter(HOUR_MS, org, untilAnswered503(org))).toMatchObject([
      { finding: 'not checked', message: expect.stringContaining('GenesysUnavailableError') as string },
    ]);
    lab.control.clearFaults();
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
  });
});
