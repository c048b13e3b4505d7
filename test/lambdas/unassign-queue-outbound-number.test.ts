import type { Models } from 'purecloud-platform-client-v2';
import { handler } from '../../lambdas/unassign-queue-outbound-number/handler.ts';
import { routingApi } from '../../src/genesys/apis/routing-api.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import { unassignQueueOutboundNumber } from '../../src/provisioning/unassign-queue-outbound-number.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { decommissioningChanges, numberEntry, QUEUE_ID, queueEntry } from '../support/ledger-records.ts';
import { meddlingConnection, workOn } from '../support/meddling-connection.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const PUT = 'putRoutingQueue';
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

interface Assigned {
  /** What the queue sends from now; our number unless given, null: nothing. */
  now?: string | null;
  previousSmsPhoneNumber?: string | null;
  /** Other numbers that the org owns. */
  others?: string[];
  isAdopted?: boolean;
  changes?: RecordChanges;
}

/** An org whose queue sends from our number, unless said otherwise. */
const assignedOrg = async (options: Assigned = {}) => {
  const { previousSmsPhoneNumber = null, others = [], isAdopted = false, changes = {} } = options;
  const number = lab.nextNumber();
  const now = options.now === undefined ? number : options.now;
  const org = lab.addOrg({
    org: {
      queues: [
        { name: 'G Ride', id: QUEUE_ID, ...(now === null ? {} : { smsPhoneNumber: now }) },
        { name: 'Other', id: 'queue-2' },
      ],
      phoneNumbers: [number, ...others].map((phoneNumber) => ({ phoneNumber, ...LOCAL })),
    },
  });
  await org.inLedger({
    ...decommissioningChanges(),
    smsPhoneNumber: numberEntry({ smsPhoneNumber: number, isAdopted }),
    queue: queueEntry({ previousSmsPhoneNumber }),
    ...changes,
  });
  return { org, number, run: () => org.run(handler, org.decommissioning()) };
};

const queueOf = (org: LabOrg, id = QUEUE_ID): Models.Queue => {
  const queue = org.view().queues.find((each) => each.id === id);
  if (queue === undefined) throw new Error(`no queue ${id}`);
  return queue;
};
const sendsFrom = (org: LabOrg): string | undefined => queueOf(org).outboundMessagingAddresses?.smsAddress?.id;
const keptOf = async (org: LabOrg) => (await org.record()).decommissioning?.kept;
const fieldsOf = ({ dateModified, modifiedBy, outboundMessagingAddresses, ...fields }: Models.Queue): object => fields;

describe('UnassignQueueOutboundNumber', () => {
  it('takes the number off the queue and closes the entry; nothing else in it or beside it changes', async () => {
    const { org, run } = await assignedOrg();
    const [before, other] = [queueOf(org), queueOf(org, 'queue-2')];
    expect(await run()).toEqual({ queueId: QUEUE_ID, outcome: 'given back' });
    expect(sendsFrom(org)).toBeUndefined();
    expect(fieldsOf(queueOf(org))).toEqual(fieldsOf(before));
    expect(queueOf(org, 'queue-2')).toEqual(other);
    expect(await org.record()).not.toHaveProperty('queue');
  });

  it('run again, finds nothing to undo and writes nothing', async () => {
    const { org, run } = await assignedOrg();
    await run();
    const before = await org.record();
    expect(await run()).toEqual({ queueId: null, outcome: 'nothing to undo' });
    expect(org.writes()).toEqual([PUT]);
    expect(await org.record()).toEqual(before);
  });

  it('gives the queue the number back that it had, also when it dies between the PUT and the ledger', async () => {
    const earlier = lab.nextNumber();
    const { org, run } = await assignedOrg({ previousSmsPhoneNumber: earlier, others: [earlier] });
    await run();
    expect(sendsFrom(org)).toBe(earlier);
    await org.changeLedger({ queue: queueEntry({ previousSmsPhoneNumber: earlier }) });
    expect(await run()).toEqual({ queueId: QUEUE_ID, outcome: 'found done' });
    expect(org.writes()).toEqual([PUT]);
    expect(await keptOf(org)).toEqual([]);
  });

  it('leaves it without one when the org has lost that number since', async () => {
    const { org, run } = await assignedOrg({ previousSmsPhoneNumber: '+442079469999' });
    await run();
    expect(sendsFrom(org)).toBeUndefined();
  });

  it.each([
    ['stays', false, 'found done'],
    ['is spelled out and goes', true, 'given back'],
  ])('with an adopted number that was on the queue before and %s', async (_what, isSpelledOut, outcome) => {
    const { org, number, run } = await assignedOrg({ isAdopted: true });
    await org.changeLedger({
      queue: queueEntry({ previousSmsPhoneNumber: number }),
      ...decommissioningChanges(isSpelledOut ? { releaseAdopted: number } : {}),
    });
    expect(await run()).toMatchObject({ outcome });
    expect(sendsFrom(org)).toBe(isSpelledOut ? undefined : number);
  });

  it('writes one intended and one done line with before, after and correlation id', async () => {
    const { org, number, run } = await assignedOrg();
    await run();
    const correlationId = org.requests().find(({ operation }) => operation === PUT)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: QUEUE_ID, before: number, after: 'none' },
      { phase: 'done', resourceId: QUEUE_ID, before: number, after: 'none', correlationId },
    ]);
  });
});

describe('UnassignQueueOutboundNumber leaves alone', () => {
  it('a queue that somebody has given another number since, and names it', async () => {
    const theirs = lab.nextNumber();
    const { org, run } = await assignedOrg({ now: theirs, others: [theirs] });
    expect(await run()).toEqual({ queueId: QUEUE_ID, outcome: 'foreign' });
    expect(sendsFrom(org)).toBe(theirs);
    expect(org.writes()).toEqual([]);
    expect(await keptOf(org)).toEqual([
      { what: 'queue outbound number', id: QUEUE_ID, why: expect.stringContaining(theirs) as string },
    ]);
    expect(await org.record()).not.toHaveProperty('queue');
  });

  it('a queue that was deleted', async () => {
    const { org, run } = await assignedOrg({ changes: { queue: queueEntry({ id: 'gone' }) } });
    expect(await run()).toEqual({ queueId: 'gone', outcome: 'gone' });
    expect(org.writes()).toEqual([]);
    expect(await org.record()).not.toHaveProperty('queue');
  });
});

describe('UnassignQueueOutboundNumber fails', () => {
  it('as GenesysRequestError, tried again, when Genesys refuses; the entry stays and the next run undoes it', async () => {
    const { org, run } = await assignedOrg();
    const before = await org.record();
    org.fault({ operation: PUT, status: 400 });
    await org.failure(handler, 'GenesysRequestError', org.decommissioning());
    expect(await org.record()).toEqual(before);
    expect(await run()).toMatchObject({ outcome: 'given back' });
  });

  it('as QueueChangedUnexpectedly when somebody edits the queue at the same moment; the entry stays', async () => {
    const { org, run } = await assignedOrg();
    const before = await org.record();
    const genesys = meddlingConnection(org, lab.genesysUrl, async (theirs) => {
      const queue = await routingApi(theirs).getRoutingQueue(QUEUE_ID);
      return routingApi(theirs).putRoutingQueue(QUEUE_ID, { ...queue, name: 'G Ride 2' });
    });
    const unassigning = unassignQueueOutboundNumber(await workOn(org, genesys));
    await expect(unassigning).rejects.toMatchObject({ name: 'QueueChangedUnexpectedly' });
    expect(await org.record()).toEqual(before);
    expect(await run()).toMatchObject({ outcome: 'found done' });
  });
});
