import { randomUUID } from 'node:crypto';
import type { ClaimOutcome, HolderLookup } from '../../../src/ledger/claims.ts';
import { changeAsHolder, holdClaim, holds, takeClaim } from '../../../src/ledger/claims.ts';
import { decommissioningWish } from '../../../src/ledger/decommissioning-claim.ts';
import { isSameRegistration, provisioningWish } from '../../../src/ledger/provisioning-claim.ts';
import type { Registration } from '../../../src/workflow/registration.ts';
import type { LabOrgRecord, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import {
  claimedRecord,
  EXECUTION_ARN,
  executionArn,
  registrationOf,
  START_TIME,
} from '../../support/ledger-records.ts';
import { isoAgo } from '../../support/date.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';

const ledger = ledgerDatabase();
const ME = { executionArn: EXECUTION_ARN, redriveCount: 0 };
const OTHER = executionArn('run-0');
const running: HolderLookup = () => Promise.resolve({ state: 'running' });

const recordWith = async (changes: RecordChanges = {}): Promise<LabOrgRecord> => {
  const created = await ledger.table.create(claimedRecord(registrationOf(randomUUID()), changes));
  if (created === undefined) throw new Error('not created');
  return created;
};

const takeAll = (registrations: Registration[]): Promise<PromiseSettledResult<ClaimOutcome>[]> =>
  Promise.allSettled(
    registrations.map((registration, index) => {
      const me = { executionArn: executionArn(`run-${index}`), redriveCount: 0, requestedAt: START_TIME };
      return takeClaim(ledger.table, provisioningWish(registration, me), me, running);
    }),
  );

const heldIn = (outcomes: PromiseSettledResult<ClaimOutcome>[]): ClaimOutcome[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value.isHeld ? [outcome.value] : []));

describe('twenty executions that want one org at the same time', () => {
  it.each(['nobody knows', 'is free'])('leave one holder of an org that %s, and nineteen quiet ends', async (state) => {
    const registration = registrationOf(randomUUID());
    if (state === 'is free') {
      await ledger.table.create(
        claimedRecord(registration, { claim: undefined, lastExecution: OTHER, status: 'ready' }),
      );
    }
    const outcomes = await takeAll(Array.from({ length: 20 }, () => registration));
    const [held, ...others] = heldIn(outcomes);
    expect(others).toEqual([]);
    const holder = held?.isHeld === true ? held.record.claim?.executionArn : undefined;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled' && !outcome.value.isHeld) expect(outcome.value.holder).toBe(holder);
    }
    expect((await ledger.table.read(registration.genesysOrgId))?.claim?.executionArn).toBe(holder);
  });

  it('leave one holder and nineteen times LabOrgBusy when each wants something else', async () => {
    const genesysOrgId = randomUUID();
    const outcomes = await takeAll(
      Array.from({ length: 20 }, (_, index) => registrationOf(genesysOrgId, { queueName: `Queue ${index}` })),
    );
    expect(heldIn(outcomes)).toHaveLength(1);
    const names = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as Error).name] : [],
    );
    expect(names).toEqual(Array.from({ length: 19 }, () => 'LabOrgBusy'));
  });
});

describe('taking a claim', () => {
  it('gives up as LedgerContention, to be tried again, when the record changes at every look', async () => {
    const record = await recordWith({ claim: { executionArn: OTHER, redriveCount: 0, since: START_TIME } });
    const meddling: HolderLookup = async () => {
      const now = await ledger.table.read(record.genesysOrgId);
      if (now !== undefined) await ledger.table.compareAndSet(now, { lastExecution: OTHER });
      return { state: 'ended', stopped: START_TIME };
    };
    const me = { ...ME, requestedAt: START_TIME };
    const taking = takeClaim(ledger.table, provisioningWish(record.registration, me), me, meddling);
    await expect(taking).rejects.toMatchObject({ name: 'LedgerContention' });
  });

  it('asks Step Functions only when somebody blocks', async () => {
    const lookUp = jest.fn(running);
    const record = await recordWith({ claim: undefined, lastExecution: OTHER });
    const me = { ...ME, requestedAt: START_TIME };
    await takeClaim(ledger.table, provisioningWish(record.registration, me), me, lookUp);
    await takeClaim(ledger.table, provisioningWish(record.registration, me), me, lookUp);
    expect(lookUp).not.toHaveBeenCalled();
  });
});

describe('asking again for the decommissioning of a decommissioned org', () => {
  it('has nothing to do, and refuses the redrive of a registration from before', async () => {
    const [wanted, asked] = ['2026-03-01T10:00:00Z', '2026-03-01T10:00:05Z'];
    const decommissioning = { executionArn: OTHER, requestedAt: START_TIME, kept: [] };
    const { genesysOrgId, registration } = await recordWith({
      claim: undefined,
      status: 'decommissioned',
      requestedAt: START_TIME,
      decommissionedAt: START_TIME,
      decommissioning,
    });
    const me = { executionArn: executionArn('gone', 'decommissioning'), redriveCount: 0, requestedAt: asked };
    const again = takeClaim(ledger.table, decommissioningWish({ genesysOrgId }, me), me, running);
    expect(await again).toEqual({ isHeld: false, holder: null });
    const late = { ...ME, redriveCount: 1, requestedAt: wanted };
    const redrive = takeClaim(ledger.table, provisioningWish(registration, late), late, running);
    await expect(redrive).rejects.toMatchObject({ name: 'RegistrationOutdated' });
    const record = await ledger.table.read(genesysOrgId);
    expect(record).toMatchObject({ status: 'decommissioned', decommissionedAt: START_TIME });
    expect(record).not.toHaveProperty('claim');
  });
});

describe('two registrations', () => {
  it('are the same when all their fields are, in any order', () => {
    const one = registrationOf('one');
    const { genesysOrgId, ...rest } = one;
    expect(isSameRegistration(one, { ...rest, genesysOrgId })).toBe(true);
    expect(isSameRegistration(one, { ...one, replace: ['flow'] })).toBe(false);
    expect(isSameRegistration(one, { ...one, sms: { ...one.sms, areaCode: '20' } })).toBe(false);
  });
});

describe('holding a claim', () => {
  it('writes nothing while it is held', async () => {
    const record = await recordWith();
    expect(await holdClaim(ledger.table, record, ME)).toBe(record);
  });

  it.each<[string, RecordChanges, number]>([
    ['ended, and nobody had the org since', { claim: { ...ME, since: START_TIME, ended: START_TIME } }, 1],
    ['ended, at the same redrive count', { claim: { ...ME, since: START_TIME, ended: START_TIME } }, 0],
    ['given back, and nobody had the org since', { claim: undefined }, 0],
  ])('takes a claim again that is %s', async (_what, changes, redriveCount) => {
    const record = await recordWith({ ...changes, status: 'failed' });
    const held = await holdClaim(ledger.table, record, { ...ME, redriveCount });
    expect(held).toMatchObject({ status: 'provisioning', claim: { executionArn: EXECUTION_ARN, redriveCount } });
    expect(held.claim).not.toHaveProperty('ended');
  });

  it('waits out the last call of its run from before a redrive, whoever writes down when that ended', async () => {
    const unwritten = await recordWith();
    const redriven = { ...ME, redriveCount: 2 };
    await expect(holdClaim(ledger.table, unwritten, redriven)).rejects.toMatchObject({ name: 'ClaimSettling' });
    const marked = await ledger.table.read(unwritten.genesysOrgId);
    if (marked === undefined) throw new Error('no record');
    expect(Date.parse(marked.claim?.ended ?? '')).toBeGreaterThan(Date.now() - 10_000);
    await expect(holdClaim(ledger.table, marked, redriven)).rejects.toMatchObject({ name: 'ClaimSettling' });
    expect(await ledger.table.read(unwritten.genesysOrgId)).toEqual(marked);

    const settled = await ledger.table.compareAndSet(marked, {
      claim: { ...ME, since: START_TIME, ended: isoAgo(31_000) },
    });
    if (settled === undefined) throw new Error('not changed');
    expect((await holdClaim(ledger.table, settled, redriven)).claim).toMatchObject({ redriveCount: 2 });
  });

  it.each<[string, RecordChanges, number]>([
    ['somebody else holds it', { claim: { executionArn: OTHER, redriveCount: 0, since: START_TIME } }, 0],
    [
      'it has ended and another had the org since',
      { claim: { ...ME, since: START_TIME, ended: START_TIME }, lastExecution: OTHER },
      1,
    ],
    ['another had the org and gave it back', { claim: undefined, lastExecution: OTHER }, 1],
    ['it was redriven since', { claim: { ...ME, redriveCount: 3, since: START_TIME } }, 2],
    [
      'it was redriven since and that ended',
      { claim: { ...ME, redriveCount: 3, since: START_TIME, ended: START_TIME } },
      2,
    ],
  ])('is ClaimLost when %s', async (_what, changes, redriveCount) => {
    const record = await recordWith(changes);
    const holding = holdClaim(ledger.table, record, { ...ME, redriveCount });
    await expect(holding).rejects.toMatchObject({ name: 'ClaimLost' });
    expect(await ledger.table.read(record.genesysOrgId)).toEqual(record);
  });

  it('is LedgerContention when the record changed since it was read', async () => {
    const record = await recordWith({ claim: undefined });
    await ledger.table.compareAndSet(record, { status: 'failed' });
    await expect(holdClaim(ledger.table, record, ME)).rejects.toMatchObject({ name: 'LedgerContention' });
  });
});

describe('a write of the holder', () => {
  it('holds while the claim does', async () => {
    const changed = await changeAsHolder(ledger.table, await recordWith(), ME, { status: 'ready' });
    expect(changed).toMatchObject({ status: 'ready', revision: 2 });
    expect(holds(changed, ME)).toBe(true);
  });

  it('is LedgerContention when another call of the same execution was faster', async () => {
    const record = await recordWith();
    await ledger.table.compareAndSet(record, { readyAt: START_TIME });
    const late = changeAsHolder(ledger.table, record, ME, { status: 'ready' });
    await expect(late).rejects.toMatchObject({ name: 'LedgerContention' });
  });

  it.each<[string, RecordChanges]>([
    ['ended', { claim: { ...ME, since: START_TIME, ended: START_TIME } }],
    ['taken by another execution', { claim: { executionArn: OTHER, redriveCount: 0, since: START_TIME } }],
    ['taken by its own redrive', { claim: { ...ME, redriveCount: 1, since: START_TIME } }],
    ['given back', { claim: undefined }],
  ])('is ClaimLost, and lost, when the claim was %s meanwhile', async (_what, changes) => {
    const record = await recordWith();
    const now = await ledger.table.compareAndSet(record, changes);
    await expect(changeAsHolder(ledger.table, record, ME, { status: 'ready' })).rejects.toMatchObject({
      name: 'ClaimLost',
    });
    if (now === undefined) throw new Error('not changed');
    await expect(changeAsHolder(ledger.table, now, ME, { status: 'ready' })).rejects.toMatchObject({
      name: 'ClaimLost',
    });
    expect(await ledger.table.read(record.genesysOrgId)).toEqual(now);
  });
});
