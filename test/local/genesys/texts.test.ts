import type { Models } from 'purecloud-platform-client-v2';
import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const numbers = [
  { phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' as const },
  { phoneNumber: '+16175550142', countryCode: 'US', phoneNumberType: 'local' as const },
  { phoneNumber: '+18005550142', countryCode: 'US', phoneNumberType: 'tollfree' as const },
  { phoneNumber: '+15065550142', countryCode: 'CA', phoneNumberType: 'local' as const, registered: true },
];
const seed = { orgs: [labOrg({ phoneNumbers: numbers })] };

describe('a text', () => {
  it('is queued, then sent, then delivered', async () => {
    const lab = await start(seed);
    const { status, body } = await lab.send();
    expect(status).toBe(200);
    const look = async (): Promise<Models.MessageData> =>
      (
        await lab.call<Models.MessageData>(
          'GET',
          `/api/v2/conversations/messages/${body.conversationId}/messages/${body.id}`,
        )
      ).body;
    expect(await look()).toMatchObject({ status: 'queued', direction: 'outbound', normalizedReceipts: [] });
    lab.clock.advance(500);
    expect(await look()).toMatchObject({
      status: 'sent',
      normalizedReceipts: [{ status: 'Sent', isFinalReceipt: false }],
    });
    lab.clock.advance(1_000);
    expect(await look()).toMatchObject({
      status: 'delivery-success',
      normalizedReceipts: [{ status: 'Delivered', isFinalReceipt: true }],
    });
    const details = await lab.call('GET', `/api/v2/conversations/messages/${body.id}/details`);
    expect(details.body).toEqual(await look());
    expect(lab.control.texts(ORG_ID)).toEqual([
      {
        genesysOrgId: ORG_ID,
        from: '+447700900123',
        to: '+447700900999',
        body: 'Hello from the lab',
        at: expect.any(String) as string,
        status: 'delivery-success',
        conversationId: body.conversationId,
        messageId: body.id,
      },
    ]);
  });

  it('from an unregistered US or Canadian number is accepted, and blocked by the carrier with its reason', async () => {
    const lab = await start(seed);
    const outcomeFrom = async (fromAddress: string): Promise<[string, string | undefined]> => {
      const { body } = await lab.send({ fromAddress });
      lab.clock.advance(2_000);
      const details = await lab.call<Models.MessageData>('GET', `/api/v2/conversations/messages/${body.id}/details`);
      return [details.body.status, details.body.normalizedReceipts?.[0]?.reasons?.[0]?.message];
    };
    expect(await outcomeFrom('+16175550142')).toEqual(['delivery-failed', expect.stringContaining('10DLC') as string]);
    expect(await outcomeFrom('+18005550142')).toEqual([
      'delivery-failed',
      expect.stringContaining('toll-free') as string,
    ]);
    expect(await outcomeFrom('+15065550142')).toEqual(['delivery-success', undefined]);
    lab.control.registerNumber({ genesysOrgId: ORG_ID, phoneNumber: '+16175550142' });
    expect(await outcomeFrom('+16175550142')).toEqual(['delivery-success', undefined]);
  });

  it('can be made to fail, or to wait for its receipt for ever', async () => {
    const lab = await start(seed);
    lab.control.addFault({ operation: 'postConversationsMessagesAgentless', outcome: 'Failed' });
    lab.control.addFault({ operation: 'postConversationsMessagesAgentless', nth: 2, outcome: 'Pending' });
    await lab.send();
    await lab.send();
    lab.clock.advance(3_600_000);
    expect(lab.control.texts().map(({ status }) => status)).toEqual(['delivery-failed', 'sent']);
  });

  it('is refused when it is too long, empty, from a number that is not active, or to no number', async () => {
    const lab = await start(seed);
    const cases: [changes: object, code: string][] = [
      [{ textBody: 'x'.repeat(766) }, 'max.length.exceeded'],
      [{ textBody: '' }, 'constraint.validation'],
      [{ fromAddress: '+447700900124' }, 'bad.request'],
      [{ toAddress: '07700900999' }, 'bad.request'],
      [{ toAddressMessengerType: 'pigeon' }, 'invalid.value'],
      [{ toAddressMessengerType: 'whatsapp' }, 'bad.request'],
      [{ text: 'x' }, 'invalid.property'],
    ];
    for (const [changes, code] of cases) {
      expect(await lab.send(changes as Record<string, unknown>)).toMatchObject({ status: 400, body: { code } });
    }
    expect((await lab.send({ textBody: 'x'.repeat(765) })).status).toBe(200);
    expect(lab.control.texts()).toHaveLength(1);
  });

  it('to somebody whom an agent is talking to is refused, unless it may join the conversation', async () => {
    const lab = await start(seed);
    lab.control.connectConversation({ genesysOrgId: ORG_ID, phoneNumber: '+447700900123', address: '+447700900999' });
    expect(await lab.send()).toMatchObject({ status: 400, body: { code: 'active.conversation' } });
    expect((await lab.send({ toAddress: '+447700900998' })).status).toBe(200);
    expect((await lab.send({ useExistingActiveConversation: true })).status).toBe(200);
  });

  it('that was never sent is not found, nor is one in another conversation', async () => {
    const lab = await start(seed);
    const { body } = await lab.send();
    expect((await lab.call('GET', `/api/v2/conversations/messages/other/messages/${body.id}`)).status).toBe(404);
    expect((await lab.call('GET', '/api/v2/conversations/messages/nope/details')).body.code).toBe('not.found');
  });
});
