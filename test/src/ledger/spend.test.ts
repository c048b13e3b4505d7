import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { OrgSpend } from '../../../src/ledger/spend.ts';
import { SPEND_TOTAL, spendOfDay } from '../../../src/workflow/spend-items.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { startLossyProxy } from '../../support/lossy-proxy.ts';
import type { LossyProxy } from '../../support/lossy-proxy.ts';
import { countedIn } from '../../support/spend-items.ts';

const ledger = ledgerDatabase();
const NONE = { perDay: 1_000, inAll: 5_000 };
let proxy: LossyProxy;
let days = 0;

beforeAll(async () => {
  proxy = await startLossyProxy();
});
afterAll(() => proxy.close());

/** A day on which nothing counts yet. */
const newDay = (): string => `2026-01-${String(++days).padStart(2, '0')}`;
const newOrg = (table = ledger.table): OrgSpend => new OrgSpend(table, randomUUID());
const total = (): Promise<string[]> => countedIn(ledger.table, SPEND_TOTAL);
const onDay = (day: string): Promise<string[]> => countedIn(ledger.table, spendOfDay(day));

describe('the spend count', () => {
  it('counts a number once on its day and in all, however often it is asked for', async () => {
    const [day, org, before] = [newDay(), newOrg(), await total()];
    for (let time = 0; time < 3; time++) expect(await org.count('+447700900001', day, NONE)).toBe('counted');
    expect(await onDay(day)).toHaveLength(1);
    expect(await total()).toHaveLength(before.length + 1);
  });

  it('lets exactly as many through as the limit says when twenty ask at once', async () => {
    const day = newDay();
    const asked = Array.from({ length: 20 }, (_, index) =>
      newOrg().count(`+4477009001${index + 10}`, day, { ...NONE, perDay: 7 }),
    );
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(7);
    expect(await onDay(day)).toHaveLength(7);
  });

  it('keeps one that counts already although the limit is reached, or was lowered since', async () => {
    const [day, org] = [newDay(), newOrg()];
    await org.count('+447700900002', day, NONE);
    expect(await org.count('+447700900002', day, { perDay: 0, inAll: 0 })).toBe('counted');
    expect(await newOrg().count('+447700900003', day, { ...NONE, perDay: 1 })).toBe('day is full');
  });

  it('counts nothing with a limit of 0, also on a day that has no item yet', async () => {
    const day = newDay();
    expect(await newOrg().count('+447700900004', day, { ...NONE, perDay: 0 })).toBe('day is full');
    expect(await onDay(day)).toEqual([]);
  });

  it('takes a number off its day again when the total is full', async () => {
    const day = newDay();
    await newOrg().count('+447700900005', day, NONE);
    const inAll = (await total()).length;
    expect(await newOrg().count('+447700900006', day, { ...NONE, inAll })).toBe('total is full');
    expect(await onDay(day)).toHaveLength(1);
    expect(await total()).toHaveLength(inAll);
  });

  it('keeps two orgs apart that ask for the same number, since one of them will be refused', async () => {
    const [day, first, second] = [newDay(), newOrg(), newOrg()];
    await first.count('+447700900007', day, NONE);
    await second.count('+447700900007', day, NONE);
    await second.giveBack('+447700900007', [day]);
    expect(await onDay(day)).toHaveLength(1);
    expect((await total()).filter((member) => member.startsWith('+447700900007'))).toHaveLength(1);
  });

  it('frees the total but not the day of a released number, and both of a refused one', async () => {
    const [day, org] = [newDay(), newOrg()];
    const before = await total();
    await org.count('+447700900008', day, NONE);
    await org.count('+447700900009', day, NONE);
    await org.uncount('+447700900008');
    await org.uncount('+447700900008');
    await org.giveBack('+447700900009', [day, newDay()]);
    expect(await onDay(day)).toEqual([expect.stringContaining('+447700900008')]);
    expect(await total()).toEqual(before);
  });

  it('makes no item of a day on which nothing counted', async () => {
    const day = newDay();
    await newOrg().giveBack('+447700900010', [day]);
    expect(await ledger.table.read(spendOfDay(day))).toBeUndefined();
  });
});

describe('a spend count whose answer was lost', () => {
  const lossy = (): OrgSpend =>
    newOrg(new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '', { endpoint: proxy.endpoint }));

  it('counts once and says so, also when it took the last place', async () => {
    const day = newDay();
    proxy.loseNext('UpdateItem');
    expect(await lossy().count('+447700900011', day, { ...NONE, perDay: 1 })).toBe('counted');
    expect(await onDay(day)).toHaveLength(1);
  });

  it('is given back once', async () => {
    const [day, org] = [newDay(), lossy()];
    await org.count('+447700900012', day, NONE);
    proxy.loseNext('UpdateItem');
    await org.giveBack('+447700900012', [day]);
    expect(await onDay(day)).toEqual([]);
  });
});
