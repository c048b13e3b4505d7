import { handler } from '../../lambdas/route-messages-to-flow/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { FLOW_ID, FLOW_NAME, flowEntry, knownOf, numberEntry } from '../support/ledger-records.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab();
const PUT = 'putRoutingMessageRecipient';
const FLOWS = [
  { name: FLOW_NAME, id: FLOW_ID },
  { name: 'Their flow', id: 'theirs' },
];

/** An org with number and published flow, its messages routed to the flow of that name or nowhere. */
const orgWithFlow = async (
  flow?: string,
  options: LabOrgOptions = {},
  changes: RecordChanges = {},
): Promise<{ org: LabOrg; number: string }> => {
  const number = lab.nextNumber();
  const route = flow === undefined ? {} : { flow };
  const phoneNumbers = [{ phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local' as const, ...route }];
  const org = lab.addOrg({ ...options, org: { flows: FLOWS, phoneNumbers } });
  await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: number }), messageFlow: flowEntry(), ...changes });
  return { org, number };
};

const routedTo = (org: LabOrg): (string | undefined)[] => org.view().recipients.map(({ flow }) => flow?.id);

describe('RouteMessagesToFlow', () => {
  it('routes the messages of the number to the flow, and wrote down before what was there', async () => {
    const { org, number } = await orgWithFlow();
    expect(await org.run(handler)).toEqual({ recipientId: number, messageFlowId: FLOW_ID });
    expect(routedTo(org)).toEqual([FLOW_ID]);
    expect((await org.record()).recipient).toEqual({ id: number, previousFlowId: null, routedFlowId: FLOW_ID });
  });

  it('run again, finds it done and writes nothing', async () => {
    const { org } = await orgWithFlow();
    const first = await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual(first);
    expect(org.writes()).toEqual([PUT]);
    expect(await org.record()).toEqual(before);
  });

  it('with replace, keeps whose route it was, also when the function dies before or after the write', async () => {
    const { org, number } = await orgWithFlow('Their flow', { registration: { replace: ['route'] } });
    org.fault({ operation: PUT, status: 400 });
    await org.failure(handler, 'GenesysRequestError');
    expect((await org.record()).recipient).toEqual({ id: number, previousFlowId: 'theirs' });
    await org.run(handler);
    // As if the function had died between the PUT and the ledger.
    await org.changeLedger({ recipient: { id: number, previousFlowId: 'theirs' } });
    await org.run(handler);
    expect((await org.record()).recipient).toEqual({ id: number, previousFlowId: 'theirs', routedFlowId: FLOW_ID });
    expect(org.writes()).toEqual([PUT, PUT]);
  });

  it('follows our own flow when that is another one than before', async () => {
    const number = lab.nextNumber();
    const phoneNumbers = [
      { phoneNumber: number, countryCode: 'GB', phoneNumberType: 'local' as const, flow: 'Their flow' },
    ];
    const org = lab.addOrg({ org: { flows: FLOWS, phoneNumbers } });
    await org.inLedger({
      smsPhoneNumber: numberEntry({ smsPhoneNumber: number }),
      messageFlow: flowEntry(),
      recipient: { id: number, previousFlowId: null, routedFlowId: 'theirs' },
    });
    await org.run(handler);
    expect(routedTo(org)).toEqual([FLOW_ID]);
    expect((await org.record()).recipient).toMatchObject({ previousFlowId: null, routedFlowId: FLOW_ID });
  });

  it('writes one intended and one done line with before, after and correlation id', async () => {
    const { org, number } = await orgWithFlow();
    await org.run(handler);
    const correlationId = org.requests().find(({ operation }) => operation === PUT)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: number, before: 'none', after: FLOW_ID },
      { phase: 'done', resourceId: number, before: 'none', after: FLOW_ID, correlationId },
    ]);
  });
});

describe('RouteMessagesToFlow without an answer to its PUT', () => {
  it.each([
    ['the connection broke', { reset: 'after' }],
    ['a 500 was answered', { status: 500, afterEffect: true }],
  ] as const)('finds the route made and sends no second PUT when %s', async (_what, fault) => {
    const { org, number } = await orgWithFlow();
    org.fault({ operation: PUT, ...fault });
    expect(await org.run(handler)).toEqual({ recipientId: number, messageFlowId: FLOW_ID });
    expect(org.writes()).toEqual([PUT]);
    expect(routedTo(org)).toEqual([FLOW_ID]);
    expect((await org.record()).recipient).toMatchObject({ routedFlowId: FLOW_ID });
    const phases = lab.lines().flatMap(({ kind, phase }) => (kind === 'audit' ? [phase] : []));
    expect(phases).toEqual(['intended', 'in doubt', 'found done']);
  });

  it('is tried again when the PUT had no effect, and keeps what was there before', async () => {
    const { org, number } = await orgWithFlow('Their flow', { registration: { replace: ['route'] } });
    org.fault({ operation: PUT, reset: 'before' });
    await org.failure(handler, 'GenesysAmbiguousOutcomeError');
    expect(await org.record()).not.toHaveProperty('lastError');
    await org.run(handler);
    expect(org.writes()).toEqual([PUT, PUT]);
    expect((await org.record()).recipient).toEqual({ id: number, previousFlowId: 'theirs', routedFlowId: FLOW_ID });
  });
});

describe('RouteMessagesToFlow refuses', () => {
  it("somebody else's route as MessageRouteForeign, and leaves it", async () => {
    const { org, number } = await orgWithFlow('Their flow');
    const before = await org.record();
    const message = await org.failure(handler, 'MessageRouteForeign');
    for (const part of [number, '"Their flow" (theirs)', '"replace": ["route"]']) expect(message).toContain(part);
    expect(routedTo(org)).toEqual(['theirs']);
    expect(org.writes()).toEqual([]);
    expect(knownOf(await org.record())).toEqual(knownOf(before));
    expect((await org.record()).lastError).toMatchObject({ error: 'MessageRouteForeign', message });
  });

  it('nothing, but waits as RecipientNotReady until Genesys has made the recipient', async () => {
    const org = lab.addOrg({ org: { flows: FLOWS } });
    const number = lab.nextNumber();
    await org.inLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: number }), messageFlow: flowEntry() });
    expect(await org.failure(handler, 'RecipientNotReady')).toContain(number);
    expect(await org.record()).not.toHaveProperty('lastError');
    expect(org.writes()).toEqual([]);
  });
});
