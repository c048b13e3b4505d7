import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { beginText } from '../../../src/ledger/begin-text.ts';
import type { TextStart } from '../../../src/ledger/begin-text.ts';
import type { LabOrgRecord, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { claimedRecord, executionArn, registrationOf } from '../../support/ledger-records.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { startLossyProxy } from '../../support/lossy-proxy.ts';
import type { LossyProxy } from '../../support/lossy-proxy.ts';

const ledger = ledgerDatabase();
const NOON = '2026-11-23T12:00:00.000Z';
/** The execution that has the marker: only a verification in flight begins a text. */
const VERIFYING = executionArn('run-1', 'verification');
let proxy: LossyProxy;

beforeAll(async () => {
  proxy = await startLossyProxy();
});
afterAll(() => proxy.close());
beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOON), doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const newOrg = async (changes: RecordChanges = {}): Promise<LabOrgRecord> => {
  const verificationInFlight = { verificationId: 'one', executionArn: VERIFYING, since: NOON };
  const record = await ledger.table.create(
    claimedRecord(registrationOf(randomUUID()), { verificationInFlight, ...changes }),
  );
  if (record === undefined) throw new Error('not created');
  return record;
};

const read = async ({ genesysOrgId }: LabOrgRecord): Promise<LabOrgRecord> => {
  const record = await ledger.table.read(genesysOrgId);
  if (record === undefined) throw new Error('no record');
  return record;
};

const begin = (record: LabOrgRecord, id: string, textsADay: number, table = ledger.table): Promise<TextStart> => {
  const entry = { executionArn: VERIFYING, state: 'sending', textBegun: true } as const;
  return beginText(table, record, id, { ...entry, since: new Date().toISOString() }, textsADay);
};

const textsOf = (day: string, ...ids: string[]) => ({
  day,
  verifications: Object.fromEntries(ids.map((id) => [id, NOON])),
});

describe('beginning a text', () => {
  it('counts it for the day, and writes "sending" with it', async () => {
    const org = await newOrg();
    expect(await begin(org, 'one', 2)).toBe('begun');
    expect(await begin(await read(org), 'two', 2)).toBe('begun');
    expect(await read(org)).toMatchObject({
      textsOfDay: textsOf('2026-11-23', 'one', 'two'),
      verifications: { one: { state: 'sending', textBegun: true }, two: { state: 'sending' } },
      revision: org.revision,
    });
  });

  it('is refused once the day is full, and writes nothing then', async () => {
    const org = await newOrg({ textsOfDay: textsOf('2026-11-23', 'one', 'two') });
    expect(await begin(org, 'three', 2)).toBe('limit reached');
    expect(await read(org)).toEqual(org);
    expect(await begin(org, 'three', 3)).toBe('begun');
  });

  it('lets one of two take the last place that both saw free', async () => {
    const org = await newOrg({ textsOfDay: textsOf('2026-11-23', 'one') });
    const starts = await Promise.all(['two', 'three'].map((id) => begin(org, id, 2)));
    expect(starts.sort()).toEqual(['begun', 'limit reached']);
    expect(Object.keys((await read(org)).textsOfDay?.verifications ?? {})).toHaveLength(2);
  });

  it('counts both of two that are the first of their day', async () => {
    const org = await newOrg({ textsOfDay: textsOf('2026-11-22', 'a', 'b', 'c') });
    expect(await Promise.all(['one', 'two'].map((id) => begin(org, id, 2)))).toEqual(['begun', 'begun']);
    expect((await read(org)).textsOfDay?.day).toBe('2026-11-23');
    expect(await begin(await read(org), 'three', 2)).toBe('limit reached');
  });

  it('begins anew after midnight UTC, and not for a clock that is behind', async () => {
    const org = await newOrg({ textsOfDay: textsOf('2026-11-23', 'one') });
    jest.setSystemTime(new Date('2026-11-22T23:59:59.999Z'));
    expect(await begin(org, 'two', 1)).toBe('limit reached');
    jest.setSystemTime(new Date('2026-11-24T00:00:00.000Z'));
    expect(await begin(org, 'two', 1)).toBe('begun');
    expect((await read(org)).textsOfDay?.day).toBe('2026-11-24');
  });

  it('lets none through where the limit is 0', async () => {
    expect(await begin(await newOrg(), 'one', 0)).toBe('limit reached');
  });

  it.each<[string, RecordChanges]>([
    ['is over', { verificationInFlight: undefined }],
    [
      'was followed by another',
      {
        verificationInFlight: {
          verificationId: 'two',
          executionArn: executionArn('run-2', 'verification'),
          since: NOON,
        },
      },
    ],
  ])('is refused to a late call of a verification that %s', async (_what, changes) => {
    const org = await newOrg(changes);
    expect(await begin(org, 'one', 5)).toBe('begun by another');
    expect(await read(org)).toEqual(org);
  });

  it('is for one of those who begin the same verification', async () => {
    const org = await newOrg();
    const starts = await Promise.all([1, 2, 3].map(() => begin(org, 'one', 5)));
    expect(starts.sort()).toEqual(['begun', 'begun by another', 'begun by another']);
    expect((await read(org)).textsOfDay).toMatchObject({ verifications: { one: expect.any(String) as string } });
  });

  it('is done, once, when the answer to its write was lost, also in the last place of the day', async () => {
    const org = await newOrg();
    proxy.loseNext('UpdateItem');
    const lossy = new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '', { endpoint: proxy.endpoint });
    expect(await begin(org, 'one', 1, lossy)).toBe('begun');
    expect(Object.keys((await read(org)).textsOfDay?.verifications ?? {})).toEqual(['one']);
  });
});
