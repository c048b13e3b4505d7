import { randomUUID } from 'node:crypto';
import process from 'node:process';
import type { HolderLookup } from '../../../src/ledger/claims.ts';
import type { LabOrgRecord, RecordChanges, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { createVerification, endVerification, markSent, startVerification } from '../../../src/ledger/verifications.ts';
import {
  claimedRecord,
  EXECUTION_ARN,
  executionArn,
  registrationOf,
  START_TIME,
} from '../../support/ledger-records.ts';
import { isoAgo } from '../../support/date.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';
import { startLossyProxy } from '../../support/lossy-proxy.ts';
import type { LossyProxy } from '../../support/lossy-proxy.ts';

const ledger = ledgerDatabase();
let proxy: LossyProxy;

beforeAll(async () => {
  proxy = await startLossyProxy();
});
afterAll(() => proxy.close());

const HOUR_MS = 3_600_000;
const running: HolderLookup = () => Promise.resolve({ state: 'running' });
const missing: HolderLookup = () => Promise.resolve({ state: 'missing' });
const ended: HolderLookup = () => Promise.resolve({ state: 'ended', stopped: START_TIME });

const markerOf = (name: string) => ({
  verificationId: name,
  executionArn: executionArn(name, 'verification'),
  since: START_TIME,
});
const entry: VerificationEntry = { ...markerOf('one'), state: 'sending', writeToken: 'token' };
const begun: VerificationEntry = { ...entry, textBegun: true };
const inFlight = { verificationInFlight: markerOf('one') };

const newOrg = async (changes: RecordChanges = {}): Promise<string> => {
  const genesysOrgId = randomUUID();
  await ledger.table.create(claimedRecord(registrationOf(genesysOrgId), changes));
  return genesysOrgId;
};

const read = async (genesysOrgId: string): Promise<LabOrgRecord> => {
  const record = await ledger.table.read(genesysOrgId);
  if (record === undefined) throw new Error('no record');
  return record;
};

describe('starting a verification', () => {
  it('lets one of twenty run', async () => {
    const org = await newOrg();
    const starts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => startVerification(ledger.table, org, markerOf(`v-${index}`), running)),
    );
    expect(starts.filter(({ mayRun }) => mayRun)).toHaveLength(1);
    const { verificationInFlight } = await read(org);
    for (const start of starts) if (!start.mayRun) expect(start.inFlight).toEqual(verificationInFlight);
  });

  it('lets the same execution start again without asking Step Functions', async () => {
    const org = await newOrg({ verificationInFlight: markerOf('one') });
    const lookUp = jest.fn(running);
    expect(await startVerification(ledger.table, org, markerOf('one'), lookUp)).toMatchObject({ mayRun: true });
    expect(lookUp).not.toHaveBeenCalled();
  });

  it.each([
    ['that has ended', ended, START_TIME, true],
    ['that Step Functions has not known for more than a day', missing, isoAgo(25 * HOUR_MS), true],
    ['that Step Functions does not know yet', missing, isoAgo(1_000), false],
  ])('takes over from an execution %s, or not (%#)', async (_what, lookUp, since, mayRun) => {
    const org = await newOrg({ verificationInFlight: { ...markerOf('other'), since } });
    expect(await startVerification(ledger.table, org, markerOf('one'), lookUp)).toMatchObject({ mayRun });
    expect((await read(org)).verificationInFlight?.verificationId).toBe(mayRun ? 'one' : 'other');
  });

  it('marks nothing for a verification whose text is out and whose end is written, as after a redrive', async () => {
    const known: VerificationEntry = { ...begun, state: 'ended', outcome: 'delivered' };
    const org = await newOrg({ verifications: { one: known } });
    expect(await startVerification(ledger.table, org, markerOf('one'), ended)).toMatchObject({ mayRun: true });
    expect(await read(org)).not.toHaveProperty('verificationInFlight');
    const { textBegun, ...unsent } = known;
    const again = await newOrg({ verifications: { one: unsent } });
    await startVerification(ledger.table, again, markerOf('one'), ended);
    expect((await read(again)).verificationInFlight).toEqual(markerOf('one'));
  });

  it('yields to one that took over first', async () => {
    const org = await newOrg({ verificationInFlight: markerOf('dead') });
    const overtaken: HolderLookup = async () => {
      await startVerification(ledger.table, org, markerOf('faster'), ended);
      return { state: 'ended', stopped: START_TIME };
    };
    expect(await startVerification(ledger.table, org, markerOf('one'), overtaken)).toEqual({
      mayRun: false,
      inFlight: markerOf('faster'),
    });
  });

  it('is LedgerContention when the one in flight ends at the same moment, and LabOrgNotProvisioned without a record', async () => {
    const org = await newOrg({ verificationInFlight: markerOf('dead') });
    const vanishing: HolderLookup = async () => {
      await endVerification(ledger.table, org, 'dead', entry);
      return { state: 'ended', stopped: START_TIME };
    };
    const start = startVerification(ledger.table, org, markerOf('one'), vanishing);
    await expect(start).rejects.toMatchObject({ name: 'LedgerContention' });
    const unknown = startVerification(ledger.table, 'unknown', markerOf('one'), running);
    await expect(unknown).rejects.toMatchObject({ name: 'LabOrgNotProvisioned' });
  });
});

describe('the entry of a verification', () => {
  it('is created once, whoever comes first, and does not touch the revision of the claim holder', async () => {
    const org = await newOrg(inFlight);
    const record = await read(org);
    const created = await Promise.all(
      [1, 2, 3].map(() => createVerification(ledger.table, record, EXECUTION_ARN, begun)),
    );
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await read(org)).toMatchObject({
      revision: record.revision,
      verifications: { [EXECUTION_ARN]: { state: 'sending' } },
    });
  });

  it('counts as created when the answer to its write was lost', async () => {
    const org = await newOrg(inFlight);
    proxy.loseNext('UpdateItem');
    const lossy = new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '', { endpoint: proxy.endpoint });
    expect(await createVerification(lossy, await read(org), 'one', begun)).toBe(true);
  });

  it('is made anew while no text was begun, also after a failure that was told', async () => {
    const told = { ...entry, state: 'ended', outcome: 'routing wrong', failureReportedAt: START_TIME } as const;
    const org = await newOrg({ ...inFlight, verifications: { one: told } });
    expect(await createVerification(ledger.table, await read(org), 'one', begun)).toBe(true);
    expect((await read(org)).verifications.one).toMatchObject({ state: 'sending', textBegun: true });
    expect(await createVerification(ledger.table, await read(org), 'one', begun)).toBe(false);
  });

  it('is not made by a call so late that its verification is over, or another one in flight', async () => {
    const over = await newOrg();
    expect(await createVerification(ledger.table, await read(over), 'one', begun)).toBe(false);
    const taken = await newOrg({ verificationInFlight: markerOf('two') });
    expect(await createVerification(ledger.table, await read(taken), 'one', begun)).toBe(false);
    expect([(await read(over)).verifications, (await read(taken)).verifications]).toEqual([{}, {}]);
  });

  it('makes room: of the ended ones, the hundred newest stay', async () => {
    const ended = Array.from({ length: 110 }, (_, index) => {
      const since = new Date(Date.parse(START_TIME) + index * 1000).toISOString();
      return [`run-${index}`, { ...entry, state: 'ended', since }] as const;
    });
    const org = await newOrg({ ...inFlight, verifications: Object.fromEntries(ended), lastVerificationId: 'run-0' });
    await createVerification(ledger.table, await read(org), 'new', begun);
    const kept = Object.keys((await read(org)).verifications);
    expect(kept).toHaveLength(102);
    expect(kept).toEqual(expect.arrayContaining(['new', 'run-0', 'run-10', 'run-109']));
    expect(kept).not.toContain('run-9');
  });

  it('becomes sent beside others, but not when it was ended meanwhile or is of another execution', async () => {
    const org = await newOrg({ verifications: { one: begun, two: begun } });
    await markSent(ledger.table, org, 'one', { ...begun, state: 'sent' });
    expect((await read(org)).verifications).toEqual({ one: { ...begun, state: 'sent' }, two: begun });
    await markSent(ledger.table, org, 'two', { ...begun, executionArn: 'another', state: 'sent' });
    await endVerification(ledger.table, org, 'one', { ...begun, outcome: 'unknown', failureReportedAt: START_TIME });
    await markSent(ledger.table, org, 'one', { ...begun, state: 'sent' });
    await endVerification(ledger.table, org, 'one', { ...begun, outcome: 'delivered' });
    expect((await read(org)).verifications).toMatchObject({ one: { state: 'ended', outcome: 'unknown' }, two: begun });
  });
});

describe('ending a verification', () => {
  it.each([
    ['delivered', true],
    ['sent, receipt pending', true],
    ['not sendable yet', false],
    ['failed', false],
    ['unknown', false],
    ['routing wrong', false],
    ['no test recipient', false],
  ] as const)('as %s clears the marker; counts for the next one: %s', async (outcome, mayCountAgain) => {
    const org = await newOrg({ verificationInFlight: markerOf('one'), verifications: { one: entry } });
    await endVerification(ledger.table, org, 'one', { ...entry, outcome });
    const record = await read(org);
    expect(record.verifications.one).toMatchObject({ state: 'ended', outcome });
    expect(record).not.toHaveProperty('verificationInFlight');
    expect(record.lastVerificationId).toBe(mayCountAgain ? 'one' : undefined);
  });

  it.each(['failed', 'no test recipient'] as const)(
    'as %s without a text never writes over one that was begun',
    async (outcome) => {
      const org = await newOrg({ ...inFlight, verifications: { one: begun } });
      expect(await endVerification(ledger.table, org, 'one', { ...entry, outcome })).toBe(false);
      expect(await read(org)).toMatchObject({ ...inFlight, verifications: { one: begun } });
    },
  );

  it("leaves another verification's marker where it is", async () => {
    const org = await newOrg({ verificationInFlight: markerOf('two'), verifications: { one: entry } });
    await endVerification(ledger.table, org, 'one', { ...entry, outcome: 'delivered' });
    expect(await read(org)).toMatchObject({ verificationInFlight: markerOf('two'), lastVerificationId: 'one' });
  });
});

describe('a write of a verification whose answer was lost', () => {
  const lossy = (): LedgerTable => {
    proxy.loseNext('UpdateItem');
    return new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '', { endpoint: proxy.endpoint });
  };

  it.each([
    ['nobody had', {}],
    ['a dead one had', { verificationInFlight: markerOf('dead') }],
  ])('counts as done when it took the marker that %s', async (_what, changes: RecordChanges) => {
    const org = await newOrg(changes);
    expect(await startVerification(lossy(), org, markerOf('one'), ended)).toMatchObject({ mayRun: true });
    expect((await read(org)).verificationInFlight).toEqual(markerOf('one'));
  });

  it('leaves the text marked as sent, once', async () => {
    const org = await newOrg({ verifications: { one: begun } });
    await markSent(lossy(), org, 'one', { ...begun, state: 'sent', messageId: 'message-1' });
    expect((await read(org)).verifications.one).toMatchObject({ state: 'sent', messageId: 'message-1' });
  });

  it('leaves the verification ended and the marker gone, also when its failure was told', async () => {
    for (const changes of [{ outcome: 'delivered' }, { outcome: 'failed', failureReportedAt: START_TIME }] as const) {
      const org = await newOrg({ verificationInFlight: markerOf('one'), verifications: { one: begun } });
      await endVerification(lossy(), org, 'one', { ...begun, ...changes });
      const record = await read(org);
      expect(record.verifications.one).toEqual({ ...begun, ...changes, state: 'ended' });
      expect(record).not.toHaveProperty('verificationInFlight');
    }
  });
});
