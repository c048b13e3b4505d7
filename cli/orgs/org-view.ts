import * as z from 'zod/mini';
import type { LabOrgRecord, VerificationEntry } from '../../src/ledger/lab-org-record.ts';
import { VERIFICATION_OUTCOMES } from '../../src/workflow/events.ts';
import { nextStep } from './next-step.ts';
import { HeldRun } from '../runs/held-runs.ts';
import { troubleOf } from './org-trouble.ts';

const said = (meaning: string) => z.string().check(z.describe(meaning));
const moment = (meaning: string) => z.nullable(z.string().check(z.describe(`${meaning}, ISO 8601`)));

const Verification = z.strictObject({
  outcome: z.nullable(z.enum(VERIFICATION_OUTCOMES)).check(z.describe('null while it goes on')),
  message: z.nullable(z.string()),
  at: said('when its text was sent, or it began; ISO 8601'),
});

/** One org in a few words, as the ledger has it. */
export const OrgSummary = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  genesysRegion: z.string(),
  status: z.enum(['provisioning', 'ready', 'failed', 'decommissioning', 'left behind', 'decommissioned']),
  smsPhoneNumber: z.nullable(
    z.strictObject({ smsPhoneNumber: said('E.164'), isAdopted: z.boolean(), state: z.string() }),
  ),
  verification: z.nullable(Verification).check(z.describe('the last one')),
  leaseUntil: moment('when it is decommissioned by itself'),
  trouble: z.nullable(z.string()).check(z.describe('a word on what is not as it should be')),
  runs: z.array(HeldRun).check(z.describe('what holds the org now, as far as the ledger knows')),
});

/** One org in full. */
export const OrgDetail = z.extend(OrgSummary, {
  registeredAt: z.string(),
  updatedAt: z.string(),
  readyAt: moment('since when it is ready'),
  decommissionedAt: moment('when it was decommissioned'),
  queue: z.nullable(z.strictObject({ id: z.string(), name: z.string(), hadBefore: z.nullable(z.string()) })),
  messageFlow: z.nullable(
    z.strictObject({ id: z.nullable(z.string()), name: z.string(), publishedVersion: z.nullable(z.string()) }),
  ),
  messageRoute: z.nullable(
    z.strictObject({ smsPhoneNumber: z.string(), flowId: z.nullable(z.string()), hadBefore: z.nullable(z.string()) }),
  ),
  lastError: z.nullable(
    z.strictObject({
      error: z.string(),
      message: z.string(),
      stage: z.nullable(z.string()),
      executionArn: z.string(),
      at: z.string(),
    }),
  ),
  findings: z
    .array(
      z.strictObject({
        about: z.string(),
        is: z.string(),
        resourceId: z.string(),
        at: z.string(),
      }),
    )
    .check(z.describe('what the scheduled checks have found and nobody has mended yet')),
  checkedAt: moment('when the scheduled check looked last'),
  kept: z
    .array(z.strictObject({ what: z.string(), id: z.string(), why: z.string() }))
    .check(z.describe("what the last decommissioning left alone because it isn't lab-sms's")),
  nextStep: said('what to do, for people'),
});
export type OrgSummary = z.infer<typeof OrgSummary>;
export type OrgDetail = z.infer<typeof OrgDetail>;

/** The verification that began last, whatever became of it. */
export function lastVerification({ verifications }: LabOrgRecord): VerificationEntry | undefined {
  return Object.values(verifications).reduce<VerificationEntry | undefined>(
    (last, each) => (last === undefined || each.since > last.since ? each : last),
    undefined,
  );
}

/** An org as the table shows it. */
export function summaryOf(record: LabOrgRecord, runs: readonly HeldRun[], now: number): OrgSummary {
  const { genesysOrgId, registration, status, smsPhoneNumber: entry, leaseUntil = null } = record;
  const verified = lastVerification(record);
  const number = entry?.smsPhoneNumber;
  return {
    genesysOrgId,
    name: registration.name,
    genesysRegion: registration.genesysRegion,
    status,
    smsPhoneNumber:
      entry === undefined || number === undefined
        ? null
        : { smsPhoneNumber: number, isAdopted: entry.isAdopted, state: entry.state },
    verification:
      verified === undefined
        ? null
        : {
            outcome: verified.outcome ?? null,
            message: verified.message ?? null,
            at: verified.sentAt ?? verified.since,
          },
    leaseUntil,
    trouble: troubleOf(record, runs, verified, now) ?? null,
    runs: [...runs],
  };
}

/** An org in full. */
export function detailOf(record: LabOrgRecord, runs: readonly HeldRun[], now: number): OrgDetail {
  const { queue, messageFlow: flow, recipient, lastError, check, decommissioning } = record;
  return {
    ...summaryOf(record, runs, now),
    registeredAt: record.registeredAt,
    updatedAt: record.updatedAt,
    readyAt: record.readyAt ?? null,
    decommissionedAt: record.decommissionedAt ?? null,
    queue: queue === undefined ? null : { id: queue.id, name: queue.name, hadBefore: queue.previousSmsPhoneNumber },
    messageFlow:
      flow === undefined
        ? null
        : { id: flow.id ?? null, name: flow.name, publishedVersion: flow.publishedVersion ?? null },
    messageRoute:
      recipient === undefined
        ? null
        : {
            smsPhoneNumber: recipient.id,
            flowId: recipient.routedFlowId ?? null,
            hadBefore: recipient.previousFlowId,
          },
    lastError: lastError === undefined ? null : { ...lastError, stage: lastError.stage ?? null },
    findings: Object.entries(check?.reported ?? {}).map(([about, { value, resourceId, at }]) => ({
      about,
      is: value,
      resourceId,
      at,
    })),
    checkedAt: check?.lookedAt ?? null,
    kept: (decommissioning?.kept ?? []).map(({ what, id, why }) => ({ what, id, why })),
    nextStep: nextStep(record, runs, lastVerification(record)),
  };
}
