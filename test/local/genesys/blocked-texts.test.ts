import type { Models } from 'purecloud-platform-client-v2';
import { labOrg, labs, ORG_ID } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const US = '+16175550142';
const TOLL_FREE = '+18005550142';
const phoneNumbers = [
  { phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' as const },
  { phoneNumber: US, countryCode: 'US', phoneNumberType: 'local' as const },
  { phoneNumber: TOLL_FREE, countryCode: 'US', phoneNumberType: 'tollfree' as const },
];

async function reasonOf(
  lab: Lab,
  changes: Record<string, unknown> = {},
): Promise<Models.ConversationReason | undefined> {
  const { body } = await lab.send(changes);
  lab.clock.advance(2_000);
  const path = `/api/v2/conversations/messages/${body.id}/details`;
  return (await lab.call<Models.MessageData>('GET', path)).body.normalizedReceipts?.[0]?.reasons?.[0];
}

describe('a text', () => {
  it('to somebody who texted STOP is accepted and not delivered, until they text START', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    const place = { genesysOrgId: ORG_ID, phoneNumber: '+447700900123', address: '+447700900999' };
    lab.control.optOut(place);
    expect(await reasonOf(lab)).toMatchObject({ code: 'RecipientOptedOut' });
    expect(await reasonOf(lab, { toAddress: '+447700900998' })).toBeUndefined();
    lab.control.optOut({ ...place, optedOut: false });
    expect(await reasonOf(lab)).toBeUndefined();
  });

  it('tells how far the registration of its number has come', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    const told = async (fromAddress: string, state: 'none' | 'pending' | 'rejected', reason?: string) => {
      const registration = { genesysOrgId: ORG_ID, phoneNumber: fromAddress, state };
      lab.control.registerNumber({ ...registration, ...(reason === undefined ? {} : { reason }) });
      return reasonOf(lab, { fromAddress });
    };
    const blocked = (words: string) => ({
      code: 'MessageNotAllowed',
      message: expect.stringContaining(words) as string,
    });
    expect(await told(US, 'none')).toEqual(blocked('has not been registered (10DLC)'));
    expect(await told(US, 'pending')).toEqual(blocked('10DLC campaign of this long code is under review'));
    expect(await told(US, 'rejected', 'no opt-in found')).toEqual(blocked('was rejected: no opt-in found'));
    expect(await told(TOLL_FREE, 'pending')).toEqual(blocked('toll-free verification'));
    expect(await told(TOLL_FREE, 'rejected')).toEqual(blocked('no reason was given'));
  });

  it('over the limit of a day is refused, and allowed again a day later', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers, textsPerDay: 1 })] });
    expect((await lab.send()).status).toBe(200);
    const refused = await lab.send();
    expect(refused).toMatchObject({ status: 409, body: { code: 'organization.outbound.usage.limit.exceeded' } });
    lab.clock.advance(86_400_000);
    lab.token = await lab.tokenOf('lab-client', 'lab-secret');
    expect((await lab.send()).status).toBe(200);
  });
});
