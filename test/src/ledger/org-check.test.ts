import type { LabOrgRecord } from '../../../src/ledger/lab-org-record.ts';
import { writeCheck } from '../../../src/ledger/org-check.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { claimedRecord, registrationOf } from '../../support/ledger-records.ts';

const ledger = ledgerDatabase();
let orgs = 0;

const newRecord = async (): Promise<LabOrgRecord> => {
  const id = `00000000-0000-4000-8000-${String(orgs++).padStart(12, '0')}`;
  const created = await ledger.table.create(claimedRecord(registrationOf(id), { claim: undefined, status: 'ready' }));
  if (created === undefined) throw new Error('there is such an org already');
  return created;
};
const entry = (lookedAt: string): Parameters<typeof writeCheck>[2] => ({ lookedAt, suspected: {}, reported: {} });

it('writes its own field and nothing else: a run that has read the record before writes as if nothing had happened', async () => {
  const record = await newRecord();
  const written = await writeCheck(ledger.table, record, entry('2026-11-23T12:00:00.000Z'));
  expect(await ledger.table.read(record.genesysOrgId)).toEqual({ ...record, check: written });
  expect(await ledger.table.compareAndSet(record, { status: 'failed' })).toBeDefined();
  const now = await ledger.table.read(record.genesysOrgId);
  expect(now).toMatchObject({ status: 'failed', revision: record.revision + 1, check: written });
});

it('writes nothing once a run has written since the record was read', async () => {
  const record = await newRecord();
  await ledger.table.compareAndSet(record, { status: 'provisioning' });
  expect(await writeCheck(ledger.table, record, entry('2026-11-23T12:00:00.000Z'))).toBeUndefined();
  expect(await ledger.table.read(record.genesysOrgId)).not.toHaveProperty('check');
});

it('writes nothing once another check has, the first one or a later one', async () => {
  const record = await newRecord();
  const first = await writeCheck(ledger.table, record, entry('2026-11-23T12:00:00.000Z'));
  expect(await writeCheck(ledger.table, record, entry('2026-11-23T12:00:00.000Z'))).toBeUndefined();
  const seen = { ...record, check: first ?? { ...entry(''), writeToken: '' } };
  const second = await writeCheck(ledger.table, seen, entry('2026-11-23T13:00:00.000Z'));
  expect(second?.lookedAt).toBe('2026-11-23T13:00:00.000Z');
  expect(await writeCheck(ledger.table, seen, entry('2026-11-23T13:00:00.000Z'))).toBeUndefined();
  expect((await ledger.table.read(record.genesysOrgId))?.check).toEqual(second);
});

it('takes a write for its own whose answer was lost', async () => {
  const record = await newRecord();
  const setWhere = ledger.table.setWhere.bind(ledger.table);
  jest.spyOn(ledger.table, 'setWhere').mockImplementationOnce(async (...write) => {
    await setWhere(...write);
    return setWhere(...write);
  });
  expect(await writeCheck(ledger.table, record, entry('2026-11-23T12:00:00.000Z'))).toBeDefined();
});
