import { handler } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { ONE_POST_MS } from '../../support/lab-org.ts';
import { EXECUTION_ARN, executionArn } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();
const POST = 'postRoutingSmsPhonenumbers';
const UNAVAILABLE = { operation: POST, status: 400, code: 'phone.number.unavailable' };

const heldOrg = async (options?: LabOrgOptions): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger();
  return org;
};

const posted = (org: LabOrg): string[] =>
  org
    .requests()
    .filter(({ operation }) => operation === POST)
    .map(({ body }) => (body as { phoneNumber: string }).phoneNumber);

describe('the choice of a number', () => {
  it.each(['phone.number.unavailable', 'phone.number.duplicate', 'bad.request'])(
    'falls on the next candidate after the definite refusal %s, and keeps why',
    async (code) => {
      const org = await heldOrg();
      org.fault({ operation: POST, status: 400, code });
      const message = await org.failure(handler, 'SmsPhoneNumberRefused');
      const [refused = 'none'] = posted(org);
      expect(message).toContain(refused);
      expect(message).toContain('The next candidate is tried');
      const record = await org.record();
      expect(record.lastError).toBeUndefined();
      expect(record.smsPhoneNumber).toMatchObject({
        state: 'none',
        attempts: [{ smsPhoneNumber: refused, result: 'refused' }],
        refused: [{ smsPhoneNumber: refused, executionArn: EXECUTION_ARN, reason: code }],
      });
      expect(record.smsPhoneNumber).not.toHaveProperty('smsPhoneNumber');

      const bought = await org.run(handler);
      expect(bought.smsPhoneNumber).not.toBe(refused);
      expect(org.view().phoneNumbers).toHaveLength(1);
    },
  );

  it('ends as NoSmsPhoneNumberAvailable after five refusals in one execution, each of another number', async () => {
    const org = await heldOrg();
    org.fault({ ...UNAVAILABLE, times: 5 });
    for (let refusal = 1; refusal <= 5; refusal++) await org.failure(handler, 'SmsPhoneNumberRefused');
    const message = await org.failure(handler, 'NoSmsPhoneNumberAvailable');
    expect(new Set(posted(org)).size).toBe(5);
    for (const number of posted(org)) expect(message).toContain(number);
    expect(message).toContain('nothing was bought');
    expect((await org.record()).lastError).toMatchObject({ error: 'NoSmsPhoneNumberAvailable', message });
    expect(org.view().phoneNumbers).toEqual([]);
  });

  it('has five candidates again in the next execution, none of them a refused one', async () => {
    const org = await heldOrg();
    org.fault({ ...UNAVAILABLE, times: 5 });
    for (let refusal = 1; refusal <= 5; refusal++) await org.failure(handler, 'SmsPhoneNumberRefused');
    const next = executionArn('run-2');
    await org.changeLedger({ claim: { executionArn: next, redriveCount: 0, since: '' }, lastExecution: next });
    const bought = await org.run(handler, { execution: 'run-2' });
    expect(posted(org).slice(0, 5)).not.toContain(bought.smsPhoneNumber);
  });

  it('passes over numbers that carry no texts', async () => {
    // The simulated carriers offer this one number for voice only.
    const voiceOnly = { countryCode: 'GB', phoneNumberType: 'mobile', pattern: '447700900013' } as const;
    const org = await heldOrg({ registration: { sms: voiceOnly } });
    const message = await org.failure(handler, 'NoSmsPhoneNumberAvailable');
    expect(message).toContain('no mobile number in GB (pattern 447700900013) that can send texts');
    expect(org.writes()).toEqual([]);
    expect(await org.record()).not.toHaveProperty('smsPhoneNumber');
  });

  it('honours area code and pattern', async () => {
    const sms = { countryCode: 'US', phoneNumberType: 'local', areaCode: '617', pattern: '617555014*' } as const;
    const org = await heldOrg({ registration: { sms } });
    expect((await org.run(handler)).smsPhoneNumber).toMatch(/^\+1617555014\d$/);
  });

  it('passes over numbers that need an address when none is given, and says which field is meant', async () => {
    const org = await heldOrg({ registration: { sms: { countryCode: 'FR', phoneNumberType: 'local' } } });
    expect(await org.failure(handler, 'NoSmsPhoneNumberAvailable')).toContain('sms.addressId');
    expect(org.writes()).toEqual([]);
  });

  it('ends as SmsPhoneNumberNotPurchasable where no other number would do either', async () => {
    const sms = { countryCode: 'FR', phoneNumberType: 'local', addressId: 'address-1' } as const;
    const org = await heldOrg({ registration: { sms } });
    const message = await org.failure(handler, 'SmsPhoneNumberNotPurchasable');
    expect(message).toContain('requires.verified.identity.document');
    expect(message).toContain('adopted with sms.phoneNumber');
    expect((await org.record()).lastError).toMatchObject({ error: 'SmsPhoneNumberNotPurchasable' });
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'none' });
    expect(org.view().phoneNumbers).toEqual([]);
  });
});

describe('a purchase that Genesys did not look at', () => {
  it.each([
    ['GenesysRateLimitError', { status: 429, headers: { 'retry-after': '60' } }, false],
    ['GenesysPermissionError', { status: 403 }, true],
  ] as const)('keeps its candidate as unsent: %s', async (name, fault, isFinal) => {
    const org = await heldOrg();
    org.fault({ operation: POST, ...fault });
    await org.failure(handler, name, { remainingMs: ONE_POST_MS });
    const { smsPhoneNumber: entry, lastError } = await org.record();
    expect(entry?.attempts).toMatchObject([{ smsPhoneNumber: entry?.smsPhoneNumber, result: 'unsent' }]);
    expect(lastError !== undefined).toBe(isFinal);

    // Nothing is in doubt, so a refusal now is definite.
    org.fault(UNAVAILABLE);
    await org.failure(handler, 'SmsPhoneNumberRefused');
    expect(new Set(posted(org)).size).toBe(1);
  });
});
