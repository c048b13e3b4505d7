import type { Models } from 'purecloud-platform-client-v2';
import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const NUMBER = '+447700900123';
const NUMBER_PATH = `/api/v2/routing/sms/phonenumbers/${encodeURIComponent(NUMBER)}`;
const SEARCH = '/api/v2/routing/sms/availablephonenumbers?countryCode=GB&phoneNumberType=mobile';
const phoneNumbers = [{ phoneNumber: NUMBER, countryCode: 'GB', phoneNumberType: 'mobile' as const }];

describe('a number that somebody outside takes', () => {
  it('was there in the search and cannot be bought any more', async () => {
    const lab = await start();
    lab.control.takeNumber({ phoneNumber: NUMBER });
    expect((await lab.order()).body.code).toBe('phone.number.unavailable');
    const found = await lab.call<Models.SMSAvailablePhoneNumberEntityListing>('GET', `${SEARCH}&pattern=7700900123`);
    expect(found.body.entities).toEqual([]);
    expect(() => {
      lab.control.takeNumber({ phoneNumber: NUMBER });
    }).toThrow('somebody has it');
  });

  it('can be any share of what a search has shown', async () => {
    const lab = await start({ settings: { takenPercent: 50 } });
    const { body } = await lab.call<Models.SMSAvailablePhoneNumberEntityListing>('GET', SEARCH);
    const codes: string[] = [];
    for (const { phoneNumber = '', capabilities } of body.entities ?? []) {
      if (capabilities?.includes('sms') !== true) continue;
      const reply = await lab.order(phoneNumber);
      codes.push(reply.status === 202 ? 'bought' : reply.body.code);
    }
    expect(new Set(codes)).toEqual(new Set(['bought', 'phone.number.unavailable']));
    expect(codes.filter((code) => code === 'phone.number.unavailable').length).toBeGreaterThan(10);
  });
});

describe('a number whose release has ended', () => {
  it('is gone from its queue and from the recipients', async () => {
    const queues = [{ name: 'G Ride', id: 'queue-1', smsPhoneNumber: NUMBER }];
    const lab = await start({ orgs: [labOrg({ queues, phoneNumbers })] });
    const queueNumber = async (): Promise<string | undefined> =>
      (await lab.call<Models.Queue>('GET', '/api/v2/routing/queues/queue-1')).body.outboundMessagingAddresses
        ?.smsAddress?.id;
    expect((await lab.call('DELETE', NUMBER_PATH)).status).toBe(202);
    expect(await queueNumber()).toBe(NUMBER);
    lab.clock.advance(2_000);
    expect(await queueNumber()).toBeUndefined();
    const recipients = await lab.call<Models.RecipientListing>('GET', '/api/v2/routing/message/recipients');
    expect(recipients.body.entities).toEqual([]);
  });
});

describe('a number of which the carrier says something else', () => {
  it('is not active: no queue takes it and no text leaves', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    for (const status of ['INITIATED', 'PORTING', 'INVALID'] as const) {
      lab.control.setCarrierStatus({ genesysOrgId: ORG_ID, phoneNumber: NUMBER, status });
      expect((await lab.call('GET', NUMBER_PATH)).body).toMatchObject({ phoneNumberStatus: status });
    }
    expect((await lab.send()).status).toBe(400);
    const body = { name: 'G Ride', outboundMessagingAddresses: { smsAddress: { id: NUMBER } } };
    const refused = await lab.call('PUT', '/api/v2/routing/queues/queue-1', body);
    expect(refused.body.code).toBe('invalid.outbound.messaging.address.state');
    lab.control.setCarrierStatus({ genesysOrgId: ORG_ID, phoneNumber: NUMBER, status: 'ACTIVE' });
    expect((await lab.send()).status).toBe(200);
  });
});
