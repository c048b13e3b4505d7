import { handler } from '../../lambdas/unroute-messages/handler.ts';
import { routingApi } from '../../src/genesys/apis/routing-api.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import { unrouteMessages } from '../../src/provisioning/unroute-messages.ts';
import type { LabOrg } from '../support/lab-org.ts';
import {
  decommissioningChanges,
  FLOW_ID,
  FLOW_NAME,
  flowEntry,
  knownOf,
  numberEntry,
} from '../support/ledger-records.ts';
import { meddlingConnection, workOn } from '../support/meddling-connection.ts';
import { stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const PUT = 'putRoutingMessageRecipient';
const FLOWS = [
  { name: FLOW_NAME, id: FLOW_ID },
  { name: 'Their flow', id: 'theirs' },
  { name: 'Their draft', id: 'draft', published: false },
  { name: 'Earlier flow', id: 'earlier' },
];

interface Routed {
  /** The name of the flow that the messages go to. */
  flow?: string;
  isAdopted?: boolean;
  previousFlowId?: string | null;
  changes?: RecordChanges;
}

/** An org whose number is routed, to our flow unless said otherwise. */
const routedOrg = async ({ flow = FLOW_NAME, isAdopted = false, previousFlowId = null, changes = {} }: Routed = {}) => {
  const number = lab.nextNumber();
  const route = flow === '' ? {} : { flow };
  const phoneNumbers = [{ phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local' as const, ...route }];
  const org = lab.addOrg({ org: { flows: FLOWS, phoneNumbers } });
  await org.inLedger({
    ...decommissioningChanges(),
    smsPhoneNumber: numberEntry({ smsPhoneNumber: number, isAdopted }),
    messageFlow: flowEntry(),
    recipient: { id: number, previousFlowId, routedFlowId: FLOW_ID },
    ...changes,
  });
  return { org, number, run: () => org.run(handler, org.decommissioning()) };
};

const routedTo = (org: LabOrg): (string | undefined)[] => org.view().recipients.map(({ flow }) => flow?.id);
const keptOf = async (org: LabOrg) => (await org.record()).decommissioning?.kept;

describe('UnrouteMessages', () => {
  it('takes the flow from the recipient of a bought number and closes the entry', async () => {
    const { org, number, run } = await routedOrg();
    expect(await run()).toEqual({ recipientId: number, messageFlowId: null });
    expect(routedTo(org)).toEqual([undefined]);
    const record = await org.record();
    expect(record).not.toHaveProperty('recipient');
    expect(record).toMatchObject({ messageFlow: flowEntry(), decommissioning: { kept: [] } });
  });

  it('run again, finds nothing to undo and writes nothing', async () => {
    const { org, run } = await routedOrg();
    await run();
    const before = await org.record();
    expect(await run()).toEqual({ recipientId: null, messageFlowId: null });
    expect(org.writes()).toEqual([PUT]);
    expect(await org.record()).toEqual(before);
  });

  it('having died between the PUT and the ledger, finds it done', async () => {
    const { org, number, run } = await routedOrg();
    await run();
    await org.changeLedger({ recipient: { id: number, previousFlowId: null, routedFlowId: FLOW_ID } });
    expect(await run()).toEqual({ recipientId: number, messageFlowId: null });
    expect(org.writes()).toEqual([PUT]);
    expect(await org.record()).not.toHaveProperty('recipient');
    expect(await keptOf(org)).toEqual([]);
  });

  it('gives the recipient of an adopted number, which stays, the flow back that it had', async () => {
    const { org, run } = await routedOrg({ isAdopted: true, previousFlowId: 'theirs' });
    expect(await run()).toMatchObject({ messageFlowId: 'theirs' });
    expect(routedTo(org)).toEqual(['theirs']);
  });

  it.each(['draft', 'nobody-knows'])('leaves it without one when that flow (%s) takes no messages', async (earlier) => {
    const { org, run } = await routedOrg({ isAdopted: true, previousFlowId: earlier });
    expect(await run()).toMatchObject({ messageFlowId: null });
    expect(routedTo(org)).toEqual([undefined]);
  });

  it('takes the route off an adopted number that is spelled out: a number goes only without one', async () => {
    const { org, number, run } = await routedOrg({ isAdopted: true, previousFlowId: 'theirs' });
    await org.changeLedger(decommissioningChanges({ releaseAdopted: number }));
    expect(await run()).toMatchObject({ messageFlowId: null });
    expect(routedTo(org)).toEqual([undefined]);
  });

  it('knows a flow of an earlier registration as ours', async () => {
    const superseded = [flowEntry({ id: 'earlier', name: 'Earlier flow' })];
    const { org, run } = await routedOrg({ flow: 'Earlier flow', changes: { messageFlow: flowEntry({ superseded }) } });
    await run();
    expect(routedTo(org)).toEqual([undefined]);
  });

  it('writes one intended and one done line with before, after and correlation id', async () => {
    const { org, number, run } = await routedOrg({ isAdopted: true, previousFlowId: 'theirs' });
    await run();
    const correlationId = org.requests().find(({ operation }) => operation === PUT)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: number, before: FLOW_ID, after: 'theirs' },
      { phase: 'done', resourceId: number, before: FLOW_ID, after: 'theirs', correlationId },
    ]);
  });
});

describe('UnrouteMessages leaves alone', () => {
  it('a route that somebody else has set since, and names it once, however often it runs', async () => {
    const { org, number, run } = await routedOrg({ flow: 'Their flow' });
    const entry = (await org.record()).recipient;
    await run();
    await org.changeLedger({ recipient: entry });
    await run();
    expect(routedTo(org)).toEqual(['theirs']);
    expect(org.writes()).toEqual([]);
    expect(await keptOf(org)).toEqual([
      { what: 'message route', id: number, why: expect.stringContaining('"Their flow" (theirs)') as string },
    ]);
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'refused', after: expect.stringContaining('left alone') as string },
      { phase: 'refused' },
    ]);
  });

  it('a route that somebody has taken off an adopted number', async () => {
    const { org, number, run } = await routedOrg({ flow: '', isAdopted: true, previousFlowId: 'theirs' });
    await run();
    expect(routedTo(org)).toEqual([undefined]);
    expect(await keptOf(org)).toMatchObject([{ id: number, why: expect.stringContaining('no flow') as string }]);
  });

  it('a recipient that is gone', async () => {
    const { org, run } = await routedOrg({ changes: { recipient: { id: 'gone', previousFlowId: 'theirs' } } });
    expect(await run()).toEqual({ recipientId: 'gone', messageFlowId: null });
    expect(org.writes()).toEqual([]);
    expect(await org.record()).not.toHaveProperty('recipient');
  });
});

describe('UnrouteMessages fails', () => {
  it('as GenesysRequestError, tried again, when Genesys refuses; the entry stays', async () => {
    const { org, number, run } = await routedOrg();
    const before = await org.record();
    org.fault({ operation: PUT, status: 400 });
    await org.failure(handler, 'GenesysRequestError', org.decommissioning());
    expect(await org.record()).toEqual(before);
    expect(await run()).toMatchObject({ recipientId: number });
  });

  it('as MessageRouteNotKept, tried again, when somebody sets another route at the same moment; theirs then stays', async () => {
    const { org, number, run } = await routedOrg();
    const before = await org.record();
    const genesys = meddlingConnection(org, lab.genesysUrl, (theirs) =>
      routingApi(theirs).putRoutingMessageRecipient(number, { flow: { id: 'theirs' } }),
    );
    await expect(unrouteMessages(await workOn(org, genesys))).rejects.toMatchObject({ name: 'MessageRouteNotKept' });
    expect(await org.record()).toEqual(before);
    await run();
    expect(routedTo(org)).toEqual(['theirs']);
    expect(await keptOf(org)).toMatchObject([{ id: number }]);
  });

  it('as CredentialsMissing, for good, when the secret is gone: nothing is changed and the reason is written down', async () => {
    const { org } = await routedOrg();
    const before = await org.record();
    lab.aws.secrets.clear();
    await org.failure(handler, 'CredentialsMissing', org.decommissioning());
    expect(knownOf(await org.record())).toEqual(knownOf(before));
    expect((await org.record()).lastError).toMatchObject({ error: 'CredentialsMissing', stage: 'UnrouteMessages' });
  });

  it('as ClaimLost when another run has the org since', async () => {
    const { org } = await routedOrg({ changes: { lastExecution: 'other', claim: undefined } });
    expect(await org.failure(handler, 'ClaimLost', org.decommissioning())).toContain('another run');
    expect(routedTo(org)).toEqual([FLOW_ID]);
  });
});
