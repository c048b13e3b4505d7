import {
  ApiClient,
  ArchitectApi,
  AuthorizationApi,
  ConversationsApi,
  OrganizationApi,
  RoutingApi,
} from 'purecloud-platform-client-v2';
import { ROUTES } from '../../../local/genesys/routes.ts';
import { flowYaml, labs } from './lab.ts';

const start = labs();

describe("the vendor's JavaScript SDK, pointed at the simulator as its documentation says", () => {
  it('gets a token and does everything that there is to do', async () => {
    const lab = await start();
    const { hostname, port } = new URL(lab.simulator.url);
    const client = ApiClient.instance;
    (client as unknown as { setGateway: (gateway: object) => void }).setGateway({
      protocol: 'http',
      host: hostname,
      port: Number(port),
    });
    await client.loginClientCredentialsGrant('lab-client', 'lab-secret');
    const [routing, architect, conversations] = [new RoutingApi(), new ArchitectApi(), new ConversationsApi()];

    const me = await new OrganizationApi().getOrganizationsMe();
    expect(me.name).toBe('Lab One');
    expect((await new AuthorizationApi().getAuthorizationSubjectsMe()).grants).toHaveLength(1);

    const address = await routing.postRoutingSmsAddresses({
      ...{ name: 'Office', street: 'Main 1', city: 'Aarhus', region: 'Midtjylland' },
      ...{ postalCode: '8000', countryCode: 'DK' },
    });
    const addressId = address.id ?? '';
    expect((await routing.getRoutingSmsAddresses()).total).toBe(1);
    expect((await routing.getRoutingSmsAddress(addressId)).city).toBe('Aarhus');
    await routing.deleteRoutingSmsAddress(addressId);

    const offers = await routing.getRoutingSmsAvailablephonenumbers('GB', 'mobile', { pattern: '4477' });
    const phoneNumber = offers.entities?.find(({ capabilities }) => capabilities?.includes('sms'))?.phoneNumber ?? '';
    await routing.postRoutingSmsPhonenumbers({ phoneNumber, phoneNumberType: 'mobile', countryCode: 'GB' });
    lab.clock.advance(10_000);
    expect((await routing.getRoutingSmsPhonenumber(phoneNumber)).phoneNumberStatus).toBe('ACTIVE');
    expect((await routing.getRoutingSmsPhonenumbers({ phoneNumberType: ['mobile', 'local'] })).total).toBe(1);

    const { entities: [queue] = [] } = await routing.getRoutingQueues({ name: 'G Ride' });
    const whole = await routing.getRoutingQueue(queue?.id ?? '');
    const changed = await routing.putRoutingQueue(queue?.id ?? '', {
      ...whole,
      outboundMessagingAddresses: { smsAddress: { id: phoneNumber } },
    } as Parameters<RoutingApi['putRoutingQueue']>[1]);
    const { dateModified, modifiedBy } = changed;
    const asBefore = { ...whole, dateModified, modifiedBy };
    expect(changed).toEqual({ ...asBefore, outboundMessagingAddresses: { smsAddress: { id: phoneNumber } } });

    const job = await architect.postFlowsJobs();
    const upload = { method: 'PUT', headers: job.headers ?? {}, body: Buffer.from(flowYaml()) };
    expect((await fetch(job.presignedUrl ?? '', upload)).status).toBe(200);
    lab.clock.advance(10_000);
    const flowId = (await architect.getFlowsJob(job.id ?? '', { expand: ['messages'] })).flow?.id ?? '';
    expect((await architect.getFlow(flowId)).publishedVersion?.id).toBe('1.0');
    expect((await architect.getFlows({ type: ['inboundshortmessage'], name: 'GRide100MessageFlow' })).total).toBe(1);

    await routing.putRoutingMessageRecipient(phoneNumber, { flow: { id: flowId } });
    expect((await routing.getRoutingMessageRecipient(phoneNumber)).flow?.id).toBe(flowId);
    expect((await routing.getRoutingMessageRecipients({ messengerType: 'sms' })).total).toBe(1);

    expect((await conversations.getConversationsMessagingThreadingtimeline()).defaultTimeoutMinutes).toBe(4_320);
    const sent = await conversations.postConversationsMessagesAgentless({
      ...{ fromAddress: phoneNumber, toAddress: '+447700900999' },
      ...{ toAddressMessengerType: 'sms', textBody: 'Hello' },
    });
    lab.clock.advance(10_000);
    const { conversationId = '', id: messageId = '' } = sent;
    const message = await conversations.getConversationsMessageMessage(conversationId, messageId);
    expect(message.status).toBe('delivery-success');
    expect((await conversations.getConversationsMessageDetails(messageId)).id).toBe(messageId);

    await expect(architect.deleteFlow(flowId)).rejects.toMatchObject({ status: 409 });
    lab.control.lockFlow({ genesysOrgId: me.id ?? '', flow: flowId, by: 'Ann' });
    expect((await architect.postFlowsActionsUnlock(flowId)).lockedUser).toBeUndefined();
    await routing.putRoutingMessageRecipient(phoneNumber, {});
    await architect.deleteFlow(flowId);
    await routing.deleteRoutingSmsPhonenumber(phoneNumber);
    lab.clock.advance(10_000);
    await expect(routing.getRoutingSmsPhonenumber(phoneNumber)).rejects.toMatchObject({ status: 404 });

    const called = new Set(lab.control.requests().map(({ operation }) => operation));
    expect(ROUTES.map(({ operation }) => operation).filter((operation) => !called.has(operation))).toEqual([]);
  });
});
