import { handler } from '../../lambdas/sweep-lab-orgs/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { SweepCounts } from '../../src/provisioning/sweep-lab-orgs.ts';
import type { Registration } from '../../src/workflow/registration.ts';
import type { ExecutionAnswer } from './aws-mocks.ts';
import { lambdaContext, type LabOrg } from './lab-org.ts';
import { EXECUTION_ARN } from './ledger-records.ts';
import { stageLab, type StageLab } from './stage-lab.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** That long ago, ISO 8601. */
export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** A sweep that found nothing to do. */
export const NOTHING = { claimsEnded: 0, verificationsEnded: 0, releasesRequested: 0, leaseEndsRequested: 0 };

/** A claim of that age, of the first execution unless given. */
export const heldSince = (ms: number, executionArn = EXECUTION_ARN): RecordChanges => ({
  claim: { executionArn, redriveCount: 0, since: ago(ms) },
});

/** What the tests of the sweep share: a lab whose records are the sweep's for the length of one test. */
export interface SweepLab {
  lab: StageLab;
  orgWith: (changes: RecordChanges, registration?: Partial<Registration>) => Promise<LabOrg>;
  /** Step Functions knows the execution, and that it failed so long ago; answers when it stopped. */
  failedAgo: (ms: number, executionArn?: string, changes?: Partial<ExecutionAnswer>) => Date;
  /** Sweeps all orgs and answers what was done. */
  sweep: (remainingMs?: number) => Promise<Omit<SweepCounts, 'orgs'>>;
}

/** Makes the lab of one test file. */
export function sweepLab(): SweepLab {
  const lab = stageLab();
  const current: LabOrg[] = [];
  afterEach(async () => {
    const settled = { claim: undefined, verificationInFlight: undefined, leaseUntil: undefined };
    for (const org of current.splice(0)) await org.changeLedger(settled);
  });
  return {
    lab,
    orgWith: async (changes, registration = {}) => {
      const org = lab.addOrg({ registration });
      await org.inLedger(changes);
      current.push(org);
      return org;
    },
    failedAgo: (ms, executionArn = EXECUTION_ARN, changes = {}) => {
      const stopDate = new Date(Date.now() - ms);
      lab.aws.executions.set(executionArn, {
        status: 'FAILED',
        stopDate,
        error: 'States.Runtime',
        cause: 'the path is not there',
        lastState: 'IsClaimHeld',
        redriveCount: 0,
        ...changes,
      });
      return stopDate;
    },
    sweep: async (remainingMs = 240_000) => {
      const { orgs, ...done } = await handler({}, lambdaContext(remainingMs));
      expect(orgs).toBeGreaterThan(0);
      return done;
    },
  };
}
