import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { handler as publish } from '../../../lambdas/publish-message-flow/handler.ts';
import { handler as route } from '../../../lambdas/route-messages-to-flow/handler.ts';
import type { PublishedFlow } from '../../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { FLOW_ID, FLOW_NAME, flowEntry, numberEntry, START_TIME } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();
const DELETE = 'deleteFlow';
const EARLIER = { id: 'earlier', name: 'Earlier flow' };

/** An org whose number is routed to the flow of an earlier registration; the ledger has that as superseded. */
const orgWithEarlierFlow = async (
  changes: Partial<PublishedFlow> = {},
  options: LabOrgOptions = {},
): Promise<LabOrg> => {
  const phoneNumber = lab.nextNumber();
  const org = lab.addOrg({
    ...options,
    org: {
      flows: [{ name: FLOW_NAME, id: FLOW_ID }, EARLIER],
      phoneNumbers: [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'local', flow: EARLIER.name }],
      ...options.org,
    },
  });
  await org.inLedger({
    smsPhoneNumber: numberEntry({ smsPhoneNumber: phoneNumber }),
    messageFlow: { ...flowEntry(), superseded: [flowEntry({ ...EARLIER, ...changes })] },
    recipient: { id: phoneNumber, previousFlowId: null, routedFlowId: EARLIER.id },
  });
  return org;
};

const flowsOf = (org: LabOrg): string[] =>
  org.view().flows.flatMap(({ id = '', deleted }) => (deleted === true ? [] : [id]));
const supersededOf = async (org: LabOrg): Promise<string[]> =>
  ((await org.record()).messageFlow?.superseded ?? []).map(({ name }) => name);

describe('a flow of an earlier registration', () => {
  it('is deleted once the route has left it, and not looked for again', async () => {
    const org = await orgWithEarlierFlow();
    await org.run(route);
    expect(flowsOf(org)).toEqual([FLOW_ID]);
    expect(await supersededOf(org)).toEqual([]);
    expect(org.view().recipients).toMatchObject([{ flow: { id: FLOW_ID } }]);
    await org.run(route);
    expect(org.writes()).toEqual(['putRoutingMessageRecipient', DELETE]);
  });

  it('is left where it is, and said so, when we did not make it', async () => {
    const org = await orgWithEarlierFlow({ origin: 'updated' });
    await org.run(route);
    expect(flowsOf(org)).toContain(EARLIER.id);
    expect(await supersededOf(org)).toEqual([]);
    expect(
      lab
        .lines()
        .filter(({ kind }) => kind === 'audit')
        .at(-1),
    ).toMatchObject({
      phase: 'refused',
      resourceId: EARLIER.id,
      after: 'left: not made by lab-sms, or edited since',
    });
  });

  it('is left where it is when somebody has edited it since', async () => {
    const org = await orgWithEarlierFlow();
    lab.control.editFlow({ genesysOrgId: org.id, flow: EARLIER.id, by: 'Ada', publish: false });
    await org.run(route);
    expect(flowsOf(org)).toContain(EARLIER.id);
    expect(org.writes()).not.toContain(DELETE);
  });

  it.each([
    ['another number uses it', { status: 409, code: 'architect.flow.cannot.delete.used.by.message.addresses' }],
    ['the client may not delete flows', { status: 403 }],
  ])('is kept for the next run when %s', async (_why, fault) => {
    const org = await orgWithEarlierFlow();
    org.fault({ operation: DELETE, ...fault });
    await org.run(route);
    expect(await supersededOf(org)).toEqual([EARLIER.name]);
    await org.run(route);
    expect(flowsOf(org)).toEqual([FLOW_ID]);
    expect(await supersededOf(org)).toEqual([]);
  });

  it('is forgotten when it is gone already', async () => {
    const org = await orgWithEarlierFlow({ id: 'gone' });
    await org.run(route);
    expect(await supersededOf(org)).toEqual([]);
    expect(org.writes()).not.toContain(DELETE);
  });
});

describe('another flow than before', () => {
  const root = mkdtempSync(join(tmpdir(), 'lab-sms-root-'));
  let taskRoot = '';
  beforeAll(() => {
    taskRoot = process.env.LAMBDA_TASK_ROOT ?? '';
    cpSync(join(taskRoot, 'flows'), join(root, 'flows'), { recursive: true });
    const yaml = readFileSync(join(root, 'flows', 'gride-message-flow.yaml'), 'utf8').replaceAll(
      FLOW_NAME,
      'Another flow',
    );
    writeFileSync(join(root, 'flows', 'another-flow.yaml'), yaml);
    process.env.LAMBDA_TASK_ROOT = root;
  });
  afterAll(() => {
    process.env.LAMBDA_TASK_ROOT = taskRoot;
    rmSync(root, { recursive: true });
  });

  it('is published beside it, and the earlier one remembered as ours', async () => {
    const org = lab.addOrg({
      org: { flows: [{ name: FLOW_NAME, id: FLOW_ID }] },
      registration: { flow: 'another-flow' },
    });
    await org.inLedger({ messageFlow: flowEntry() });
    await org.run(publish);
    const { messageFlow } = await org.record();
    expect(messageFlow).toMatchObject({ name: 'Another flow', job: { previousFlowId: null } });
    expect(messageFlow?.superseded).toEqual([flowEntry()]);
    expect(org.view().flows.map(({ name }) => name)).toEqual([FLOW_NAME, 'Another flow']);
  });

  it('is published once the earlier job, whose upload may still land, is done with', async () => {
    const org = lab.addOrg();
    await org.inLedger();
    org.fault({ operation: 'uploadFlow', status: 403 });
    await org.run(publish).catch((error: unknown) => error);
    const { messageFlow, registration } = await org.record();
    if (messageFlow?.job === undefined) throw new Error('no job');
    await org.changeLedger({ registration: { ...registration, flow: 'another-flow' } });
    expect(await org.failure(publish, 'MessageFlowNotReady')).toContain('is Registered');
    expect((await org.record()).messageFlow).toEqual(messageFlow);
    await org.changeLedger({ messageFlow: { ...messageFlow, job: { ...messageFlow.job, since: START_TIME } } });
    await org.run(publish);
    expect((await org.record()).messageFlow).toMatchObject({ name: 'Another flow', superseded: [] });
  });

  it('becomes the registered one again when it is asked for again', async () => {
    const org = lab.addOrg({ org: { flows: [{ name: FLOW_NAME, id: FLOW_ID }] } });
    await org.inLedger({
      messageFlow: { name: 'Another flow', id: 'another', origin: 'created', superseded: [flowEntry()] },
    });
    await org.run(publish);
    const { messageFlow } = await org.record();
    expect(messageFlow).toMatchObject({ name: FLOW_NAME, id: FLOW_ID, job: { previousFlowId: FLOW_ID } });
    expect(messageFlow?.superseded).toEqual([{ name: 'Another flow', id: 'another', origin: 'created' }]);
  });
});
