import type { Models } from 'purecloud-platform-client-v2';
import { flowYaml, labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const LIST = '/api/v2/routing/message/recipients';
const MOBILE = '+447700900123';
const RECIPIENT = `${LIST}/${encodeURIComponent(MOBILE)}`;

describe('the recipient of a number', () => {
  it('appears some time after the number is active, under the number itself', async () => {
    const lab = await start();
    await lab.order();
    lab.clock.advance(2_500);
    expect(await lab.call('GET', RECIPIENT)).toMatchObject({ status: 404, body: { code: 'not.found' } });
    expect((await lab.call('GET', LIST)).body).toMatchObject({ entities: [], total: 0 });
    lab.clock.advance(500);
    const { body } = await lab.call<Models.RecipientListing>('GET', `${LIST}?messengerType=sms`);
    expect(body.entities).toMatchObject([{ id: MOBILE, name: MOBILE, messengerType: 'sms' }]);
    expect((await lab.call('GET', `${LIST}?messengerType=whatsapp`)).body).toMatchObject({ total: 0 });
  });

  it('takes a published inbound message flow, and lets it go again', async () => {
    const lab = await start();
    await lab.buy();
    const { flow } = await lab.publish(flowYaml());
    expect((await lab.call<Models.Recipient>('PUT', RECIPIENT, { flow: { id: flow?.id } })).body.flow?.id).toBe(
      flow?.id,
    );
    expect((await lab.call<Models.Recipient>('GET', RECIPIENT)).body.flow).toMatchObject({
      name: 'GRide100MessageFlow',
      type: 'INBOUNDSHORTMESSAGE',
    });
    for (const body of [{ flow: null }, {}]) {
      await lab.call('PUT', RECIPIENT, { flow: { id: flow?.id } });
      expect((await lab.call<Models.Recipient>('PUT', RECIPIENT, body)).body.flow).toBeUndefined();
    }
  });

  it('refuses a flow that is missing, deleted, never published or of another type', async () => {
    const lab = await start({
      orgs: [
        labOrg({
          flows: [
            { name: 'Draft', id: 'draft', published: false },
            { name: 'Voice', id: 'voice', type: 'inboundcall' },
            { name: 'Gone', id: 'gone' },
          ],
        }),
      ],
    });
    await lab.buy();
    await lab.call('DELETE', '/api/v2/flows/gone');
    const cases = [
      ['missing', 'invalid.flow'],
      ['gone', 'invalid.flow'],
      ['draft', 'invalid.flow'],
      ['voice', 'invalid.flow.type'],
    ];
    for (const [id, code] of cases) {
      expect(await lab.call('PUT', RECIPIENT, { flow: { id } })).toMatchObject({ status: 400, body: { code } });
    }
    expect((await lab.call('PUT', RECIPIENT, { flow: {} })).body.code).toBe('invalid.flow');
    expect((await lab.call('PUT', RECIPIENT, { flowId: 'x' })).body.code).toBe('invalid.property');
  });
});

describe('flows', () => {
  it('are listed by name and type, names compared loosely', async () => {
    const lab = await start({
      orgs: [labOrg({ flows: [{ name: 'Ride' }, { name: 'ride home' }, { name: 'Ride', type: 'inboundcall' }] })],
    });
    const { body } = await lab.call<Models.FlowEntityListing>(
      'GET',
      '/api/v2/flows?name=RIDE&type=inboundshortmessage',
    );
    expect(body.entities?.map(({ name }) => name).sort()).toEqual(['Ride', 'ride home']);
    expect((await lab.call('GET', '/api/v2/flows?pageSize=1')).body).toMatchObject({ total: 3, pageCount: 3 });
  });

  it('cannot be deleted while messages are routed to them or somebody has them open, and are gone afterwards', async () => {
    const lab = await start({
      orgs: [
        labOrg({
          flows: [
            { name: 'Routed', id: 'routed' },
            { name: 'Open', id: 'open', lockedBy: 'Ann' },
          ],
          phoneNumbers: [{ phoneNumber: MOBILE, countryCode: 'GB', phoneNumberType: 'mobile', flow: 'Routed' }],
        }),
      ],
    });
    expect((await lab.call<Models.Flow>('GET', '/api/v2/flows/open')).body.lockedUser?.name).toBe('Ann');
    expect((await lab.call('DELETE', '/api/v2/flows/open')).status).toBe(405);
    const used = 'architect.flow.cannot.delete.used.by.message.addresses';
    expect(await lab.call('DELETE', '/api/v2/flows/routed')).toMatchObject({ status: 409, body: { code: used } });
    await lab.call('PUT', RECIPIENT, { flow: null });
    expect((await lab.call('DELETE', '/api/v2/flows/routed')).status).toBe(204);
    expect((await lab.call('GET', '/api/v2/flows/routed')).body.code).toBe('architect.flow.deleted');
    expect((await lab.call('GET', '/api/v2/flows/never')).body.code).toBe('architect.flow.not.found');
  });

  it('that a person saves have another saved version, and another published one once they are published', async () => {
    const lab = await start({ orgs: [labOrg({ flows: [{ name: 'Flow', id: 'flow' }] })] });
    const versions = async (): Promise<(string | undefined)[]> => {
      const { body } = await lab.call<Models.Flow>('GET', '/api/v2/flows/flow');
      return [body.publishedVersion?.id, body.savedVersion?.id];
    };
    expect(await versions()).toEqual(['1.0', '1.0']);
    lab.control.editFlow({ genesysOrgId: ORG_ID, flow: 'Flow', by: 'Ann', keepOpen: true });
    expect(await versions()).toEqual(['1.0', '2.0']);
    lab.control.editFlow({ genesysOrgId: ORG_ID, flow: 'flow', by: 'Ann', publish: true });
    expect(await versions()).toEqual(['3.0', '3.0']);
  });
});
