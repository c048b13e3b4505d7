import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { routeMessagesToFlow } from '../../../src/provisioning/recipient.ts';
import { FLOW_ID, FLOW_NAME, flowEntry, numberEntry } from '../../support/ledger-records.ts';
import { meddlingConnection, workOn } from '../../support/meddling-connection.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();

describe('a route that somebody changes at the moment of our write', () => {
  it('is MessageRouteNotKept, which is tried again, and not recorded as made', async () => {
    const phoneNumber = lab.nextNumber();
    const org = lab.addOrg({
      org: {
        flows: [
          { name: FLOW_NAME, id: FLOW_ID },
          { name: 'Theirs', id: 'theirs' },
        ],
        phoneNumbers: [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'local' }],
      },
    });
    await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: phoneNumber }), messageFlow: flowEntry() });
    const genesys = meddlingConnection(org, lab.genesysUrl, (theirs) =>
      routingApi(theirs).putRoutingMessageRecipient(phoneNumber, { flow: { id: 'theirs' } }),
    );
    const error: unknown = await routeMessagesToFlow(await workOn(org, genesys)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'MessageRouteNotKept' });
    expect((await org.record()).recipient).toEqual({ id: phoneNumber, previousFlowId: null });
  });
});
