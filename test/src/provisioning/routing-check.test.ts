import { handler } from '../../../lambdas/send-test-sms/handler.ts';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { FLOW_NAME, FLOW_ID, numberEntry, provisionedEntries, QUEUE_ID } from '../../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();

const readyOrg = async (org: LabOrgOptions['org'] = {}, changes: RecordChanges = {}, secret = {}): Promise<LabOrg> => {
  const number = lab.nextNumber();
  const added = lab.addOrg({ org: { ...provisionedOrg(number), ...org }, secret });
  await added.inLedger({ ...provisionedEntries(number), status: 'ready', claim: undefined, ...changes });
  return added;
};

/** Fails as RoutingWrong, sends nothing and records the difference. */
const difference = async (org: LabOrg): Promise<string> => {
  const message = await org.failure(handler, 'RoutingWrong', { input: org.verification() });
  expect(message).toContain('No text was sent');
  expect(org.writes()).toEqual([]);
  const [entry] = Object.values((await org.record()).verifications);
  expect(entry).toMatchObject({ state: 'ended', outcome: 'routing wrong' });
  expect(lab.aws.events()).toEqual([]);
  return message;
};

describe('the check of the routing before a text is sent', () => {
  it('names a route that leads elsewhere or nowhere', async () => {
    const phoneNumber = lab.nextNumber();
    const number = { phoneNumber, countryCode: 'GB', phoneNumberType: 'local' as const };
    const queues = [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: phoneNumber }];
    const flows = [
      { name: FLOW_NAME, id: FLOW_ID },
      { name: 'Other', id: 'other' },
    ];
    const changes = provisionedEntries(phoneNumber);
    const elsewhere = await readyOrg({ queues, flows, phoneNumbers: [{ ...number, flow: 'Other' }] }, changes);
    expect(await difference(elsewhere)).toContain(`messages to ${phoneNumber} go to flow other instead of ${FLOW_ID}`);
  });

  it('names a flow that was published by somebody since', async () => {
    const org = await readyOrg();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish: true });
    expect(await difference(org)).toContain('is published in version 2.0 instead of 1.0');
  });

  it('names a queue that sends from another number or is gone', async () => {
    const other = await readyOrg({ queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: '+442079460999' }] });
    expect(await difference(other)).toContain('the queue "G Ride" sends from +442079460999 instead of');
    expect(await difference(await readyOrg({ queues: [] }))).toContain(`the queue ${QUEUE_ID} is gone`);
  });

  it('names a threading time other than 72 hours', async () => {
    const message = await difference(await readyOrg({ threadingTimeoutMinutes: 60 }));
    expect(message).toContain('replies reopen a conversation for 60 minutes instead of 4320');
  });

  it('names all differences at once', async () => {
    const org = await readyOrg({ queues: [], threadingTimeoutMinutes: 60 });
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish: true });
    const message = await difference(org);
    for (const part of ['version 2.0', 'is gone', '60 minutes']) expect(message).toContain(part);
  });
});

describe('a verification that has nothing to send', () => {
  it('says that the routing is right where the secret names no phone, and succeeds', async () => {
    const org = await readyOrg({}, {}, { testSmsTo: undefined });
    await org.run(handler, { input: { ...org.verification(), eventId: 'event-1' } });
    expect(org.writes()).toEqual([]);
    expect((await org.record()).verifications['event-1']).toMatchObject({ outcome: 'no test recipient' });
    expect(lab.aws.events()).toMatchObject([
      { detailType: 'Lab Org SMS Verified', detail: { outcome: 'no test recipient', verificationId: 'event-1' } },
    ]);
  });

  it('is LabOrgNotProvisioned where the org is not in the ledger, or has no active number yet', async () => {
    const unknown = lab.addOrg();
    const options = { input: unknown.verification() };
    expect(await unknown.failure(handler, 'LabOrgNotProvisioned', options)).toContain('Register it');
    const unready = await readyOrg({}, { smsPhoneNumber: numberEntry({ state: 'purchasing' }) });
    await unready.failure(handler, 'LabOrgNotProvisioned', { input: unready.verification() });
    expect([...unknown.writes(), ...unready.writes()]).toEqual([]);
  });

  it('is InvalidVerificationRequest where the request is none', async () => {
    const org = await readyOrg();
    const input = { request: { genesysOrgId: org.id, testSmsTo: '+447700900999' } };
    await expect(org.run(handler, { input })).rejects.toMatchObject({ name: 'InvalidVerificationRequest' });
    expect(org.requests()).toEqual([]);
  });

  it.each([
    ['decommissioning', 'is being decommissioned'],
    ['left behind', 'was decommissioned, and what could not be undone'],
    ['decommissioned', 'was decommissioned'],
  ] as const)('is LabOrgNotProvisioned where the org is %s, and asks for no repair', async (status, said) => {
    const number = lab.nextNumber();
    const org = lab.addOrg({ org: provisionedOrg(number) });
    await org.inLedger({ ...provisionedEntries(number), status, claim: undefined });
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish: true });
    const message = await org.failure(handler, 'LabOrgNotProvisioned', { input: org.verification() });
    expect(message).toContain(`it ${said}`);
    expect(message).toContain('only if it is wanted again');
    expect(message).not.toContain('register the org again');
    expect(org.writes()).toEqual([]);
    expect((await org.record()).verifications).toEqual({});
  });
});
