import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../../../src/genesys/connection.ts';
import { assignQueueOutboundNumber } from '../../../src/provisioning/assign-queue-outbound-number.ts';
import { numberEntry, QUEUE_ID } from '../../support/ledger-records.ts';
import { meddlingConnection, workOn } from '../../support/meddling-connection.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();

type QueueBody = Parameters<ReturnType<typeof routingApi>['putRoutingQueue']>[1];

/** Sets the number on the queue while somebody else edits the queue right after the write. */
const assignAgainst = async (edit: Partial<QueueBody>): Promise<unknown> => {
  const phoneNumber = lab.nextNumber();
  const phoneNumbers = [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'local' as const }];
  const org = lab.addOrg({ org: { phoneNumbers } });
  await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: phoneNumber }) });
  const meddle = async (genesys: GenesysConnection): Promise<unknown> => {
    const queue = await routingApi(genesys).getRoutingQueue(QUEUE_ID);
    return routingApi(genesys).putRoutingQueue(QUEUE_ID, { ...queue, name: queue.name ?? '', ...edit });
  };
  const work = await workOn(org, meddlingConnection(org, lab.genesysUrl, meddle));
  const thrown: unknown = await assignQueueOutboundNumber(work).catch((error: unknown) => error);
  expect((await org.record()).queue).not.toHaveProperty('assigned');
  return thrown;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

describe('a queue that somebody edits at the moment of our write', () => {
  it('is QueueChangedUnexpectedly with the fields that are different', async () => {
    const error = await assignAgainst({ description: 'Theirs', enableTranscription: false });
    expect(error).toMatchObject({ name: 'QueueChangedUnexpectedly' });
    expect(messageOf(error)).toMatch(/description, enableTranscription|enableTranscription, description/);
    expect(messageOf(error)).toContain('redrive this execution or ask again');
  });

  it('is QueueChangedUnexpectedly when our number is gone again, and says that', async () => {
    const error = await assignAgainst({ outboundMessagingAddresses: {} });
    expect(error).toMatchObject({ name: 'QueueChangedUnexpectedly' });
    expect(messageOf(error)).toContain('the number was not kept');
  });

  it('is QueueChangedUnexpectedly when an address beside our number has come or gone', async () => {
    const error = await assignAgainst({ outboundMessagingAddresses: { openMessagingRecipient: { id: 'theirs' } } });
    expect(messageOf(error)).toContain('outboundMessagingAddresses');
  });
});
