import { handler as recordReleased } from '../../../lambdas/record-released/handler.ts';
import { handler as release } from '../../../lambdas/release-sms-phone-number/handler.ts';
import type { SmsPhoneNumberEntry } from '../../../src/ledger/lab-org-record.ts';
import { checkLab, DAY_MS } from '../../support/check-lab.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { attemptOf, decommissioningChanges, numberEntry } from '../../support/ledger-records.ts';
import { provisionedOrg } from '../../support/stage-lab.ts';

const { lab, orgWith, findingsAfter } = checkLab();

/** An org with an adopted number, being decommissioned, that had asked for another number before it adopted. */
const adopter = async (candidate: string, changes: Partial<SmsPhoneNumberEntry> = {}): Promise<LabOrg> => {
  const smsPhoneNumber = lab.nextNumber();
  const attempts = [attemptOf(candidate)];
  const entry = numberEntry({ smsPhoneNumber, isAdopted: true, attempts, ...changes });
  return orgWith({ ...decommissioningChanges(), smsPhoneNumber: entry }, { org: provisionedOrg(smsPhoneNumber) });
};

/** Lets the number that was given up turn up, and answers what the check of the decommissioned org says. */
const turnUp = async (org: LabOrg, phoneNumber: string): Promise<unknown> => {
  const number = { genesysOrgId: org.id, countryCode: 'GB', phoneNumberType: 'mobile' as const };
  lab.control.contents.addPhoneNumber({ ...number, phoneNumber });
  return findingsAfter(DAY_MS, org);
};

describe('a number that was asked for before the org adopted one', () => {
  it('is found although the adopted number was left where it is, and that one is no news', async () => {
    const candidate = lab.nextNumber();
    const org = await adopter(candidate);
    expect(await org.run(release, org.decommissioning())).toMatchObject({ outcome: 'adopted, kept' });
    await org.run(recordReleased, org.decommissioning());
    const { smsPhoneNumber, status } = await org.record();
    expect(status).toBe('decommissioned');
    expect(smsPhoneNumber).toMatchObject({
      state: 'none',
      isAdopted: false,
      attempts: [{ smsPhoneNumber: candidate }],
    });
    expect(smsPhoneNumber).not.toHaveProperty('smsPhoneNumber');
    expect(await turnUp(org, candidate)).toMatchObject([{ finding: 'stray number', resourceId: candidate }]);
  });

  it('is found although the release had no turn and the last stage has closed its entry', async () => {
    const candidate = lab.nextNumber();
    const org = await adopter(candidate, { activeSince: new Date().toISOString() });
    const options = org.decommissioning();
    const caught = { ReleaseSmsPhoneNumberGivenUp: { Error: 'CredentialsMissing', Cause: '' } };
    await org.run(recordReleased, { ...options, input: { ...options.input, ...caught } });
    const { smsPhoneNumber } = await org.record();
    expect(smsPhoneNumber).toMatchObject({ state: 'none', attempts: [{ smsPhoneNumber: candidate }] });
    expect(smsPhoneNumber).not.toHaveProperty('activeSince');
    expect(await turnUp(org, candidate)).toMatchObject([{ finding: 'stray number', resourceId: candidate }]);
  });
});
