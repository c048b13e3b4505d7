import { handler } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { attemptOf, executionArn, knownOf, numberEntry } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

const heldOrg = async (options?: LabOrgOptions, changes?: RecordChanges): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  return org;
};

describe('adopting a number', () => {
  it('takes the number that the org owns and buys nothing, however often it runs', async () => {
    const phoneNumber = lab.nextNumber();
    const org = await heldOrg({
      org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] },
      registration: { sms: { ...LOCAL, phoneNumber } },
    });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber, isAdopted: true });
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'purchasing', isAdopted: true, attempts: [] });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber, isAdopted: true });
    expect(org.writes()).toEqual([]);
  });

  it('ends as SmsPhoneNumberNotOwned when the org does not have it, and buys nothing', async () => {
    const phoneNumber = lab.nextNumber();
    const org = await heldOrg({ registration: { sms: { ...LOCAL, phoneNumber } } });
    expect(await org.failure(handler, 'SmsPhoneNumberNotOwned')).toContain(phoneNumber);
    expect((await org.record()).lastError).toMatchObject({ error: 'SmsPhoneNumberNotOwned' });
    expect(org.writes()).toEqual([]);
  });
});

describe('a number of the ledger that is gone from the org', () => {
  it.each([
    ['an adopted one on its way', 'SmsPhoneNumberNotOwned', { state: 'purchasing', isAdopted: true }],
    ['an adopted, active one', 'NumberMissing', { state: 'active', isAdopted: true }],
    ['a bought, active one', 'NumberMissing', { state: 'active', isAdopted: false }],
  ] as const)('never leads to a purchase: %s is %s', async (_what, name, changes) => {
    const smsPhoneNumber = lab.nextNumber();
    const org = await heldOrg({}, { smsPhoneNumber: numberEntry({ smsPhoneNumber, ...changes }) });
    const before = await org.record();
    expect(await org.failure(handler, name)).toContain(smsPhoneNumber);
    expect(org.writes()).toEqual([]);
    expect(knownOf(await org.record())).toEqual(knownOf(before));
    expect((await org.record()).lastError).toMatchObject({ error: name });
  });
});

describe('a candidate that turns up in the org', () => {
  it('is not taken for ours when it was chosen and never asked for', async () => {
    const phoneNumber = lab.nextNumber();
    const entry = numberEntry({ state: 'chosen', smsPhoneNumber: phoneNumber });
    const org = await heldOrg({ org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] } }, { smsPhoneNumber: entry });
    expect(await org.failure(handler, 'SmsPhoneNumberRefused')).toContain('by somebody else');
    expect((await org.record()).smsPhoneNumber).toMatchObject({
      state: 'none',
      refused: [{ smsPhoneNumber: phoneNumber }],
    });
    expect(org.writes()).toEqual([]);
  });

  it('ends the doubt of an earlier execution by itself', async () => {
    const phoneNumber = lab.nextNumber();
    const attempts = [
      attemptOf(phoneNumber, { executionArn: executionArn('run-0') }),
      attemptOf(phoneNumber, { attempt: 2 }),
    ];
    const entry = numberEntry({ state: 'in doubt', smsPhoneNumber: phoneNumber, attempts });
    const org = await heldOrg({ org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] } }, { smsPhoneNumber: entry });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber, isAdopted: false });
    expect((await org.record()).smsPhoneNumber).toMatchObject({
      state: 'purchasing',
      attempts: [{ result: 'accepted' }, { result: 'accepted' }],
    });
    expect(org.writes()).toEqual([]);
  });
});

describe('abandonCandidate', () => {
  const doubtful = (smsPhoneNumber: string): RecordChanges => ({
    smsPhoneNumber: numberEntry({ state: 'in doubt', smsPhoneNumber, attempts: [attemptOf(smsPhoneNumber)] }),
  });

  it('frees a candidate in doubt that never came, and another is bought', async () => {
    const candidate = lab.nextNumber();
    const org = await heldOrg({ registration: { abandonCandidate: candidate } }, doubtful(candidate));
    const { smsPhoneNumber } = await org.run(handler);
    expect(smsPhoneNumber).not.toBe(candidate);
    expect((await org.record()).smsPhoneNumber).toMatchObject({
      smsPhoneNumber,
      refused: [{ smsPhoneNumber: candidate, reason: 'abandoned by the registration' }],
    });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber, isAdopted: false });
    expect(org.view().phoneNumbers).toMatchObject([{ phoneNumber: smsPhoneNumber }]);
  });

  it('frees nothing when the number has come after all', async () => {
    const candidate = lab.nextNumber();
    const phoneNumbers = [{ phoneNumber: candidate, ...LOCAL }];
    const org = await heldOrg(
      { org: { phoneNumbers }, registration: { abandonCandidate: candidate } },
      doubtful(candidate),
    );
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: candidate, isAdopted: false });
    expect(org.writes()).toEqual([]);
  });

  it('frees nothing when it names another number', async () => {
    const candidate = lab.nextNumber();
    const org = await heldOrg({ registration: { abandonCandidate: lab.nextNumber() } }, doubtful(candidate));
    org.fault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before' });
    expect(await org.failure(handler, 'PurchaseInDoubt')).toContain(candidate);
  });

  it('frees no active number', async () => {
    const smsPhoneNumber = lab.nextNumber();
    const active = { smsPhoneNumber: numberEntry({ smsPhoneNumber }) };
    const org = await heldOrg({ registration: { abandonCandidate: smsPhoneNumber } }, active);
    await org.failure(handler, 'NumberMissing');
    expect(org.writes()).toEqual([]);
  });
});
