import { decommissioningWish } from '../../../src/ledger/decommissioning-claim.ts';
import { provisioningWish } from '../../../src/ledger/provisioning-claim.ts';
import type { LabOrgRecord, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import {
  claimedRecord,
  DECOMMISSIONING_ARN,
  decommissioningChanges,
  EXECUTION_ARN,
  numberEntry,
  registrationOf,
} from '../../support/ledger-records.ts';

const REGISTRATION = registrationOf('one');
const NUMBER = '+447700900101';
const [BEFORE, SAME_SECOND, AT, AFTER] = [
  '2026-03-01T09:59:59Z',
  '2026-03-01T10:00:00Z',
  '2026-03-01T10:00:00.900Z',
  '2026-03-01T10:00:01Z',
];

const recordWith = (changes: RecordChanges): LabOrgRecord => {
  const record = claimedRecord(REGISTRATION, { requestedAt: AT, ...changes });
  return { ...record, revision: 1, writeToken: 'token', updatedAt: '' };
};
const wish = (requestedAt: string, request: object = {}) =>
  decommissioningWish(
    { genesysOrgId: 'one', ...request },
    { executionArn: DECOMMISSIONING_ARN, redriveCount: 0, requestedAt },
  );
const registering = (requestedAt: string) =>
  provisioningWish(REGISTRATION, { executionArn: EXECUTION_ARN, redriveCount: 0, requestedAt });
const named = (name: string): Error => expect.objectContaining({ name }) as Error;

describe('a request to decommission', () => {
  it('is outdated when it is older than the last registration; the same second is not older', () => {
    expect(() => {
      wish(BEFORE).check(recordWith({}));
    }).toThrow(named('DecommissionRequestOutdated'));
    for (const at of [SAME_SECOND, AFTER]) wish(at).check(recordWith({}));
  });

  it('spells out the adopted number of the org and no other', () => {
    const adopted = recordWith({ smsPhoneNumber: numberEntry({ isAdopted: true }) });
    wish(AFTER, { releaseAdopted: NUMBER }).check(adopted);
    const others = [recordWith({ smsPhoneNumber: numberEntry() }), recordWith({})];
    for (const record of others) {
      expect(() => {
        wish(AFTER, { releaseAdopted: NUMBER }).check(record);
      }).toThrow(named('InvalidDecommissionRequest'));
    }
    expect(() => {
      wish(AFTER, { releaseAdopted: '+447700900102' }).check(adopted);
    }).toThrow(named('InvalidDecommissionRequest'));
  });

  it('is done when the org is decommissioned, and not when something was left behind', () => {
    expect(wish(AFTER).isDone(recordWith({ status: 'decommissioned' }))).toBe(true);
    expect(wish(AFTER).isDone(recordWith({ status: 'left behind' }))).toBe(false);
  });

  it('makes older registrations outdated also when there is nothing left to do', () => {
    const done = recordWith({ ...decommissioningChanges({ requestedAt: BEFORE }), status: 'decommissioned' });
    expect(wish(BEFORE).changesWhenDone(done)).toBeUndefined();
    const changes = wish(AFTER).changesWhenDone(done);
    expect(changes).toEqual({ decommissioning: { ...done.decommissioning, requestedAt: AFTER } });
    expect(() => {
      registering(AT).check({ ...done, ...(changes as Partial<LabOrgRecord>) });
    }).toThrow(named('RegistrationOutdated'));
    registering(AT).check(done);
  });

  it('is the same as the running one when it asks for the very same', () => {
    const record = recordWith(decommissioningChanges({ releaseAdopted: NUMBER }));
    expect(wish(AFTER, { releaseAdopted: NUMBER }).isSame(record)).toBe(true);
    expect(wish(AFTER).isSame(record)).toBe(false);
    expect(wish(AFTER, { releaseAdopted: NUMBER, abandonCandidate: NUMBER }).isSame(record)).toBe(false);
    expect(wish(AFTER, { releaseAdopted: NUMBER }).isSame({ ...record, status: 'provisioning' })).toBe(false);
  });

  it('has nothing to do in an org that the ledger does not know', () => {
    expect(() => wish(AFTER).newRecord({ executionArn: '', redriveCount: 0, since: AT }, AT)).toThrow(
      named('LabOrgNotProvisioned'),
    );
  });
});

describe('a request of the product itself', () => {
  const LEASE = '2026-03-08T10:00:00.000Z';

  it('to end a lease is moot when the org has another lease now, or none', () => {
    const request = wish(AFTER, { leaseUntil: LEASE });
    expect(request.isMoot(recordWith({ status: 'ready', leaseUntil: LEASE }))).toBe(false);
    expect(request.isMoot(recordWith({ status: 'ready', leaseUntil: '2026-03-15T10:00:00.000Z' }))).toBe(true);
    expect(request.isMoot(recordWith({ status: 'ready' }))).toBe(true);
  });

  it('to release after a failure is moot once that execution was redriven to its end, or another had the org', () => {
    const request = wish(AFTER, { failedExecution: EXECUTION_ARN });
    const asked = { releaseRequest: { executionArn: EXECUTION_ARN, at: AT } };
    expect(request.isMoot(recordWith({ status: 'failed', ...asked }))).toBe(false);
    expect(request.isMoot(recordWith({ status: 'left behind', lastExecution: DECOMMISSIONING_ARN, ...asked }))).toBe(
      false,
    );
    for (const status of ['ready', 'provisioning', 'decommissioned'] as const)
      expect(request.isMoot(recordWith({ status, ...asked }))).toBe(true);
    expect(request.isMoot(recordWith({ status: 'failed', lastExecution: 'another' }))).toBe(true);
  });

  it('is never moot when a person asks', () => {
    for (const status of ['ready', 'failed', 'provisioning'] as const)
      expect(wish(AFTER).isMoot(recordWith({ status }))).toBe(false);
  });
});

describe('a registration', () => {
  it('is outdated when it is older than the last one: events may overtake each other', () => {
    const changed = recordWith({ registration: registrationOf('one', { queueName: 'Another' }) });
    expect(() => {
      registering(BEFORE).check(changed);
    }).toThrow(named('RegistrationOutdated'));
    for (const at of [SAME_SECOND, AFTER]) registering(at).check(changed);
  });

  it('that is the very same as the last one is not outdated by it, and makes it no older', () => {
    registering(BEFORE).check(recordWith({}));
    expect(registering(BEFORE).changes(recordWith({})).requestedAt).toBe(AT);
    expect(registering(AFTER).changes(recordWith({})).requestedAt).toBe(AFTER);
  });

  it('begins its lease with the claim, so that a run that fails and is forgotten does not bill for ever', () => {
    const leased = provisioningWish(registrationOf('one', { leaseDays: 2 }), {
      executionArn: EXECUTION_ARN,
      redriveCount: 0,
      requestedAt: AT,
    });
    const claim = { executionArn: EXECUTION_ARN, redriveCount: 0, since: AT };
    expect(leased.newRecord(claim, AT).leaseUntil).toBe('2026-03-03T10:00:00.900Z');
    expect(leased.changes(recordWith({})).leaseUntil).toEqual(expect.any(String));
    expect(leased.changes(recordWith({ leaseUntil: AFTER })).leaseUntil).toBe(AFTER);
    expect(registering(AT).newRecord(claim, AT)).not.toHaveProperty('leaseUntil');
  });

  it.each<[string, RecordChanges]>([
    ['a decommissioning that has ended', { decommissionedAt: AT, status: 'decommissioned' }],
    ['one that has left something behind', { ...decommissioningChanges({ requestedAt: AT }), status: 'left behind' }],
    ['one that runs', decommissioningChanges({ requestedAt: AT })],
  ])('is outdated when it is older than %s: a late copy of an event must not buy again', (_what, changes) => {
    expect(() => {
      registering(BEFORE).check(recordWith(changes));
    }).toThrow(named('RegistrationOutdated'));
    for (const at of [SAME_SECOND, AFTER]) registering(at).check(recordWith(changes));
  });

  it('ends what was known of a decommissioning', () => {
    expect(registering(AFTER).changes(recordWith(decommissioningChanges()))).toMatchObject({
      status: 'provisioning',
      decommissioning: undefined,
    });
  });
});
