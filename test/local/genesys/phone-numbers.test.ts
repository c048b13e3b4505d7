import type { Models } from 'purecloud-platform-client-v2';
import { labOrg, labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const SEARCH = '/api/v2/routing/sms/availablephonenumbers';
const NUMBERS = '/api/v2/routing/sms/phonenumbers';
const MOBILE = '+447700900123';
const MOBILE_PATH = `${NUMBERS}/${encodeURIComponent(MOBILE)}`;

const twoOrgs = {
  orgs: [labOrg(), labOrg({ id: 'two', name: 'Lab Two', clients: [{ clientId: 'second', clientSecret: 's' }] })],
};

const search = async (lab: Lab, query: string): Promise<Models.SmsAvailablePhoneNumber[]> =>
  (await lab.call<Models.SMSAvailablePhoneNumberEntityListing>('GET', `${SEARCH}?${query}`)).body.entities ?? [];

describe('a search for numbers', () => {
  it('answers 30 at random, others each time, the same in each run with the same seed', async () => {
    const [one, two] = [await start(), await start()];
    const query = 'countryCode=GB&phoneNumberType=mobile';
    const first = await search(one, query);
    expect(first).toHaveLength(30);
    expect(new Set(first.map(({ phoneNumber }) => phoneNumber)).size).toBe(30);
    expect(first[0]).toMatchObject({ countryCode: 'GB', phoneNumberType: 'mobile', addressRequirement: 'none' });
    expect(await search(two, query)).toEqual(first);
    expect(await search(one, query)).not.toEqual(first);
    const reseeded = await start({ settings: { randomSeed: 7 } });
    expect(await search(reseeded, query)).not.toEqual(first);
  });

  it('honours area code, pattern, city and address requirement', async () => {
    const lab = await start();
    const inBoston = await search(lab, 'countryCode=US&phoneNumberType=local&areaCode=617');
    expect(inBoston.every(({ phoneNumber, city }) => phoneNumber?.startsWith('+161755501') && city === 'Boston')).toBe(
      true,
    );
    const patterned = await search(lab, 'countryCode=US&phoneNumberType=local&pattern=*075550142');
    expect(patterned.map(({ phoneNumber }) => phoneNumber)).toEqual([]);
    const one = await search(lab, 'countryCode=US&phoneNumberType=local&pattern=61*5550142');
    expect(one.map(({ phoneNumber }) => phoneNumber)).toEqual(['+16175550142']);
    expect(await search(lab, 'countryCode=US&phoneNumberType=local&city=denver')).toHaveLength(30);
    expect(await search(lab, 'countryCode=GB&phoneNumberType=mobile&addressRequirement=local')).toEqual([]);
    expect(await search(lab, 'countryCode=ZZ&phoneNumberType=mobile')).toEqual([]);
  });

  it('is refused without country or type, and with a pattern that is none', async () => {
    const lab = await start();
    for (const query of ['countryCode=GB', 'phoneNumberType=mobile', 'countryCode=GB&phoneNumberType=pager']) {
      expect((await lab.call('GET', `${SEARCH}?${query}`)).status).toBe(400);
    }
    const bad = await lab.call('GET', `${SEARCH}?countryCode=GB&phoneNumberType=mobile&pattern=(a+)%2B`);
    expect(bad).toMatchObject({ status: 400, body: { code: 'invalid.query.param.value' } });
  });

  it('leaves out what any org has, and reserves nothing', async () => {
    const lab = await start(twoOrgs);
    const query = 'countryCode=US&phoneNumberType=local&pattern=6175550142';
    expect(await search(lab, query)).toHaveLength(1);
    expect(await search(lab, query)).toHaveLength(1);
    lab.token = await lab.tokenOf('second', 's');
    await lab.order('+16175550142', 'US', 'local');
    lab.token = await lab.tokenOf('lab-client', 'lab-secret');
    expect(await search(lab, query)).toEqual([]);
  });
});

describe('a purchase', () => {
  it('is accepted at once and done when its time has passed', async () => {
    const lab = await start();
    expect(await lab.order()).toMatchObject({
      status: 202,
      body: { id: MOBILE, phoneNumberStatus: 'PENDING', provisioningStatus: { action: 'Create', state: 'Running' } },
    });
    lab.clock.advance(1_000);
    expect((await lab.call('GET', MOBILE_PATH)).body).toMatchObject({ provisioningStatus: { state: 'Running' } });
    lab.clock.advance(1_000);
    expect((await lab.call('GET', MOBILE_PATH)).body).toMatchObject({
      phoneNumberStatus: 'ACTIVE',
      provisioningStatus: { action: 'Create', state: 'Completed' },
      supportsSms: true,
    });
  });

  it('again is answered by its state: in progress, then duplicate; in another org unavailable', async () => {
    const lab = await start(twoOrgs);
    await lab.order();
    expect(await lab.order()).toMatchObject({ status: 409, body: { code: 'provisioning.action.in.progress' } });
    lab.clock.advance(2_000);
    expect(await lab.order()).toMatchObject({ status: 400, body: { code: 'phone.number.duplicate' } });
    lab.token = await lab.tokenOf('second', 's');
    expect(await lab.order()).toMatchObject({ status: 400, body: { code: 'phone.number.unavailable' } });
    expect((await lab.call('GET', MOBILE_PATH)).status).toBe(404);
  });

  it('is refused with the code for what is wrong', async () => {
    const lab = await start();
    const cases: [phoneNumber: string, country: string, type: string, status: number, code: string][] = [
      ['07700900123', 'GB', 'mobile', 400, 'invalid.e164.number'],
      [MOBILE, 'IE', 'mobile', 400, 'unexpected.country.code'],
      [MOBILE, 'GB', 'local', 400, 'unexpected.phone.number.type'],
      [MOBILE, 'GB', 'shortcode', 400, 'invalid.short.code.operation'],
      [MOBILE, 'GB', 'pager', 400, 'invalid.value'],
      ['+33199001234', 'FR', 'local', 400, 'requires.verified.identity.document'],
      ['+15005550006', 'US', 'local', 400, 'phone.number.unavailable'],
      ['+447700900113', 'GB', 'mobile', 404, 'bad.request'],
    ];
    for (const [phoneNumber, country, type, status, code] of cases) {
      expect(await lab.order(phoneNumber, country, type)).toMatchObject({ status, body: { code } });
    }
    expect((await lab.call('POST', NUMBERS, { phoneNumber: MOBILE })).body.code).toBe('constraint.validation');
    expect(lab.control.state().orgs[0]?.phoneNumbers).toEqual([]);
  });

  it('can fail after it was accepted; then anybody can buy the number', async () => {
    const lab = await start(twoOrgs);
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', outcome: 'Failed' });
    expect((await lab.order()).status).toBe(202);
    lab.clock.advance(2_000);
    expect((await lab.call('GET', MOBILE_PATH)).body).toMatchObject({
      phoneNumberStatus: 'INVALID',
      provisioningStatus: { state: 'Failed', error: { code: 'phone.number.unavailable' } },
    });
    expect((await lab.order()).status).toBe(202);
    lab.token = await lab.tokenOf('second', 's');
    expect((await lab.order()).body.code).toBe('phone.number.unavailable');
  });
});

describe('the list of numbers', () => {
  it('filters by digits, type, status and country', async () => {
    const lab = await start();
    await lab.buy();
    await lab.order('+16175550142', 'US', 'local');
    const numbersFor = async (query: string): Promise<string[]> => {
      const { body } = await lab.call<Models.SmsPhoneNumberEntityListing>('GET', `${NUMBERS}?${query}`);
      return (body.entities ?? []).map(({ phoneNumber }) => phoneNumber);
    };
    expect(await numbersFor('')).toEqual(['+16175550142', MOBILE]);
    expect(await numbersFor('phoneNumber=700900')).toEqual([MOBILE]);
    expect(await numbersFor('phoneNumber=%2B1617*42')).toEqual(['+16175550142']);
    expect(await numbersFor('phoneNumberType=local,tollfree')).toEqual(['+16175550142']);
    expect(await numbersFor('phoneNumberStatus=pending')).toEqual(['+16175550142']);
    expect(await numbersFor('countryCode=GB&countryCode=IE')).toEqual([MOBILE]);
  });
});

describe('a release', () => {
  it('is accepted, goes on for a while and ends with the number gone and for sale again', async () => {
    const lab = await start();
    await lab.buy();
    expect((await lab.call('DELETE', MOBILE_PATH)).status).toBe(202);
    expect((await lab.call('GET', MOBILE_PATH)).body).toMatchObject({
      phoneNumberStatus: 'PENDING_CANCELLATION',
      provisioningStatus: { action: 'Delete', state: 'Running' },
    });
    expect((await lab.call('DELETE', MOBILE_PATH)).body.code).toBe('provisioning.action.in.progress');
    expect((await lab.order()).body.code).toBe('provisioning.action.in.progress');
    lab.clock.advance(2_000);
    expect(await lab.call('GET', MOBILE_PATH)).toMatchObject({ status: 404, body: { code: 'not.found' } });
    expect((await lab.order()).status).toBe(202);
  });

  it('is refused while a flow takes the messages, while it is being bought, and for a number that is not there', async () => {
    const lab = await start({ orgs: [labOrg({ flows: [{ name: 'Flow', id: 'flow-1' }] })] });
    expect((await lab.call('DELETE', MOBILE_PATH)).status).toBe(404);
    await lab.order();
    expect((await lab.call('DELETE', MOBILE_PATH)).status).toBe(409);
    lab.clock.advance(10_000);
    await lab.call('PUT', `/api/v2/routing/message/recipients/${encodeURIComponent(MOBILE)}`, {
      flow: { id: 'flow-1' },
    });
    expect(await lab.call('DELETE', MOBILE_PATH)).toMatchObject({ status: 400, body: { code: 'recipient.has.flow' } });
  });
});
