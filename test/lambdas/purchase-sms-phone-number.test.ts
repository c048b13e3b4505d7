import { handler } from '../../lambdas/purchase-sms-phone-number/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { attemptOf, EXECUTION_ARN, executionArn, knownOf, numberEntry } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab({ purchaseMs: 60_000 });
const POST = 'postRoutingSmsPhonenumbers';
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

const heldOrg = async (options?: LabOrgOptions, changes?: RecordChanges): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  return org;
};

/** An org of the ledger's that has chosen a London number, with the attempts to buy it. */
const orgWithCandidate = async (
  state: 'chosen' | 'purchasing' | 'in doubt',
  attempts: (number: string) => ReturnType<typeof attemptOf>[],
  options: LabOrgOptions = {},
): Promise<{ org: LabOrg; number: string }> => {
  const number = lab.nextNumber();
  const entry = numberEntry({ state, smsPhoneNumber: number, request: LOCAL, attempts: attempts(number) });
  const registration = { sms: LOCAL, ...options.registration };
  return { org: await heldOrg({ ...options, registration }, { smsPhoneNumber: entry }), number };
};

const numbersOf = (org: LabOrg): (string | undefined)[] =>
  org.view().phoneNumbers.map(({ phoneNumber }) => phoneNumber);

const posted = (org: LabOrg): unknown[] =>
  org
    .requests()
    .filter(({ operation }) => operation === POST)
    .map(({ body }) => (body as { phoneNumber: string }).phoneNumber);

describe('PurchaseSmsPhoneNumber', () => {
  it('buys one number that can text and writes down that it did', async () => {
    const org = await heldOrg();
    const bought = await org.run(handler);
    expect(bought).toEqual({ smsPhoneNumber: numbersOf(org)[0], isAdopted: false });
    expect(org.writes()).toEqual([POST]);
    expect((await org.record()).smsPhoneNumber).toMatchObject({
      state: 'purchasing',
      ...bought,
      executionArn: EXECUTION_ARN,
      request: org.registration.sms,
      attempts: [{ attempt: 1, result: 'accepted' }],
      refused: [],
    });
  });

  it('run again, finds its number and buys none', async () => {
    const org = await heldOrg();
    const bought = await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual(bought);
    lab.control.advanceClock(60_000);
    expect(await org.run(handler)).toEqual(bought);
    expect(org.writes()).toEqual([POST]);
    expect(knownOf(await org.record())).toEqual(knownOf(before));
  });

  it('has the choice and the attempt in the ledger before Genesys is asked for money', async () => {
    const org = await heldOrg();
    // Too little time to begin a POST: nothing is sent.
    await org.failure(handler, 'GenesysUnavailableError', { remainingMs: 6_500 });
    expect(org.writes()).toEqual([]);
    const { smsPhoneNumber: entry } = await org.record();
    expect(entry).toMatchObject({ state: 'purchasing', attempts: [{ attempt: 1, result: 'unsent' }] });
    expect(await org.run(handler)).toMatchObject({ smsPhoneNumber: entry?.smsPhoneNumber });
  });

  it('writes an audit line before the purchase and one after it, with the correlation id of Genesys', async () => {
    const org = await heldOrg();
    const { smsPhoneNumber } = await org.run(handler);
    const correlationId = org.requests().find(({ operation }) => operation === POST)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: smsPhoneNumber, before: 'none', genesysOrgId: org.id },
      { phase: 'done', resourceId: smsPhoneNumber, correlationId, executionArn: EXECUTION_ARN },
    ]);
  });
});

describe('PurchaseSmsPhoneNumber after a lost answer', () => {
  it.each([
    ['the connection broke after the purchase', { reset: 'after' }],
    ['a 500 was answered although the purchase was made', { status: 500, afterEffect: true }],
  ] as const)('has one number when %s', async (_what, fault) => {
    const org = await heldOrg();
    org.fault({ operation: POST, ...fault });
    const bought = await org.run(handler);
    expect(numbersOf(org)).toEqual([bought.smsPhoneNumber]);
    expect((await org.record()).smsPhoneNumber?.attempts).toMatchObject([{ result: 'accepted' }]);
    expect(await org.run(handler)).toEqual(bought);
    expect(org.writes()).toEqual([POST]);
  });

  it.each([
    ['the connection broke before the purchase', { reset: 'before' }],
    ['the number is being bought and not to be seen', { status: 409, code: 'provisioning.action.in.progress' }],
  ] as const)('is PurchaseInDoubt when %s, and tries the same number again', async (_what, fault) => {
    const org = await heldOrg();
    org.fault({ operation: POST, ...fault });
    const message = await org.failure(handler, 'PurchaseInDoubt');
    const { smsPhoneNumber: entry, lastError } = await org.record();
    const number = entry?.smsPhoneNumber ?? 'none';
    expect(message).toContain(`"abandonCandidate": "${number}"`);
    expect(entry?.state).toBe('in doubt');
    expect(entry?.attempts).toMatchObject([{ smsPhoneNumber: number }]);
    expect(entry?.attempts[0]).not.toHaveProperty('result');
    expect(lastError).toBeUndefined();
    expect(numbersOf(org)).toEqual([]);

    expect(await org.run(handler)).toEqual({ smsPhoneNumber: number, isAdopted: false });
    expect(posted(org)).toEqual([number, number]);
    expect((await org.record()).smsPhoneNumber?.attempts).toMatchObject([
      { result: 'accepted' },
      { result: 'accepted' },
    ]);
  });

  it('buys the same number when the function died before its POST left', async () => {
    const { org, number } = await orgWithCandidate('purchasing', (it) => [attemptOf(it)]);
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: number, isAdopted: false });
    expect(posted(org)).toEqual([number]);
    expect((await org.record()).smsPhoneNumber?.attempts).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });

  it('finds the number as its own when the function died after its POST', async () => {
    const phoneNumber = lab.nextNumber();
    const entry = numberEntry({ state: 'purchasing', smsPhoneNumber: phoneNumber, attempts: [attemptOf(phoneNumber)] });
    const org = await heldOrg({ org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] } }, { smsPhoneNumber: entry });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber, isAdopted: false });
    expect(org.writes()).toEqual([]);
    expect((await org.record()).smsPhoneNumber).toMatchObject({ isAdopted: false, attempts: [{ result: 'accepted' }] });
  });

  it('looks again after "in progress": the number that is being bought is its own', async () => {
    const { org, number } = await orgWithCandidate('purchasing', () => []);
    org.fault({ operation: POST, reset: 'after' });
    org.fault({ operation: 'getRoutingSmsPhonenumber', times: 3, status: 404 });
    await org.failure(handler, 'PurchaseInDoubt');
    // The third look fails too; the purchase that runs answers 409, and the fourth look finds it.
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: number, isAdopted: false });
    expect(numbersOf(org)).toEqual([number]);
    expect(org.requests().filter(({ operation }) => operation === POST)).toMatchObject([
      { status: 'reset' },
      { status: 409 },
    ]);
  });

  it.each(['phone.number.unavailable', 'phone.number.duplicate'])(
    'takes the refusal %s of a number in doubt for no refusal',
    async (code) => {
      const { org, number } = await orgWithCandidate('in doubt', (it) => [attemptOf(it)]);
      org.fault({ operation: POST, status: 400, code });
      await org.failure(handler, 'PurchaseInDoubt');
      const { smsPhoneNumber: entry } = await org.record();
      expect(entry).toMatchObject({ state: 'in doubt', smsPhoneNumber: number, refused: [] });
      expect(await org.run(handler)).toMatchObject({ smsPhoneNumber: number });
    },
  );

  it('counts a new execution in, too: doubt does not end with the execution', async () => {
    const { org, number } = await orgWithCandidate('in doubt', (it) => [
      attemptOf(it, { executionArn: executionArn('run-0') }),
      attemptOf(it, { attempt: 2, result: 'unsent' }),
    ]);
    org.fault({ operation: POST, status: 400, code: 'phone.number.unavailable' });
    await org.failure(handler, 'PurchaseInDoubt');
    expect((await org.record()).smsPhoneNumber?.smsPhoneNumber).toBe(number);
  });
});
