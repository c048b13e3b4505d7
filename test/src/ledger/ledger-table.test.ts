import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { claimedRecord, numberEntry, registrationOf } from '../../support/ledger-records.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { startLossyProxy } from '../../support/lossy-proxy.ts';
import type { LossyProxy } from '../../support/lossy-proxy.ts';

const ledger = ledgerDatabase();
let proxy: LossyProxy;
let lossy: LedgerTable;

beforeAll(async () => {
  proxy = await startLossyProxy();
  lossy = new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '', { endpoint: proxy.endpoint });
});
afterAll(() => proxy.close());

const newRecord = (): ReturnType<typeof claimedRecord> => claimedRecord(registrationOf(randomUUID()));

describe('the ledger', () => {
  it('gives back what was created, with revision 1', async () => {
    const created = await ledger.table.create(newRecord());
    expect(created).toMatchObject({ revision: 1, status: 'provisioning' });
    expect(await ledger.table.read(created?.genesysOrgId ?? '')).toEqual(created);
  });

  it('knows nothing of an org that was never there', async () => {
    expect(await ledger.table.read('never')).toBeUndefined();
  });

  it('creates one record per org: the second creator gets undefined and changes nothing', async () => {
    const record = newRecord();
    const created = await ledger.table.create(record);
    expect(await ledger.table.create({ ...record, status: 'failed' })).toBeUndefined();
    expect(await ledger.table.read(record.genesysOrgId)).toEqual(created);
  });

  it('sets fields, removes those given as undefined, and answers the record as it is then', async () => {
    const created = await ledger.table.create({ ...newRecord(), readyAt: 'once' });
    if (created === undefined) throw new Error('not created');
    const smsPhoneNumber = numberEntry();
    const changed = await ledger.table.compareAndSet(created, { smsPhoneNumber, readyAt: undefined, status: 'ready' });
    expect(changed).toMatchObject({ smsPhoneNumber, status: 'ready', revision: 2 });
    expect(changed).not.toHaveProperty('readyAt');
    expect(await ledger.table.read(created.genesysOrgId)).toEqual(changed);
  });

  it('changes nothing when the record has changed since it was read', async () => {
    const created = await ledger.table.create(newRecord());
    if (created === undefined) throw new Error('not created');
    const first = await ledger.table.compareAndSet(created, { status: 'ready' });
    expect(await ledger.table.compareAndSet(created, { status: 'failed' })).toBeUndefined();
    expect(await ledger.table.read(created.genesysOrgId)).toEqual(first);
  });

  it('lets one of many writers of the same revision win', async () => {
    const created = await ledger.table.create(newRecord());
    if (created === undefined) throw new Error('not created');
    const writers = Array.from({ length: 10 }, (_, index) =>
      ledger.table.compareAndSet(created, { lastExecution: `writer ${index}` }),
    );
    const winners = (await Promise.all(writers)).filter((written) => written !== undefined);
    expect(winners).toHaveLength(1);
    expect(await ledger.table.read(created.genesysOrgId)).toEqual(winners[0]);
  });

  it('keeps a write out that does not meet its condition, and creates no record by the way', async () => {
    const condition = { expression: 'attribute_exists(#id)', names: { '#id': 'genesysOrgId' }, values: {} };
    expect(await ledger.table.setWhere('nobody', [[['status'], 'ready']], condition)).toBe(false);
    expect(await ledger.table.read('nobody')).toBeUndefined();
  });
});

describe('a conditional write whose answer was lost', () => {
  it('counts as done when it created the record', async () => {
    proxy.loseNext('PutItem');
    const created = await lossy.create(newRecord());
    expect(created).toBeDefined();
    expect(await ledger.table.read(created?.genesysOrgId ?? '')).toEqual(created);
  });

  it('counts as done, once, when it changed the record', async () => {
    const created = await ledger.table.create(newRecord());
    if (created === undefined) throw new Error('not created');
    proxy.loseNext('UpdateItem');
    const changed = await lossy.compareAndSet(created, { status: 'ready' });
    expect(changed).toMatchObject({ status: 'ready', revision: 2 });
    expect(await ledger.table.read(created.genesysOrgId)).toEqual(changed);
  });
});

describe('a ledger that fails', () => {
  it('says so and does not look like one that was overtaken', async () => {
    const missing = new LedgerTable('no-such-table');
    await expect(missing.read('x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(missing.create(newRecord())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const condition = { expression: 'attribute_exists(#id)', names: { '#id': 'genesysOrgId' }, values: {} };
    await expect(missing.setWhere('x', [[['status'], 'ready']], condition)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
