import { setTimeout as pause } from 'node:timers/promises';
import { sendRegistration } from '../../../cli/registration/register.ts';
import type { LabOrgRecord, PurchaseAttempt, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import type { CommandLab } from './command-lab.ts';
import { readyRecord, seedLedger } from './seeded-orgs.ts';

const DAY_MS = 24 * 3_600_000;
/** The org whose run goes on; every other one is put into the ledger as it is. */
const GOING_ON = 7;
/** Of the stack's clock: by then its number is bought and not there yet. */
const WAITING_MS = 3000;

/**
 * Fills a lab with the 30 orgs of docs/cli.md: most are ready, some have a lease, and each kind of trouble is there; one is being
 * provisioned, and waits for its number until the lab is stopped.
 */
export async function thirtyOrgs(lab: CommandLab): Promise<void> {
  const now = Date.now();
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1).filter((number) => number !== GOING_ON);
  await seedLedger(
    lab.scenario,
    numbers.map((number) => readyRecord(number, changesOf(number, now))),
  );
  const { registration } = readyRecord(GOING_ON);
  const org = await lab.org({ registration: { name: registration.name } });
  lab.holdIn(WAITING_MS);
  await sendRegistration(lab.scenario.clients, org.registration);
  while ((await attempts(lab, org.id)).every(({ result }) => result !== 'accepted')) await pause(20);
}

async function attempts(lab: CommandLab, orgId: string): Promise<PurchaseAttempt[]> {
  return (await lab.scenario.ledger(orgId))?.smsPhoneNumber?.attempts ?? [];
}

function changesOf(number: number, now: number): Partial<LabOrgRecord> {
  const trouble = TROUBLE[number];
  if (trouble !== undefined) return trouble;
  if (number === 22) return { leaseUntil: new Date(now + 2 * DAY_MS).toISOString() };
  return number % 3 === 0 ? { leaseUntil: new Date(now + 25 * DAY_MS).toISOString() } : {};
}

const TROUBLE: Partial<Record<number, Partial<LabOrgRecord>>> = {
  2: failed('PermissionsMissing'),
  4: { ...failed('LeftBehind'), status: 'left behind' },
  5: { status: 'decommissioned' },
  11: failed('SpendLimitReached'),
  13: { ...failed('PurchaseInDoubt'), ...numberInDoubt(13) },
  16: verified('sent, receipt pending'),
  17: verified('routing wrong'),
  19: verified('no test recipient'),
  26: { status: 'decommissioned' },
};

function failed(error: string): Partial<LabOrgRecord> {
  const lastError = { error, message: 'told', executionArn: 'arn', at: '2026-11-01T08:00:00.000Z' };
  return { status: 'failed', lastError };
}

function numberInDoubt(number: number): Partial<LabOrgRecord> {
  const { smsPhoneNumber } = readyRecord(number);
  return smsPhoneNumber === undefined ? {} : { smsPhoneNumber: { ...smsPhoneNumber, state: 'in doubt' } };
}

function verified(outcome: NonNullable<VerificationEntry['outcome']>): Partial<LabOrgRecord> {
  const since = '2026-11-01T08:05:01.000Z';
  const verification: VerificationEntry = {
    executionArn: 'arn',
    state: 'ended',
    since,
    outcome,
    message: 'told',
    writeToken: 'token',
  };
  return { verifications: { verification } };
}
