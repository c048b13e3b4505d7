import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { sendEvent } from '../../../src/runtime/event-bus.ts';

const eventBridge = mockClient(EventBridgeClient);
beforeEach(() => {
  eventBridge.reset();
});
afterAll(() => {
  eventBridge.restore();
});

const send = (): Promise<void> => sendEvent('lab-orgs', 'Lab Org SMS Provisioned', { genesysOrgId: 'org-1' });

describe('sending an event', () => {
  it('puts one entry of ours on the bus', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    await send();
    expect(eventBridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Entries: [
          {
            EventBusName: 'lab-orgs',
            Source: 'lab.sms',
            DetailType: 'Lab Org SMS Provisioned',
            Detail: '{"genesysOrgId":"org-1"}',
          },
        ],
      },
    ]);
  });

  it.each([
    { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }] },
    { Entries: [{ ErrorCode: 'InternalFailure' }] },
    { FailedEntryCount: 1 },
  ])('is EventNotAccepted when the bus answers 200 and took nothing: %j', async (answer) => {
    eventBridge.on(PutEventsCommand).resolves(answer);
    const error: unknown = await send().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EventNotAccepted' });
    if (!(error instanceof Error)) throw new Error('it was taken');
    expect(error.message).toContain('lab-orgs did not take "Lab Org SMS Provisioned"');
    expect(error.message).toContain(answer.Entries?.[0]?.ErrorCode ?? 'no code');
  });

  it('fails as AWS does when the call itself fails', async () => {
    eventBridge.on(PutEventsCommand).rejects(Object.assign(new Error('no'), { name: 'InternalException' }));
    await expect(send()).rejects.toMatchObject({ name: 'InternalException' });
  });
});
