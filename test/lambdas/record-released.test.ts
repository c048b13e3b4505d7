import { handler } from '../../lambdas/record-released/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg, RunOptions } from '../support/lab-org.ts';
import {
  DECOMMISSIONING_ARN,
  decommissioningChanges,
  executionArn,
  FLOW_ID,
  knownOf,
  numberEntry,
  provisionedEntries,
  START_TIME,
} from '../support/ledger-records.ts';
import { BUS, stageLab } from '../support/stage-lab.ts';

const lab = stageLab();
const NUMBER = '+447700900101';
const KEPT = { what: 'message flow', id: FLOW_ID, why: 'it was edited' } as const;

/** An org in which every undo has had its turn and done its work. */
const undone = async (changes: RecordChanges = {}): Promise<LabOrg> => {
  const org = lab.addOrg();
  await org.inLedger({
    ...decommissioningChanges({ kept: [KEPT] }),
    smsPhoneNumber: numberEntry({ state: 'released', releasedAt: START_TIME }),
    readyAt: START_TIME,
    leaseUntil: START_TIME,
    leaseRequestedAt: START_TIME,
    lastVerificationId: 'verification-1',
    ...changes,
  });
  return org;
};

/** The input of the stage after undos that gave up. */
const after = (org: LabOrg, caught: Record<string, { Error: string; Cause: string }>): RunOptions => {
  const options = org.decommissioning();
  return { ...options, input: { ...options.input, ...caught } };
};

describe('RecordReleased', () => {
  it('tells the world, then writes that the org is decommissioned and gives the claim back', async () => {
    const lastError = { error: 'x', message: 'of an undo', executionArn: DECOMMISSIONING_ARN, at: START_TIME };
    const org = await undone({ lastError });
    const kept = [`message flow ${FLOW_ID}: it was edited`];
    const answer = { status: 'decommissioned', smsPhoneNumber: NUMBER, kept };
    expect(await org.run(handler, org.decommissioning())).toEqual(answer);
    expect(lab.aws.events()).toEqual([
      {
        bus: BUS,
        source: 'lab.sms',
        detailType: 'Lab Org SMS Released',
        detail: {
          genesysOrgId: org.id,
          name: 'Lab Vienna 1',
          executionArn: DECOMMISSIONING_ARN,
          smsPhoneNumber: NUMBER,
          kept,
        },
      },
    ]);
    const record = await org.record();
    expect(record).toMatchObject({ status: 'decommissioned', lastExecution: DECOMMISSIONING_ARN });
    expect(record.decommissionedAt).toBeDefined();
    for (const field of ['claim', 'lastError', 'readyAt', 'leaseUntil', 'leaseRequestedAt', 'lastVerificationId'])
      expect(record).not.toHaveProperty(field);
    expect(org.requests()).toEqual([]);
  });

  it('run again, finds it done by itself: no second event, no write', async () => {
    const org = await undone();
    const answer = await org.run(handler, org.decommissioning());
    const before = await org.record();
    expect(await org.run(handler, org.decommissioning())).toEqual(answer);
    expect(await org.run(handler, { ...org.decommissioning(), redriveCount: 1 })).toEqual(answer);
    expect(lab.aws.events()).toHaveLength(1);
    expect(await org.record()).toEqual(before);
  });

  it('killed between event and write, sends the event again under the same identity', async () => {
    const org = await undone();
    await org.run(handler, org.decommissioning());
    const { status, claim } = decommissioningChanges();
    await org.changeLedger({ status, claim });
    await org.run(handler, org.decommissioning());
    const [first, second] = lab.aws.events();
    expect(second).toEqual(first);
    expect((await org.record()).status).toBe('decommissioned');
  });

  it('keeps the claim and is tried again when the bus does not take the event', async () => {
    const org = await undone();
    const before = await org.record();
    lab.aws.refuseEvents();
    const error: unknown = await org.run(handler, org.decommissioning()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EventNotAccepted' });
    expect(await org.record()).toEqual(before);
  });

  it('takes the ended claim again when its execution is redriven', async () => {
    const claim = { executionArn: DECOMMISSIONING_ARN, redriveCount: 0, since: START_TIME, ended: START_TIME };
    const org = await undone({ claim, status: 'left behind' });
    expect(await org.run(handler, { ...org.decommissioning(), redriveCount: 1 })).toMatchObject({
      status: 'decommissioned',
    });
  });

  it.each<[string, RecordChanges]>([
    ['never had a number', { smsPhoneNumber: undefined }],
    ['lost its candidate', { smsPhoneNumber: numberEntry({ state: 'none' }) }],
  ])('names no number of an org that %s', async (_what, changes) => {
    const org = await undone(changes);
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ smsPhoneNumber: null });
    expect(lab.aws.events()).toMatchObject([{ detail: { smsPhoneNumber: null } }]);
  });

  it('names no number that was released before the last registration', async () => {
    const org = await undone({ requestedAt: '2026-03-02T00:00:00Z' });
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ smsPhoneNumber: null });
  });

  it('names and closes what stays although its stage gave up before it could say so', async () => {
    const messageFlow = { name: 'Their flow', id: 'theirs', origin: 'updated' } as const;
    const org = await undone({ smsPhoneNumber: numberEntry({ isAdopted: true }), messageFlow });
    const options = after(org, { ReleaseSmsPhoneNumberGivenUp: { Error: 'CredentialsMissing', Cause: '' } });
    const { smsPhoneNumber, kept } = await org.run(handler, options);
    expect(smsPhoneNumber).toBeNull();
    expect(kept).toEqual([
      expect.stringContaining(FLOW_ID),
      expect.stringContaining('message flow theirs'),
      expect.stringContaining(`SMS phone number ${NUMBER}: it was in the org before`),
    ]);
    const record = await org.record();
    expect(record).toMatchObject({ status: 'decommissioned' });
    for (const field of ['smsPhoneNumber', 'messageFlow']) expect(record).not.toHaveProperty(field);
    expect(await org.run(handler, org.decommissioning())).toEqual({ status: 'decommissioned', smsPhoneNumber, kept });
  });

  it('fails as ClaimLost, silently for the world, when another run has the org', async () => {
    const claim = { executionArn: executionArn('run-2'), redriveCount: 0, since: START_TIME };
    const org = await undone({ claim, lastExecution: claim.executionArn });
    const before = await org.record();
    await org.failure(handler, 'ClaimLost', org.decommissioning());
    expect(lab.aws.events()).toEqual([]);
    expect(await org.record()).toEqual(before);
  });
});

describe('RecordReleased with something of ours still in the org', () => {
  const cause = (message: string): string => JSON.stringify({ errorType: 'x', errorMessage: message, trace: [] });

  it('tells a reason once that several undos gave up for, and the name of the org not with each', async () => {
    const org = await undone(provisionedEntries(NUMBER));
    const { registration } = await org.record();
    const said = cause(`Org ${registration.name} (${org.id}): the secret is gone.`);
    const message = await org.failure(
      handler,
      'LeftBehind',
      after(org, {
        UnrouteMessagesGivenUp: { Error: 'CredentialsMissing', Cause: said },
        DeleteMessageFlowGivenUp: { Error: 'CredentialsMissing', Cause: said },
      }),
    );
    expect(message.split('the secret is gone')).toHaveLength(2);
    expect(message).toContain(`"GRide100MessageFlow" (${FLOW_ID}). Why: as (1). By hand:`);
    expect(message.split(org.id)).toHaveLength(2);
  });

  it('fails as LeftBehind with every thing, its reason and the step by hand, and tells nobody that it is released', async () => {
    const org = await undone(provisionedEntries(NUMBER));
    const options = after(org, {
      UnrouteMessagesGivenUp: { Error: 'GenesysRequestError', Cause: cause('Genesys refused the route.') },
      DeleteMessageFlowGivenUp: { Error: 'States.Timeout', Cause: '' },
    });
    const message = await org.failure(handler, 'LeftBehind', options);
    for (const part of [
      `4 of lab-sms's things are still there`,
      `the message route of ${NUMBER}. Why: Genesys refused the route. By hand: Admin > Routing > Message Routing`,
      'the outbound number of the queue "G Ride"',
      `"GRide100MessageFlow" (${FLOW_ID})`,
      'It ended with States.Timeout. By hand: Architect',
      `the SMS phone number ${NUMBER}, which costs money until it is released`,
      'ask for the decommissioning again',
    ])
      expect(message).toContain(part);
    expect(lab.aws.events()).toEqual([]);
    const record = await org.record();
    expect(record).toMatchObject({
      status: 'left behind',
      claim: { executionArn: DECOMMISSIONING_ARN },
      lastError: { error: 'LeftBehind', stage: 'RecordReleased', message },
    });
    expect(record).not.toHaveProperty('decommissionedAt');
  });

  it('says the same when it runs again, and ends well once nothing is left', async () => {
    const org = await undone({ messageFlow: { name: 'GRide100MessageFlow', id: FLOW_ID, origin: 'created' } });
    const message = await org.failure(handler, 'LeftBehind', org.decommissioning());
    expect(message).toContain(`1 of lab-sms's things is still there`);
    expect(await org.failure(handler, 'LeftBehind', org.decommissioning())).toBe(message);
    await org.changeLedger({ messageFlow: undefined });
    expect(await org.run(handler, org.decommissioning())).toMatchObject({ status: 'decommissioned' });
    expect(knownOf(await org.record())).toMatchObject({ status: 'decommissioned' });
  });
});
