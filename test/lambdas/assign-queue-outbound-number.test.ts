import type { Models } from 'purecloud-platform-client-v2';
import { handler } from '../../lambdas/assign-queue-outbound-number/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { ErrorName } from '../../src/workflow/error-names.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { knownOf, numberEntry, QUEUE_ID, queueEntry } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab({ purchaseMs: 60_000 });
const PUT = 'putRoutingQueue';
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

/** An org that has its number and a queue, with another queue beside it. */
const orgWithNumber = async (
  queue: object = {},
  options: LabOrgOptions = {},
  changes: RecordChanges = {},
): Promise<{ org: LabOrg; number: string }> => {
  const number = lab.nextNumber();
  const queues = [
    { name: 'G Ride', id: QUEUE_ID, ...queue },
    { name: 'Other', id: 'queue-2' },
  ];
  const org = lab.addOrg({
    ...options,
    org: { queues, phoneNumbers: [{ phoneNumber: number, ...LOCAL }], ...options.org },
  });
  await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: number }), ...changes });
  return { org, number };
};

const queueOf = (org: LabOrg, id = QUEUE_ID): Models.Queue => {
  const queue = org.view().queues.find((each) => each.id === id);
  if (queue === undefined) throw new Error(`no queue ${id}`);
  return queue;
};

/** The queue without who changed it when, which Genesys writes, and with its addresses by kind. */
const fieldsOf = ({ dateModified, modifiedBy, outboundMessagingAddresses, ...fields }: Models.Queue): object => fields;

describe('AssignQueueOutboundNumber', () => {
  it('changes one field of the queue and nothing else in it, beside it or in another queue', async () => {
    const siblings = { openMessagingRecipient: { id: 'open-1' }, whatsAppRecipient: { id: 'whatsapp-1' } };
    const { org, number } = await orgWithNumber({ outboundMessagingAddresses: siblings });
    const [before, other] = [queueOf(org), queueOf(org, 'queue-2')];
    expect(await org.run(handler)).toEqual({ queueId: QUEUE_ID, smsPhoneNumber: number });
    const after = queueOf(org);
    expect(fieldsOf(after)).toEqual(fieldsOf(before));
    expect(after.outboundMessagingAddresses).toEqual({ ...siblings, smsAddress: { id: number } });
    expect(queueOf(org, 'queue-2')).toEqual(other);
    expect((await org.record()).queue).toMatchObject({ id: QUEUE_ID, name: 'G Ride', previousSmsPhoneNumber: null });
    expect((await org.record()).queue?.assigned).toBeDefined();
  });

  it('run again, finds it done and writes nothing', async () => {
    const { org } = await orgWithNumber();
    const first = await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual(first);
    expect(org.writes()).toEqual([PUT]);
    expect(await org.record()).toEqual(before);
  });

  it('keeps the number that was there before its first write, whatever dies in between', async () => {
    const earlier = lab.nextNumber();
    const { org, number } = await orgWithNumber(
      { smsPhoneNumber: earlier },
      { registration: { replace: ['queueNumber'] } },
    );
    org.fault({ operation: PUT, status: 400 });
    await org.failure(handler, 'GenesysRequestError');
    expect((await org.record()).queue).toEqual({ id: QUEUE_ID, name: 'G Ride', previousSmsPhoneNumber: earlier });

    await org.run(handler);
    // As if the function had died between the PUT and the ledger.
    await org.changeLedger({ queue: { id: QUEUE_ID, name: 'G Ride', previousSmsPhoneNumber: earlier } });
    await org.run(handler);
    expect((await org.record()).queue).toMatchObject({ previousSmsPhoneNumber: earlier });
    expect(queueOf(org).outboundMessagingAddresses?.smsAddress?.id).toBe(number);
    expect(org.writes()).toEqual([PUT, PUT]);
  });

  it('writes one intended and one done line with before, after and correlation id', async () => {
    const { org, number } = await orgWithNumber();
    await org.run(handler);
    const correlationId = org.requests().find(({ operation }) => operation === PUT)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: QUEUE_ID, before: 'none', after: number },
      { phase: 'done', resourceId: QUEUE_ID, before: 'none', after: number, correlationId },
    ]);
  });

  it('leaves a queue that sends from the adopted number already as it is', async () => {
    const number = lab.nextNumber();
    const org = lab.addOrg({ org: { queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: number }] } });
    await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: number, isAdopted: true }) });
    expect(await org.run(handler)).toEqual({ queueId: QUEUE_ID, smsPhoneNumber: number });
    expect(org.writes()).toEqual([]);
    expect((await org.record()).queue?.assigned).toBeDefined();
  });
});

describe('AssignQueueOutboundNumber with another queue than before', () => {
  it.each(['has', 'has lost'])(
    'gives the earlier queue back its number if the org %s it, and sets the new one',
    async (state) => {
      const earlier = lab.nextNumber();
      const phoneNumber = lab.nextNumber();
      const numbers = state === 'has' ? [earlier, phoneNumber] : [phoneNumber];
      const { org } = await orgWithNumber(
        { smsPhoneNumber: earlier },
        {
          org: { phoneNumbers: numbers.map((each) => ({ phoneNumber: each, ...LOCAL })) },
          registration: { replace: ['queueNumber'] },
        },
        { smsPhoneNumber: numberEntry({ smsPhoneNumber: phoneNumber }) },
      );
      const before = queueOf(org);
      await org.run(handler);
      await org.changeLedger({ registration: { ...org.registration, queueName: 'Other' } });
      expect(await org.run(handler)).toEqual({ queueId: 'queue-2', smsPhoneNumber: phoneNumber });
      expect(fieldsOf(queueOf(org))).toEqual(fieldsOf(before));
      expect(queueOf(org).outboundMessagingAddresses?.smsAddress?.id).toBe(state === 'has' ? earlier : undefined);
      expect(queueOf(org, 'queue-2').outboundMessagingAddresses?.smsAddress?.id).toBe(phoneNumber);
      expect((await org.record()).queue).toMatchObject({ id: 'queue-2', previousSmsPhoneNumber: null });
      expect(org.writes()).toEqual([PUT, PUT, PUT]);
    },
  );

  it('takes the number off a queue that had none', async () => {
    const { org, number } = await orgWithNumber();
    const before = queueOf(org);
    await org.run(handler);
    await org.changeLedger({ registration: { ...org.registration, queueName: 'Other' } });
    expect(await org.run(handler)).toEqual({ queueId: 'queue-2', smsPhoneNumber: number });
    expect(fieldsOf(queueOf(org))).toEqual(fieldsOf(before));
    expect(queueOf(org).outboundMessagingAddresses).toEqual({});
    expect(queueOf(org, 'queue-2').outboundMessagingAddresses?.smsAddress?.id).toBe(number);
    expect((await org.record()).queue).toMatchObject({ id: 'queue-2', previousSmsPhoneNumber: null });
  });

  it('leaves the earlier queue alone when somebody has set another number on it since, or deleted it', async () => {
    for (const id of [QUEUE_ID, 'deleted']) {
      const theirs = lab.nextNumber();
      const { org } = await orgWithNumber(
        { smsPhoneNumber: theirs },
        { registration: { queueName: 'Other' } },
        { queue: queueEntry({ id }) },
      );
      await org.run(handler);
      expect(queueOf(org).outboundMessagingAddresses?.smsAddress?.id).toBe(theirs);
      expect((await org.record()).queue?.id).toBe('queue-2');
    }
  });
});

describe('AssignQueueOutboundNumber without an answer to its PUT', () => {
  it.each([
    ['the connection broke', { reset: 'after' }],
    ['a 500 was answered', { status: 500, afterEffect: true }],
  ] as const)('finds the number set and sends no second PUT when %s', async (_what, fault) => {
    const { org, number } = await orgWithNumber();
    org.fault({ operation: PUT, ...fault });
    expect(await org.run(handler)).toEqual({ queueId: QUEUE_ID, smsPhoneNumber: number });
    expect(org.writes()).toEqual([PUT]);
    expect((await org.record()).queue?.assigned).toBeDefined();
    const phases = lab.lines().flatMap(({ kind, phase }) => (kind === 'audit' ? [phase] : []));
    expect(phases).toEqual(['intended', 'in doubt', 'found done']);
  });

  it('is tried again when the PUT had no effect, over the queue as it is then', async () => {
    const { org, number } = await orgWithNumber();
    org.fault({ operation: PUT, reset: 'before' });
    await org.failure(handler, 'GenesysAmbiguousOutcomeError');
    expect(await org.record()).not.toHaveProperty('lastError');
    expect(await org.run(handler)).toEqual({ queueId: QUEUE_ID, smsPhoneNumber: number });
    expect(org.writes()).toEqual([PUT, PUT]);
    expect((await org.record()).queue).toMatchObject({ previousSmsPhoneNumber: null });
  });
});

describe('AssignQueueOutboundNumber refuses', () => {
  it.each<[ErrorName, object[], string]>([
    ['QueueNotFound', [], 'Create it'],
    [
      'QueueNameAmbiguous',
      [
        { name: 'G Ride', id: 'a' },
        { name: 'G Ride', id: 'b' },
      ],
      'Rename all but one',
    ],
    [
      'QueueNumberForeign',
      [{ name: 'G Ride', id: 'a', smsPhoneNumber: '+442079460999' }],
      '"replace": ["queueNumber"]',
    ],
  ])('as %s what VerifyOrgAccess would refuse too', async (name, queues, advice) => {
    const { org } = await orgWithNumber({}, { org: { queues: queues as { name: string }[] } });
    const [before, view] = [await org.record(), org.view()];
    const message = await org.failure(handler, name);
    expect(message).toContain(advice);
    expect(org.writes()).toEqual([]);
    expect(org.view()).toEqual(view);
    expect(knownOf(await org.record())).toEqual(knownOf(before));
    expect((await org.record()).lastError).toMatchObject({ error: name, message });
  });

  it('nothing, but waits as SmsPhoneNumberNotReady while Genesys does not take the number', async () => {
    const org = lab.addOrg();
    await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: lab.nextNumber() }) });
    const before = queueOf(org);
    expect(await org.failure(handler, 'SmsPhoneNumberNotReady')).toContain('waiting');
    expect(await org.record()).not.toHaveProperty('lastError');
    expect(queueOf(org)).toEqual(before);
  });

  it('to go on when the queue is gone after its write, as QueueChangedUnexpectedly', async () => {
    const { org } = await orgWithNumber();
    org.fault({ operation: 'getRoutingQueue', nth: 2, status: 404 });
    const message = await org.failure(handler, 'QueueChangedUnexpectedly');
    expect(message).toContain('the queue is gone');
    expect((await org.record()).lastError).toMatchObject({ error: 'QueueChangedUnexpectedly' });
  });
});
