import { handler } from '../../lambdas/record-provisioned/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { isoAgo } from '../support/date.ts';
import {
  EXECUTION_ARN,
  executionArn,
  FLOW_ID,
  knownOf,
  provisionedEntries,
  QUEUE_ID,
  START_TIME,
} from '../support/ledger-records.ts';
import { BUS, stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab();
const DAY_MS = 24 * 3_600_000;

const provisioned = async (options: LabOrgOptions = {}, changes: RecordChanges = {}): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger({ ...provisionedEntries(), ...changes });
  return org;
};

describe('RecordProvisioned', () => {
  it('tells the world, then writes that the org is ready and gives the claim back', async () => {
    const lastError = {
      error: 'QueueNotFound',
      message: 'of an earlier run',
      executionArn: EXECUTION_ARN,
      at: START_TIME,
    };
    const org = await provisioned({}, { lastError });
    expect(await org.run(handler)).toEqual({ status: 'ready' });
    expect(lab.aws.events()).toEqual([
      {
        bus: BUS,
        source: 'lab.sms',
        detailType: 'Lab Org SMS Provisioned',
        detail: {
          genesysOrgId: org.id,
          name: 'Lab Vienna 1',
          executionArn: EXECUTION_ARN,
          smsPhoneNumber: '+447700900101',
          queueId: QUEUE_ID,
          messageFlowId: FLOW_ID,
        },
      },
    ]);
    const record = await org.record();
    expect(record).toMatchObject({ status: 'ready', lastExecution: EXECUTION_ARN });
    expect(record.readyAt).toBeDefined();
    for (const field of ['claim', 'lastError', 'leaseUntil']) expect(record).not.toHaveProperty(field);
    expect(org.requests()).toEqual([]);
  });

  it('run again, finds it done by itself: no second event, no write', async () => {
    const org = await provisioned();
    await org.run(handler);
    const before = await org.record();
    expect(await org.run(handler)).toEqual({ status: 'ready' });
    expect(await org.run(handler, { redriveCount: 1 })).toEqual({ status: 'ready' });
    expect(lab.aws.events()).toHaveLength(1);
    expect(await org.record()).toEqual(before);
  });

  it('killed between event and write, sends the event again under the same identity', async () => {
    const org = await provisioned();
    await org.run(handler);
    await org.changeLedger({
      status: 'provisioning',
      claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME },
    });
    await org.run(handler);
    const [first, second] = lab.aws.events();
    expect(second).toEqual(first);
    expect((await org.record()).status).toBe('ready');
  });

  it('keeps the claim and is tried again when the bus does not take the event', async () => {
    const org = await provisioned();
    const before = await org.record();
    lab.aws.refuseEvents();
    const error: unknown = await org.run(handler).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EventNotAccepted' });
    expect(await org.record()).toEqual(before);
  });

  it('takes the ended claim again when its execution is redriven', async () => {
    const ended = { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME, ended: START_TIME };
    const org = await provisioned({}, { claim: ended, status: 'failed' });
    expect(await org.run(handler, { redriveCount: 1 })).toEqual({ status: 'ready' });
    expect((await org.record()).status).toBe('ready');
  });

  it('fails as ClaimLost, silently for the world, when another run has the org', async () => {
    const claim = { executionArn: executionArn('run-2'), redriveCount: 0, since: START_TIME };
    const org = await provisioned({}, { claim, lastExecution: claim.executionArn });
    const before = await org.record();
    await org.failure(handler, 'ClaimLost');
    expect(lab.aws.events()).toEqual([]);
    expect(knownOf(await org.record())).toEqual(knownOf(before));
    expect(await org.record()).not.toHaveProperty('lastError');
  });

  it('does not call an org ready that has no number, queue or flow', async () => {
    const org = await provisioned({}, { queue: undefined });
    await expect(org.run(handler)).rejects.toThrow('earlier stages have not run');
    expect(lab.aws.events()).toEqual([]);
    expect((await org.record()).status).toBe('provisioning');
  });
});

describe('the lease', () => {
  const daysLeft = async (org: LabOrg): Promise<number> =>
    (Date.parse((await org.record()).leaseUntil ?? '') - Date.parse((await org.record()).readyAt ?? '')) / DAY_MS;

  it('runs from RecordProvisioned for the days of the registration', async () => {
    const org = await provisioned({ registration: { leaseDays: 3 } });
    await org.run(handler);
    expect(await daysLeft(org)).toBe(3);
  });

  it('is not extended by the same event again, and is by a newer one', async () => {
    const lease = { leaseUntil: '2026-03-04T00:00:00.000Z', leaseRequestedAt: START_TIME };
    const org = await provisioned({ registration: { leaseDays: 3 } }, lease);
    const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME };
    await org.run(handler, { input: { registration: org.registration, eventTime: START_TIME } });
    expect(await org.record()).toMatchObject(lease);
    await org.changeLedger({ claim, status: 'provisioning' });
    await org.run(handler, { input: { registration: org.registration, eventTime: isoAgo(0) } });
    expect(await daysLeft(org)).toBe(3);
  });

  it('ends with a registration that has none', async () => {
    const org = await provisioned({}, { leaseUntil: '2026-03-04T00:00:00.000Z' });
    await org.run(handler);
    expect(await org.record()).not.toHaveProperty('leaseUntil');
  });
});
