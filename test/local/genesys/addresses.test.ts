import type { Models } from 'purecloud-platform-client-v2';
import { labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const ADDRESSES = '/api/v2/routing/sms/addresses';
const ADDRESS = {
  name: 'Office',
  street: 'Testvej 1',
  city: 'Odense',
  region: 'Fyn',
  postalCode: '5000',
  countryCode: 'DK',
};
const DANISH = '+4500100042';

const add = async (lab: Lab, changes: object = {}): Promise<string> =>
  (await lab.call<Models.SmsAddress>('POST', ADDRESSES, { ...ADDRESS, ...changes })).body.id ?? '';

const buy = (lab: Lab, phoneNumber: string, countryCode: string, addressId?: string) =>
  lab.call('POST', '/api/v2/routing/sms/phonenumbers', {
    phoneNumber,
    countryCode,
    phoneNumberType: 'local',
    ...(addressId === undefined ? {} : { addressId }),
  });

describe('an address', () => {
  it('is taken in, listed, found and deleted', async () => {
    const lab = await start();
    const id = await add(lab, { street: ' Testvej 1 ' });
    expect((await lab.call('GET', `${ADDRESSES}/${id}`)).body).toMatchObject({ street: 'Testvej 1', validated: true });
    expect((await lab.call<Models.SmsAddressEntityListing>('GET', ADDRESSES)).body.total).toBe(1);
    expect((await lab.call('DELETE', `${ADDRESSES}/${id}`)).status).toBe(204);
    expect(await lab.call('GET', `${ADDRESSES}/${id}`)).toMatchObject({ status: 404, body: { code: 'not.found' } });
  });

  it('is refused where it can be none, and where members are missing or wrong', async () => {
    const lab = await start();
    const cases: [changes: object, code: string][] = [
      [{ postalCode: 'ABC' }, 'invalid.address'],
      [{ street: ' ' }, 'invalid.address'],
      [{ countryCode: 'Denmark' }, 'invalid.value'],
      [{ name: null }, 'constraint.validation'],
      [{ planet: 'Earth' }, 'invalid.property'],
    ];
    for (const [changes, code] of cases) {
      const reply = await lab.call('POST', ADDRESSES, { ...ADDRESS, ...changes });
      expect(reply).toMatchObject({ status: 400, body: { code } });
    }
  });

  it('stays while a number needs it', async () => {
    const lab = await start();
    const id = await add(lab);
    expect((await buy(lab, DANISH, 'DK', id)).status).toBe(202);
    expect(await lab.call('DELETE', `${ADDRESSES}/${id}`)).toMatchObject({
      status: 400,
      body: { code: 'bad.request' },
    });
  });
});

describe('a country that wants an address', () => {
  it('says which in the search, and sells with it only', async () => {
    const lab = await start();
    const search = '/api/v2/routing/sms/availablephonenumbers?phoneNumberType=local&countryCode=';
    const found = await lab.call<Models.SMSAvailablePhoneNumberEntityListing>('GET', `${search}DK`);
    expect(found.body.entities?.[0]?.addressRequirement).toBe('local');
    expect((await buy(lab, DANISH, 'DK')).body.code).toBe('requires.local.address');
    const swedish = await add(lab, { countryCode: 'SE' });
    expect((await buy(lab, DANISH, 'DK', swedish)).body.code).toBe('requires.local.address');
    expect((await buy(lab, DANISH, 'DK', 'nowhere')).body.code).toBe('bad.request');
    const bought = await buy(lab, DANISH, 'DK', await add(lab));
    expect(bought).toMatchObject({ status: 202, body: { addressId: { city: 'Odense' } } });
  });

  it('in others takes an address from anywhere', async () => {
    const lab = await start();
    expect((await buy(lab, '+2700100042', 'ZA')).body.code).toBe('requires.an.address');
    expect((await buy(lab, '+2700100042', 'ZA', await add(lab))).status).toBe(202);
  });

  it('and documents sells nothing by request', async () => {
    const lab = await start();
    expect((await buy(lab, '+3900100042', 'IT')).body.code).toBe('phone.number.requires.a.bundle');
    expect((await buy(lab, '+3200100042', 'BE')).body.code).toBe('requires.verified.identity.document');
  });
});
