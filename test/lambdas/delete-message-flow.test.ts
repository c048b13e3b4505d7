import { handler } from '../../lambdas/delete-message-flow/handler.ts';
import { handler as publish } from '../../lambdas/publish-message-flow/handler.ts';
import type { MessageFlowEntry, RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { decommissioningChanges, FLOW_ID, FLOW_NAME, flowEntry } from '../support/ledger-records.ts';
import { isoAgo } from '../support/date.ts';
import { stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab({ flowJobMs: 60_000 });
const MINUTE_MS = 60_000;
const DELETE = 'deleteFlow';
const EARLIER = { name: 'Earlier flow', id: 'earlier' };

/** An org with our flow, an earlier one and a stranger's. */
const orgWithFlow = async (
  entry: Partial<MessageFlowEntry> = {},
  org: LabOrgOptions['org'] = {},
  changes: RecordChanges = {},
) => {
  const flows = [{ name: FLOW_NAME, id: FLOW_ID }, EARLIER, { name: 'Their flow', id: 'theirs' }];
  const made = lab.addOrg({ org: { flows, ...org } });
  await made.inLedger({ ...decommissioningChanges(), messageFlow: flowEntry(entry), ...changes });
  return { org: made, run: () => made.run(handler, made.decommissioning()) };
};

const flowsOf = (org: LabOrg): string[] =>
  org.view().flows.flatMap(({ id = '', deleted }) => (deleted === true ? [] : [id]));
const keptOf = async (org: LabOrg) => (await org.record()).decommissioning?.kept;

describe('DeleteMessageFlow', () => {
  it('deletes the flow that we made and closes the entry', async () => {
    const { org, run } = await orgWithFlow();
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'deleted' }] });
    expect(flowsOf(org)).toEqual([EARLIER.id, 'theirs']);
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  it('run again, finds nothing to undo and writes nothing', async () => {
    const { org, run } = await orgWithFlow();
    await run();
    const before = await org.record();
    expect(await run()).toEqual({ flows: [] });
    expect(org.writes()).toEqual([DELETE]);
    expect(await org.record()).toEqual(before);
  });

  it('having died between the deletion and the ledger, finds it gone', async () => {
    const { org, run } = await orgWithFlow();
    await run();
    await org.changeLedger({ messageFlow: flowEntry() });
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'gone' }] });
    expect(org.writes()).toEqual([DELETE]);
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  it('takes a flow that vanishes at that moment for deleted', async () => {
    const { org, run } = await orgWithFlow();
    org.fault({ operation: DELETE, status: 410 });
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'deleted' }] });
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  it("deletes earlier registrations' flows too, each entry closed as it goes", async () => {
    const { org, run } = await orgWithFlow({ superseded: [flowEntry(EARLIER)] });
    org.fault({ operation: DELETE, nth: 2, status: 400 });
    await org.failure(handler, 'GenesysRequestError', org.decommissioning());
    expect(flowsOf(org)).toEqual([FLOW_ID, 'theirs']);
    expect((await org.record()).messageFlow).toEqual(flowEntry({ superseded: [] }));
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'deleted' }] });
    expect(flowsOf(org)).toEqual(['theirs']);
  });

  it('writes one intended and one done line, that with the correlation id', async () => {
    const { org, run } = await orgWithFlow();
    await run();
    const correlationId = org.requests().find(({ operation }) => operation === DELETE)?.correlationId;
    expect(lab.lines().filter(({ kind }) => kind === 'audit')).toMatchObject([
      { phase: 'intended', resourceId: FLOW_ID, before: FLOW_NAME },
      { phase: 'done', resourceId: FLOW_ID, before: FLOW_NAME, correlationId },
    ]);
  });
});

describe('DeleteMessageFlow leaves alone and names', () => {
  it.each(['published', 'only saved'])('a flow that somebody has edited since (%s)', async (how) => {
    const { org, run } = await orgWithFlow();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish: how === 'published' });
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'edited' }] });
    expect(flowsOf(org)).toContain(FLOW_ID);
    expect(org.writes()).toEqual([]);
    expect(await keptOf(org)).toEqual([
      { what: 'message flow', id: FLOW_ID, why: expect.stringContaining('edited after') as string },
    ]);
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  it('a flow that was there before us, which we published over', async () => {
    const { org, run } = await orgWithFlow({ origin: 'updated' });
    expect(await run()).toEqual({ flows: [{ id: FLOW_ID, outcome: 'updated' }] });
    expect(org.writes()).toEqual([]);
    expect(await keptOf(org)).toMatchObject([
      { id: FLOW_ID, why: expect.stringContaining('before lab-sms') as string },
    ]);
  });

  it("somebody else's flow of that name, which it never looks for", async () => {
    const { org, run } = await orgWithFlow({}, {}, { messageFlow: { name: FLOW_NAME } });
    expect(await run()).toEqual({ flows: [] });
    expect(org.writes()).toEqual([]);
    expect(flowsOf(org)).toContain(FLOW_ID);
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });
});

describe('DeleteMessageFlow after a run that died with a job', () => {
  /** An org in which a provisioning has begun to publish and ended. */
  const publishingOrg = async (): Promise<LabOrg> => {
    const org = lab.addOrg();
    await org.inLedger();
    await org.run(publish);
    await org.changeLedger(decommissioningChanges());
    return org;
  };

  it('waits as MessageFlowNotReady while the job runs, and deletes what has come out of it', async () => {
    const org = await publishingOrg();
    await org.failure(handler, 'MessageFlowNotReady', org.decommissioning());
    expect(await org.record()).not.toHaveProperty('lastError');
    lab.control.advanceClock(60_000);
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ flows: [{ outcome: 'deleted' }] });
    expect(flowsOf(org)).toEqual([]);
  });

  it('deletes nothing after a job that failed', async () => {
    const org = await publishingOrg();
    lab.control.advanceClock(60_000);
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, hasFailed: true } } });
    expect(await org.run(handler, org.decommissioning())).toEqual({ flows: [] });
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  /** An org in which a job was registered and its upload never came, as far as Genesys has seen. */
  const withoutUpload = async (since?: string): Promise<LabOrg> => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({ operation: 'uploadFlow', status: 403 });
    await org.run(publish).catch((error: unknown) => error);
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    const { since: written, ...job } = messageFlow.job;
    const dated = since === undefined ? { ...job } : { ...job, since };
    await org.changeLedger({ ...decommissioningChanges(), messageFlow: { ...messageFlow, job: dated } });
    expect(new Date(written ?? '').toISOString()).toBe(written);
    return org;
  };

  it.each([
    ['was not uploaded for minutes', isoAgo(4 * MINUTE_MS)],
    ['was written down before such times were', undefined],
  ])('forgets a job that %s', async (_what, since) => {
    const org = await withoutUpload(since);
    expect(await org.run(handler, org.decommissioning())).toEqual({ flows: [] });
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });

  it('waits as MessageFlowNotReady for the upload of a job that was written down just now: it may land yet', async () => {
    const org = await withoutUpload(isoAgo(2 * MINUTE_MS));
    const before = (await org.record()).messageFlow;
    expect(await org.failure(handler, 'MessageFlowNotReady', org.decommissioning())).toContain('is Registered');
    expect((await org.record()).messageFlow).toEqual(before);
  });

  it('forgets a job that Genesys does not know', async () => {
    const org = await publishingOrg();
    const { messageFlow } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, id: 'forgotten' } } });
    expect(await org.run(handler, org.decommissioning())).toEqual({ flows: [] });
    expect(await org.record()).not.toHaveProperty('messageFlow');
  });
});

describe('DeleteMessageFlow fails, tried again, and the entry stays', () => {
  it('as MessageFlowLocked, naming who has the flow open', async () => {
    const flows = [{ name: FLOW_NAME, id: FLOW_ID, lockedBy: 'Ada Lovelace' }];
    const { org } = await orgWithFlow({}, { flows });
    const before = await org.record();
    const message = await org.failure(handler, 'MessageFlowLocked', org.decommissioning());
    for (const part of [FLOW_NAME, FLOW_ID, 'Ada Lovelace', 'Ask them to close it']) expect(message).toContain(part);
    expect(org.writes()).toEqual([]);
    expect(await org.record()).toEqual(before);
  });

  it("as GenesysConflictError while somebody's number is routed to it", async () => {
    const phoneNumber = lab.nextNumber();
    const route = { phoneNumber, countryCode: 'GB', phoneNumberType: 'local', flow: FLOW_NAME } as const;
    const { org } = await orgWithFlow({}, { phoneNumbers: [route] });
    const before = await org.record();
    expect(await org.failure(handler, 'GenesysConflictError', org.decommissioning())).toContain('used.by.message');
    expect(flowsOf(org)).toContain(FLOW_ID);
    expect(await org.record()).toEqual(before);
  });

  it('as GenesysPermissionError while the client may not delete flows', async () => {
    const { org } = await orgWithFlow();
    const clientId = `client-${org.id}`;
    const permissions = ['architect:flow:view', 'architect:job:view'];
    lab.control.setRole({ genesysOrgId: org.id, clientId, permissions });
    await org.failure(handler, 'GenesysPermissionError', org.decommissioning());
    expect((await org.record()).messageFlow).toEqual(flowEntry());
  });
});
