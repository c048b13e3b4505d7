import process from 'node:process';
import { handler as awaitNumber } from '../../../lambdas/await-sms-phone-number/handler.ts';
import { handler } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import type { RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { SPEND_TOTAL, spendOfDay } from '../../../src/workflow/spend-items.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { attemptOf, executionArn, numberEntry } from '../../support/ledger-records.ts';
import { countedIn } from '../../support/spend-items.ts';
import { stageLab } from '../../support/stage-lab.ts';
import type { LabOrgOptions } from '../../support/stage-lab.ts';

const lab = stageLab();
const POST = 'postRoutingSmsPhonenumbers';
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

const heldOrg = async (options?: LabOrgOptions, changes?: RecordChanges): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  return org;
};

/** What counts for the org in an item. */
const counted = async (org: LabOrg, key: string): Promise<string[]> => {
  const members = await countedIn(new LedgerTable(process.env.LEDGER_TABLE_NAME ?? ''), key);
  return members.filter((member) => member.endsWith(` ${org.id}`)).map((member) => member.split(' ')[0] ?? '');
};
const inAll = (org: LabOrg): Promise<string[]> => counted(org, SPEND_TOTAL);
const today = (org: LabOrg): Promise<string[]> => counted(org, spendOfDay(new Date().toISOString().slice(0, 10)));

/** Sets the limits to what counts already and so many more. */
const roomFor = async (room: { today?: number; inAll?: number }): Promise<void> => {
  const table = new LedgerTable(process.env.LEDGER_TABLE_NAME ?? '');
  const now = await countedIn(table, spendOfDay(new Date().toISOString().slice(0, 10)));
  const all = await countedIn(table, SPEND_TOTAL);
  process.env.NUMBERS_PER_DAY = String(now.length + (room.today ?? 100));
  process.env.NUMBERS_IN_ALL = String(all.length + (room.inAll ?? 100));
};

beforeEach(() => roomFor({}));

describe('a purchase', () => {
  it('counts before it is made, and once however often the stage runs', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, reset: 'before' });
    await org.failure(handler, 'PurchaseInDoubt');
    const number = (await org.record()).smsPhoneNumber?.smsPhoneNumber;
    expect([await today(org), await inAll(org)]).toEqual([[number], [number]]);
    await org.run(handler);
    await org.run(handler);
    expect([await today(org), await inAll(org)]).toEqual([[number], [number]]);
  });

  it('in doubt for days counts on the day on which it may have been made', async () => {
    const number = lab.nextNumber();
    const attempts = [attemptOf(number, { sent: '2026-03-01T23:59:59.000Z', executionArn: executionArn('run-0') })];
    const entry = numberEntry({ state: 'in doubt', smsPhoneNumber: number, request: LOCAL, attempts });
    const org = await heldOrg({ registration: { sms: LOCAL } }, { smsPhoneNumber: entry });
    await org.run(handler);
    expect(await counted(org, spendOfDay('2026-03-01'))).toEqual([number]);
    expect([await today(org), await inAll(org)]).toEqual([[], [number]]);
  });

  it('counts no number that the org has already, adopted or bought', async () => {
    const phoneNumber = lab.nextNumber();
    const org = await heldOrg({
      org: { phoneNumbers: [{ phoneNumber, ...LOCAL }] },
      registration: { sms: { ...LOCAL, phoneNumber } },
    });
    await roomFor({ today: 0, inAll: 0 });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: phoneNumber, isAdopted: true });
    expect([await today(org), await inAll(org)]).toEqual([[], []]);
  });
});

describe('a number that is not bought after all counts no more', () => {
  it('when Genesys refuses it, while the next candidate does', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, status: 400, code: 'phone.number.unavailable' });
    await org.failure(handler, 'SmsPhoneNumberRefused');
    expect([await today(org), await inAll(org)]).toEqual([[], []]);
    const { smsPhoneNumber } = await org.run(handler);
    expect([await today(org), await inAll(org)]).toEqual([[smsPhoneNumber], [smsPhoneNumber]]);
  });

  it('when Genesys did not look at it for want of a permission', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, status: 403 });
    await org.failure(handler, 'GenesysPermissionError');
    expect([await today(org), await inAll(org)]).toEqual([[], []]);
  });

  it('when its provisioning fails', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, outcome: 'Failed' });
    await org.run(handler);
    expect(await inAll(org)).toHaveLength(1);
    await org.failure(awaitNumber, 'SmsPhoneNumberFailed');
    expect([await today(org), await inAll(org)]).toEqual([[], []]);
  });

  it('in all, but still on its day, when a person gives up a number in doubt', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, reset: 'before' });
    await org.failure(handler, 'PurchaseInDoubt');
    const number = (await org.record()).smsPhoneNumber?.smsPhoneNumber ?? '';
    await org.changeLedger({ registration: { ...org.registration, abandonCandidate: number } });
    const { smsPhoneNumber } = await org.run(handler);
    expect(await inAll(org)).toEqual([smsPhoneNumber]);
    expect(await today(org)).toEqual([number, smsPhoneNumber].sort());
  });

  it('but stays counted while a refusal may mean that it is ours', async () => {
    const org = await heldOrg();
    org.fault({ operation: POST, reset: 'before' });
    await org.failure(handler, 'PurchaseInDoubt');
    org.fault({ operation: POST, status: 400, code: 'phone.number.duplicate' });
    await org.failure(handler, 'PurchaseInDoubt');
    org.fault({ operation: POST, status: 403 });
    await org.failure(handler, 'GenesysPermissionError');
    expect(await inAll(org)).toHaveLength(1);
    expect(await today(org)).toHaveLength(1);
  });
});

describe('a spend limit', () => {
  it.each([
    ['a day', { today: 0 }, 'numbersPerDay', 'a day (numbersPerDay) is used up', 'Register again after 00:00 UTC'],
    [
      'in all',
      { inAll: 0 },
      'numbersInAll',
      'in all (numbersInAll) is used up',
      'Decommission orgs that are no longer',
    ],
  ])('of numbers %s refuses as SpendLimitReached, says what counts and how to raise it', async (...given) => {
    const [, room, setting, said, next] = given;
    const org = await heldOrg();
    await roomFor(room);
    const message = await org.failure(handler, 'SpendLimitReached');
    for (const words of [said, next, 'nothing was bought', `raise ${setting} in settings.json`]) {
      expect(message).toContain(words);
    }
    expect(org.writes()).toEqual([]);
    expect([await today(org), await inAll(org)]).toEqual([[], []]);
    expect((await org.record()).smsPhoneNumber).toMatchObject({ state: 'chosen', attempts: [] });
    expect((await org.record()).lastError).toMatchObject({ error: 'SpendLimitReached' });
  });

  it('raised, lets the same candidate be bought', async () => {
    const org = await heldOrg();
    await roomFor({ today: 0 });
    await org.failure(handler, 'SpendLimitReached');
    const candidate = (await org.record()).smsPhoneNumber?.smsPhoneNumber;
    await roomFor({ today: 1 });
    expect(await org.run(handler)).toEqual({ smsPhoneNumber: candidate, isAdopted: false });
  });

  it('with room for one, lets one of two orgs buy that ask at the same time', async () => {
    const orgs = [await heldOrg(), await heldOrg()];
    await roomFor({ inAll: 1 });
    const outcomes = await Promise.allSettled(orgs.map((org) => org.run(handler)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
      name: 'SpendLimitReached',
    });
    expect(orgs.flatMap((org) => org.view().phoneNumbers)).toHaveLength(1);
  });
});
