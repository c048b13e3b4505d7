import { handler } from '../../lambdas/check-lab-orgs/handler.ts';
import { routingApi } from '../../src/genesys/apis/routing-api.ts';
import { connectGenesys } from '../../src/genesys/connection.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { CheckCounts } from '../../src/provisioning/check-lab-orgs.ts';
import type { Finding } from '../../src/workflow/findings.ts';
import { secretName } from '../../src/workflow/names.ts';
import { stopDateAt } from './date.ts';
import { lambdaContext, type LabOrg } from './lab-org.ts';
import { provisionedEntries } from './ledger-records.ts';
import { provisionedOrg, stageLab, type LabOrgOptions, type StageLab } from './stage-lab.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What the tests of the check share: a lab whose records are the check's for the length of one test, and its clock. */
export interface CheckLab {
  lab: StageLab;
  /** An org that was made ready just now, with its number, queue, flow and route. */
  readyOrg: (options?: LabOrgOptions, changes?: RecordChanges) => Promise<LabOrg & { number: string }>;
  /** An org with nothing of ours in it, in the ledger with these fields. */
  orgWith: (changes: RecordChanges, options?: LabOrgOptions) => Promise<LabOrg>;
  /** That much time goes by. */
  pass: (ms: number) => void;
  /** Starts the check once, and answers what it says at its end. */
  check: (remainingMs?: number | (() => number)) => Promise<CheckCounts>;
  /** Lets so much time go by, starts the check, and answers what it has reported of an org. */
  findingsAfter: (ms: number, org: LabOrg, remainingMs?: () => number) => Promise<Finding[]>;
}

/** Makes the lab of one test file. */
export function checkLab(): CheckLab {
  const lab = stageLab();
  const current: LabOrg[] = [];
  beforeEach(() => {
    stopDateAt(Date.now());
  });
  afterEach(async () => {
    // In this status an org is never due: each test has the ledger to itself.
    for (const org of current.splice(0)) if (await org.isInLedger()) await org.changeLedger({ status: 'provisioning' });
  });

  const orgWith = async (changes: RecordChanges, options: LabOrgOptions = {}): Promise<LabOrg> => {
    const org = lab.addOrg(options);
    await org.inLedger({ claim: undefined, ...changes });
    current.push(org);
    return org;
  };
  const pass = (ms: number): void => {
    stopDateAt(Date.now() + ms);
  };
  const check: CheckLab['check'] = (remainingMs = 600_000) => handler({}, lambdaContext(remainingMs));

  return {
    lab,
    orgWith,
    readyOrg: async (options = {}, changes = {}) => {
      const number = lab.nextNumber();
      const ready = { status: 'ready', readyAt: new Date().toISOString() } as const;
      const org = { ...provisionedOrg(number), ...options.org };
      return Object.assign(
        await orgWith({ ...provisionedEntries(number), ...ready, ...changes }, { ...options, org }),
        {
          number,
        },
      );
    },
    pass,
    check,
    findingsAfter: async (ms, org, remainingMs) => {
      pass(ms);
      const before = lab.lines().length;
      await check(remainingMs);
      return lab
        .lines()
        .slice(before)
        .filter(({ kind, genesysOrgId }) => kind === 'finding' && genesysOrgId === org.id) as unknown as Finding[];
    },
  };
}

/** The org's own API as a person with all rights uses it. */
export function person(org: LabOrg, endpointUrl: string): ReturnType<typeof routingApi> {
  const { clientId, clientSecret } = JSON.parse(org.aws.secrets.get(secretName(org.id)) ?? '{}') as {
    clientId: string;
    clientSecret: string;
  };
  return routingApi(
    connectGenesys({
      genesysOrgId: org.id,
      genesysRegion: 'eu-west-2',
      credentials: { clientId, clientSecret },
      endpointUrl,
      remainingMs: () => 30_000,
    }),
  );
}
