import type { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { isRunning, machineNameIn } from '../../src/workflow/status-change.ts';
import { describeExecution } from './describe-execution.ts';

/** A run that the ledger has as going on, and what Step Functions says of it. */
export const HeldRun = z.strictObject({
  executionArn: z.string(),
  machine: z.string(),
  since: z.string().check(z.describe('when it took the org, ISO 8601')),
  state: z
    .enum(['running', 'died', 'not known', 'not asked'])
    .check(
      z.describe(
        '`died`: it has ended and the ledger has not heard of it yet; `not known`: Step Functions has no such run',
      ),
    ),
  status: z.nullable(z.string()).check(z.describe("Step Functions' word on it")),
  ended: z.nullable(z.string()).check(z.describe('when it ended, ISO 8601')),
});
export type HeldRun = z.infer<typeof HeldRun>;

/** DescribeExecution has a quota for everybody in an account; so many at once do no harm. */
const ASKED_AT_MOST = 10;

/** The runs that hold these orgs, or text for them, as the ledger has it, by org; Step Functions is asked of the first few. */
export async function runsOfOrgs(
  client: SFNClient,
  records: readonly LabOrgRecord[],
): Promise<ReadonlyMap<string, HeldRun[]>> {
  const held = records.flatMap((record) => liveHolds(record).map((hold) => ({ ...hold, org: record.genesysOrgId })));
  const runs = await Promise.all(
    held.map(async ({ org, executionArn, since }, index) => {
      const seen = index < ASKED_AT_MOST ? await lookUp(client, executionArn) : NOT_ASKED;
      return { org, run: { executionArn, machine: machineNameIn(executionArn) ?? '', since, ...seen } };
    }),
  );
  const byOrg = new Map<string, HeldRun[]>();
  for (const { org, run } of runs) byOrg.set(org, [...(byOrg.get(org) ?? []), run]);
  return byOrg;
}

function liveHolds({ claim, verificationInFlight }: LabOrgRecord): { executionArn: string; since: string }[] {
  const held = claim === undefined || claim.ended !== undefined ? [] : [claim];
  return [...held, ...(verificationInFlight === undefined ? [] : [verificationInFlight])];
}

type Seen = Pick<HeldRun, 'state' | 'status' | 'ended'>;
const NOT_ASKED: Seen = { state: 'not asked', status: null, ended: null };

async function lookUp(client: SFNClient, executionArn: string): Promise<Seen> {
  const told = await describeExecution(client, executionArn);
  if (told === undefined) return { state: 'not known', status: null, ended: null };
  const { status = '', stopDate } = told;
  return { state: isRunning(status) ? 'running' : 'died', status, ended: stopDate?.toISOString() ?? null };
}
