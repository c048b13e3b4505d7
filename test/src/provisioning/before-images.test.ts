import { handler as assign } from '../../../lambdas/assign-queue-outbound-number/handler.ts';
import { handler as deleteFlow } from '../../../lambdas/delete-message-flow/handler.ts';
import { handler as route } from '../../../lambdas/route-messages-to-flow/handler.ts';
import { handler as unassign } from '../../../lambdas/unassign-queue-outbound-number/handler.ts';
import { handler as unroute } from '../../../lambdas/unroute-messages/handler.ts';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import {
  decommissioningChanges,
  FLOW_ID,
  FLOW_NAME,
  flowEntry,
  numberEntry,
  QUEUE_ID,
  queueEntry,
} from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;
const FLOWS = [
  { name: FLOW_NAME, id: FLOW_ID },
  { name: 'Earlier flow', id: 'earlier' },
  { name: 'Flow X', id: 'x' },
  { name: 'Flow Y', id: 'y' },
];
const EARLIER = { name: 'Earlier flow', id: 'earlier' };

interface Adopted {
  org: LabOrg;
  number: string;
  /** The numbers X and Y, which are the org's own. */
  x: string;
  y: string;
}

/** An org with an adopted number, so that the route stays, whose messages go to that flow. */
const adoptedOrg = async (flow: string, changes: (numbers: Adopted) => RecordChanges): Promise<Adopted> => {
  const [number, x, y] = [lab.nextNumber(), lab.nextNumber(), lab.nextNumber()];
  const org = lab.addOrg({
    org: {
      flows: FLOWS,
      queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: y }],
      phoneNumbers: [
        { phoneNumber: number, ...LOCAL, flow },
        { phoneNumber: x, ...LOCAL },
        { phoneNumber: y, ...LOCAL },
      ],
    },
    registration: { replace: ['route', 'queueNumber'] },
  });
  const adopted = { org, number, x, y };
  await org.inLedger({
    smsPhoneNumber: numberEntry({ smsPhoneNumber: number, isAdopted: true }),
    messageFlow: flowEntry(),
    ...changes(adopted),
  });
  return adopted;
};

const flowOf = ({ org, number }: Adopted): string | undefined =>
  org.view().recipients.find(({ id }) => id === number)?.flow?.id;
const queueNumberOf = ({ org }: Adopted): string | undefined =>
  org.view().queues[0]?.outboundMessagingAddresses?.smsAddress?.id;

describe('the flow that is put back at the end', () => {
  it.each([
    ['the registered one', FLOW_NAME, {}],
    ['that of an earlier registration', EARLIER.name, { superseded: [flowEntry(EARLIER)] }],
  ])('is never one of ours, which could not be deleted then: %s', async (_which, flow, entry) => {
    const adopted = await adoptedOrg(flow, () => ({ messageFlow: flowEntry(entry) }));
    const { org } = adopted;
    await org.run(route);
    expect((await org.record()).recipient).toMatchObject({ previousFlowId: null, routedFlowId: FLOW_ID });
    await org.changeLedger(decommissioningChanges());
    await org.run(unroute, org.decommissioning());
    expect(flowOf(adopted)).toBeUndefined();
    expect(await org.run(deleteFlow, org.decommissioning())).toMatchObject({ flows: [{ outcome: 'deleted' }] });
  });

  it('is one that was there before us although we published over it: it stays, and so does its route', async () => {
    const adopted = await adoptedOrg(FLOW_NAME, () => ({ messageFlow: flowEntry({ origin: 'updated' }) }));
    const { org } = adopted;
    await org.run(route);
    await org.changeLedger(decommissioningChanges());
    await org.run(unroute, org.decommissioning());
    expect(flowOf(adopted)).toBe(FLOW_ID);
    expect((await org.record()).decommissioning?.kept).toEqual([]);
  });

  it('is the one that somebody has set since, where a registration with "replace" took its place', async () => {
    const adopted = await adoptedOrg('Flow Y', ({ number }) => ({
      recipient: { id: number, previousFlowId: 'x', routedFlowId: FLOW_ID },
    }));
    const { org } = adopted;
    org.fault({ operation: 'putRoutingMessageRecipient', status: 400 });
    await org.failure(route, 'GenesysRequestError');
    expect((await org.record()).recipient).toMatchObject({ previousFlowId: 'y' });
    await org.run(route);
    await org.run(route);
    await org.changeLedger(decommissioningChanges());
    await org.run(unroute, org.decommissioning());
    expect(flowOf(adopted)).toBe('y');
  });
});

describe('the number that a queue gets back at the end', () => {
  it('is the one that somebody has set since, where a registration with "replace" took its place', async () => {
    const adopted = await adoptedOrg(FLOW_NAME, ({ x }) => ({ queue: queueEntry({ previousSmsPhoneNumber: x }) }));
    const { org, number, y } = adopted;
    org.fault({ operation: 'putRoutingQueue', status: 400 });
    await org.failure(assign, 'GenesysRequestError');
    expect((await org.record()).queue?.previousSmsPhoneNumber).toBe(y);
    await org.run(assign);
    await org.run(assign);
    expect(queueNumberOf(adopted)).toBe(number);
    await org.changeLedger(decommissioningChanges());
    await org.run(unassign, org.decommissioning());
    expect(queueNumberOf(adopted)).toBe(y);
  });
});
