import { handler } from '../../lambdas/release-sms-phone-number/handler.ts';
import type { SeedOrg } from '../../local/genesys/simulator.ts';
import type { DecommissioningEntry, SmsPhoneNumberEntry } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { attemptOf, decommissioningChanges, FLOW_NAME, numberEntry } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab({ purchaseMs: 60_000 });
const DELETE = 'deleteRoutingSmsPhonenumber';

interface Owned {
  entry?: Partial<SmsPhoneNumberEntry>;
  request?: Partial<DecommissioningEntry>;
  /** What is in the org instead of the one number. */
  org?: Partial<SeedOrg>;
}

/** An org with its number, and another number beside it. */
const orgWithNumber = async ({ entry = {}, request = {}, org: seed = {} }: Owned = {}) => {
  const number = lab.nextNumber();
  const numbers = [number, lab.nextNumber()];
  const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;
  const org = lab.addOrg({ org: { phoneNumbers: numbers.map((phoneNumber) => ({ phoneNumber, ...LOCAL })), ...seed } });
  const asked = { ...request };
  if (request.releaseAdopted === 'its number') asked.releaseAdopted = number;
  if (request.abandonCandidate === 'its number') asked.abandonCandidate = number;
  await org.inLedger({
    ...decommissioningChanges(asked),
    smsPhoneNumber: numberEntry({ smsPhoneNumber: number, ...entry }),
  });
  return { org, number, run: () => org.run(handler, org.decommissioning()) };
};

const statusOf = (org: LabOrg, number: string): string | undefined =>
  org.view().phoneNumbers.find(({ phoneNumber }) => phoneNumber === number)?.phoneNumberStatus;
const entryOf = async (org: LabOrg) => (await org.record()).smsPhoneNumber;
const auditLines = () => lab.lines().filter(({ kind }) => kind === 'audit');

describe('ReleaseSmsPhoneNumber', () => {
  it('asks Genesys to release a bought number and no other, and has written that down before', async () => {
    const { org, number, run } = await orgWithNumber();
    const [, other] = org.view().phoneNumbers.map(({ phoneNumber }) => phoneNumber);
    expect(await run()).toEqual({ smsPhoneNumber: number, outcome: 'releasing' });
    expect(statusOf(org, number)).toBe('PENDING_CANCELLATION');
    expect(statusOf(org, other ?? '')).toBe('ACTIVE');
    expect(await entryOf(org)).toMatchObject({ state: 'releasing', smsPhoneNumber: number });
    const correlationId = org.requests().find(({ operation }) => operation === DELETE)?.correlationId;
    expect(auditLines()).toMatchObject([
      { phase: 'intended', resourceId: number, before: 'ACTIVE' },
      { phase: 'done', resourceId: number, before: 'ACTIVE', after: 'release ordered', correlationId },
    ]);
  });

  it('run again, finds it done and writes nothing', async () => {
    const { org, number, run } = await orgWithNumber();
    await run();
    const before = await org.record();
    expect(await run()).toEqual({ smsPhoneNumber: number, outcome: 'releasing' });
    expect(org.writes()).toEqual([DELETE]);
    expect(await org.record()).toEqual(before);
    expect(auditLines().map(({ phase }) => phase)).toEqual(expect.arrayContaining(['intended', 'found done']));
  });

  it('having died before the call, makes it the next time', async () => {
    const { org, number, run } = await orgWithNumber({ entry: { state: 'releasing' } });
    expect(await run()).toMatchObject({ outcome: 'releasing' });
    expect(statusOf(org, number)).toBe('PENDING_CANCELLATION');
  });

  it('run after the number is gone, records it as released and asks for nothing', async () => {
    const { org, number, run } = await orgWithNumber();
    await org.changeLedger({
      smsPhoneNumber: numberEntry({ smsPhoneNumber: number, attempts: [attemptOf(number, { result: 'accepted' })] }),
    });
    await run();
    lab.control.advanceClock(60_000);
    expect(await run()).toEqual({ smsPhoneNumber: number, outcome: 'released' });
    const entry = await entryOf(org);
    expect(entry).toMatchObject({ state: 'released', smsPhoneNumber: number });
    expect(entry?.releasedAt).toBeDefined();
    // Chosen again in another life, it would be a mere candidate: these attempts must not make it ours.
    expect(entry?.attempts).toEqual([]);
    expect(await run()).toEqual({ smsPhoneNumber: null, outcome: 'nothing to release' });
    expect(org.writes()).toEqual([DELETE]);
  });

  it('takes an active number that somebody has released by hand for released', async () => {
    const { org, run } = await orgWithNumber({ org: { phoneNumbers: [] } });
    expect(await run()).toMatchObject({ outcome: 'released' });
    expect(org.writes()).toEqual([]);
  });

  it('has nothing to do for an org that has no number', async () => {
    const { smsPhoneNumber, ...none } = numberEntry({ state: 'none' });
    const { org } = await orgWithNumber();
    for (const entry of [undefined, none]) {
      await org.changeLedger({ smsPhoneNumber: entry });
      const before = await org.record();
      expect(await org.run(handler, org.decommissioning())).toEqual({
        smsPhoneNumber: null,
        outcome: 'nothing to release',
      });
      expect(await org.record()).toEqual(before);
    }
    expect(org.writes()).toEqual([]);
  });
});

describe('ReleaseSmsPhoneNumber of an adopted number', () => {
  it('keeps it, names it and forgets it', async () => {
    const { org, number, run } = await orgWithNumber({ entry: { isAdopted: true } });
    expect(await run()).toEqual({ smsPhoneNumber: number, outcome: 'adopted, kept' });
    expect(statusOf(org, number)).toBe('ACTIVE');
    expect(org.writes()).toEqual([]);
    const record = await org.record();
    expect(record).not.toHaveProperty('smsPhoneNumber');
    expect(record.decommissioning?.kept).toMatchObject([{ what: 'SMS phone number', id: number }]);
  });

  it('keeps it although another number is spelled out', async () => {
    const request = { releaseAdopted: '+447700900999' };
    const { org, number, run } = await orgWithNumber({ entry: { isAdopted: true }, request });
    expect(await run()).toMatchObject({ outcome: 'adopted, kept' });
    expect(statusOf(org, number)).toBe('ACTIVE');
  });

  it('releases it when the request spells it out', async () => {
    const request = { releaseAdopted: 'its number' };
    const { org, number, run } = await orgWithNumber({ entry: { isAdopted: true }, request });
    expect(await run()).toMatchObject({ outcome: 'releasing' });
    expect(statusOf(org, number)).toBe('PENDING_CANCELLATION');
  });
});

it('ReleaseSmsPhoneNumber goes on with an adopted number whose release was spelled out before and has begun', async () => {
  const { org, number, run } = await orgWithNumber({ entry: { isAdopted: true, state: 'releasing' } });
  expect(await run()).toMatchObject({ outcome: 'releasing' });
  expect(statusOf(org, number)).toBe('PENDING_CANCELLATION');
});

describe('ReleaseSmsPhoneNumber of a number that may not have been bought', () => {
  it.each([
    ['chosen', []],
    ['refused', ['refused']],
    ['never sent', ['unsent', 'refused']],
  ] as const)('leaves one that was %s, whoever has it now', async (_what, results) => {
    const { org, number } = await orgWithNumber();
    const attempts = results.map((result, index) => attemptOf(number, { result, attempt: index + 1 }));
    const entry = numberEntry({ state: 'chosen', smsPhoneNumber: number, attempts });
    await org.changeLedger({ smsPhoneNumber: entry });
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ outcome: 'never bought' });
    expect(statusOf(org, number)).toBe('ACTIVE');
    expect(org.writes()).toEqual([]);
    expect(await entryOf(org)).toMatchObject({ state: 'none', refused: [{ smsPhoneNumber: number }] });
  });

  it('releases one in doubt that has turned up', async () => {
    const { org, number } = await orgWithNumber();
    const entry = numberEntry({ state: 'in doubt', smsPhoneNumber: number, attempts: [attemptOf(number)] });
    await org.changeLedger({ smsPhoneNumber: entry });
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ outcome: 'releasing' });
    expect(statusOf(org, number)).toBe('PENDING_CANCELLATION');
  });

  it('is PurchaseInDoubt, waited for, while one in doubt is not to be seen, and says how to go on', async () => {
    const { org } = await orgWithNumber({ org: { phoneNumbers: [] } });
    const smsPhoneNumber = '+442079461111';
    const entry = numberEntry({ state: 'in doubt', smsPhoneNumber, attempts: [attemptOf(smsPhoneNumber)] });
    await org.changeLedger({ smsPhoneNumber: entry });
    const message = await org.failure(handler, 'PurchaseInDoubt', org.decommissioning());
    expect(message).toContain(`"abandonCandidate": "${smsPhoneNumber}"`);
    expect(await org.record()).toMatchObject({ smsPhoneNumber: entry });

    await org.changeLedger(decommissioningChanges({ abandonCandidate: smsPhoneNumber }));
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ outcome: 'never bought' });
    expect(await entryOf(org)).toMatchObject({ state: 'none', refused: [{ smsPhoneNumber }] });
  });

  it('releases one that a person has given up too early and that is there after all', async () => {
    const { org, number } = await orgWithNumber({ request: { abandonCandidate: 'its number' } });
    const entry = numberEntry({ state: 'in doubt', smsPhoneNumber: number, attempts: [attemptOf(number)] });
    await org.changeLedger({ smsPhoneNumber: entry });
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ outcome: 'releasing' });
  });

  it('waits as SmsPhoneNumberNotReady for one that Genesys has accepted and does not show yet', async () => {
    const { org, number } = await orgWithNumber({ org: { phoneNumbers: [] } });
    const attempts = [attemptOf(number, { result: 'accepted' })];
    await org.changeLedger({ smsPhoneNumber: numberEntry({ state: 'purchasing', smsPhoneNumber: number, attempts }) });
    expect(await org.failure(handler, 'SmsPhoneNumberNotReady', org.decommissioning())).toContain(number);
    expect(await org.record()).not.toHaveProperty('lastError');
  });
});

describe('ReleaseSmsPhoneNumber fails', () => {
  it('as SmsPhoneNumberInUse while messages to the number are routed, naming how to mend it; it goes on later', async () => {
    const number = lab.nextNumber();
    const route = { phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local', flow: FLOW_NAME } as const;
    const { org, run } = await orgWithNumber({ org: { flows: [{ name: FLOW_NAME }], phoneNumbers: [route] } });
    await org.changeLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: number }) });
    const message = await org.failure(handler, 'SmsPhoneNumberInUse', org.decommissioning());
    for (const part of [number, 'Remove that route']) expect(message).toContain(part);
    expect(statusOf(org, number)).toBe('ACTIVE');
    expect(await entryOf(org)).toMatchObject({ state: 'active' });
    expect(await entryOf(org)).not.toHaveProperty('stateBeforeRelease');
    expect(auditLines()).toMatchObject([{ phase: 'intended' }, { phase: 'refused' }]);
    await expect(run()).rejects.toMatchObject({ name: 'SmsPhoneNumberInUse' });
  });

  it('without binding the next request: an adopted number whose release was refused stays, when it is not spelled out again', async () => {
    const owned: Owned = { entry: { isAdopted: true }, request: { releaseAdopted: 'its number' } };
    const { org, number, run } = await orgWithNumber(owned);
    org.fault({ operation: DELETE, status: 403, code: 'missing.permissions' });
    await org.failure(handler, 'GenesysPermissionError', org.decommissioning());
    await org.changeLedger(decommissioningChanges());
    expect(await run()).toMatchObject({ outcome: 'adopted, kept' });
    expect(statusOf(org, number)).toBe('ACTIVE');
  });

  it('as SmsPhoneNumberNotReady while Genesys still works on the number, which is waited for', async () => {
    const { org } = await orgWithNumber();
    org.fault({ operation: DELETE, status: 409, code: 'provisioning.action.in.progress' });
    await org.failure(handler, 'SmsPhoneNumberNotReady', org.decommissioning());
    expect(await org.record()).not.toHaveProperty('lastError');
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ outcome: 'releasing' });
  });

  it('as GenesysRequestError when Genesys refuses for another reason, and leaves the number as it was', async () => {
    const { org } = await orgWithNumber();
    org.fault({ operation: DELETE, status: 400, code: 'bad.request' });
    await org.failure(handler, 'GenesysRequestError', org.decommissioning());
    expect(await entryOf(org)).toMatchObject({ state: 'active' });
    expect(await entryOf(org)).not.toHaveProperty('stateBeforeRelease');
    expect(auditLines()).toMatchObject([{ phase: 'intended' }, { phase: 'refused' }]);
  });

  it('not when the number vanishes at that moment', async () => {
    const { org, run } = await orgWithNumber();
    org.fault({ operation: DELETE, status: 404 });
    expect(await run()).toMatchObject({ outcome: 'releasing' });
    expect(org.writes()).toEqual([DELETE]);
  });

  it('as ClaimLost when another run has the org since, and releases nothing', async () => {
    const { org, number } = await orgWithNumber();
    await org.changeLedger({ claim: undefined, lastExecution: 'other' });
    await org.failure(handler, 'ClaimLost', org.decommissioning());
    expect(statusOf(org, number)).toBe('ACTIVE');
  });
});
