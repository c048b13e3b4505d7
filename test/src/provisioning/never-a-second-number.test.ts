import { handler as awaitNumber } from '../../../lambdas/await-sms-phone-number/handler.ts';
import { handler as purchase } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import { provisioningState } from '../../../src/provisioning/sms-phone-number.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { attemptOf, executionArn, numberEntry } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();
const POST = 'postRoutingSmsPhonenumbers';

const heldOrg = async (options?: LabOrgOptions, changes?: RecordChanges): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  return org;
};

describe('a refusal that may be about our own number', () => {
  it.each([
    ['accepted', 'phone.number.duplicate'],
    ['accepted', 'phone.number.unavailable'],
    [undefined, 'phone.number.unavailable'],
  ] as const)('leaves the purchase in doubt after an attempt that was %s: %s', async (result, code) => {
    const smsPhoneNumber = lab.nextNumber();
    const attempt = attemptOf(smsPhoneNumber, result === undefined ? {} : { result });
    const org = await heldOrg(
      {},
      { smsPhoneNumber: numberEntry({ state: 'purchasing', smsPhoneNumber, attempts: [attempt] }) },
    );
    org.fault({ operation: POST, status: 400, code });
    expect(await org.failure(purchase, 'PurchaseInDoubt')).toContain(smsPhoneNumber);
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'in doubt', smsPhoneNumber, refused: [] });
    expect(org.writes()).toEqual([POST]);
  });

  it('is one when every earlier attempt ended refused or unsent', async () => {
    const smsPhoneNumber = lab.nextNumber();
    const attempts = [attemptOf(smsPhoneNumber, { result: 'unsent' })];
    const org = await heldOrg({}, { smsPhoneNumber: numberEntry({ state: 'purchasing', smsPhoneNumber, attempts }) });
    org.fault({ operation: POST, status: 400, code: 'phone.number.unavailable' });
    await org.failure(purchase, 'SmsPhoneNumberRefused');
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'none', refused: [{ smsPhoneNumber }] });
  });
});

describe('a purchase whose answer and whose look both fail', () => {
  it('is in doubt under its own name, with the number in the message and in the ledger', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, status: 503, code: 'service.unavailable' });
    org.fault({ operation: 'getRoutingSmsPhonenumber', status: 503, code: 'service.unavailable', times: 20 });
    const message = await org.failure(purchase, 'PurchaseInDoubt', { remainingMs: 9_000 });
    const { smsPhoneNumber } = await org.record();
    expect(smsPhoneNumber).toMatchObject({ state: 'in doubt' });
    expect(message).toContain(smsPhoneNumber?.smsPhoneNumber);
  });
});

describe('a client that Genesys refuses', () => {
  it('is no refusal of the number: nothing was sent, and the candidate stays', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, status: 401, code: 'bad.credentials', times: 2 });
    await org.failure(purchase, 'GenesysAuthenticationError');
    const entry = (await org.record()).smsPhoneNumber;
    expect(entry).toMatchObject({ refused: [], attempts: [{ result: 'unsent' }] });
    await org.run(purchase);
    expect((await org.record()).smsPhoneNumber?.smsPhoneNumber).toBe(entry?.smsPhoneNumber);
    expect(org.view().phoneNumbers).toHaveLength(1);
  });

  it('of another org stops the stage before it looks at or buys anything', async () => {
    const other = lab.addOrg();
    const org = await heldOrg({ secret: { clientId: `client-${other.id}`, clientSecret: `secret-${other.id}` } });
    expect(await org.failure(purchase, 'WrongOrg')).toContain(other.id);
    expect(other.writes()).toEqual([]);
    expect(other.view().phoneNumbers).toEqual([]);
  });
});

describe('a number that is active', () => {
  it.each(['Delete', 'Update'])('stays ours when a later %s of it has failed', (action) => {
    const provisioningStatus = { action, state: 'Failed' };
    const seen = { phoneNumber: '+442079460001', phoneNumberStatus: 'ACTIVE', provisioningStatus };
    expect(provisioningState({ version: 1, ...seen })).toBe('ready');
    expect(provisioningState({ version: 1, ...seen, phoneNumberStatus: 'PENDING' })).toBe('running');
  });

  it('is kept, and no other bought, when Genesys calls its purchase failed afterwards', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, outcome: 'Failed' });
    const { smsPhoneNumber } = await org.run(purchase);
    const entry = (await org.record()).smsPhoneNumber;
    if (entry !== undefined) await org.changeLedger({ smsPhoneNumber: { ...entry, state: 'active' } });
    expect(await org.failure(awaitNumber, 'SmsPhoneNumberUnusable')).toContain(smsPhoneNumber);
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'active', smsPhoneNumber });
  });
});

describe('a candidate that was never bought', () => {
  it('is left when the registration asks for another kind of number', async () => {
    const smsPhoneNumber = lab.nextNumber();
    const request = { countryCode: 'GB', phoneNumberType: 'local' } as const;
    const attempts = [attemptOf(smsPhoneNumber, { result: 'unsent', executionArn: executionArn('earlier') })];
    const entry = numberEntry({ state: 'purchasing', smsPhoneNumber, request, attempts });
    const org = await heldOrg(
      { registration: { sms: { countryCode: 'GB', phoneNumberType: 'mobile' } } },
      { smsPhoneNumber: entry },
    );
    const bought = await org.run(purchase);
    expect(bought.smsPhoneNumber).toMatch(/^\+447/);
    expect((await org.record()).smsPhoneNumber).toMatchObject({ refused: [{ smsPhoneNumber }] });
    expect(org.view().phoneNumbers.map(({ phoneNumber }) => phoneNumber)).toEqual([bought.smsPhoneNumber]);
  });
});
