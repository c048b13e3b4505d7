import type { History } from './history.ts';

/** What the answer of one command has to hold for the history that was played. */
export type Expectation = (printed: string, history: History) => void | Promise<void>;

/** A question: the org that it is asked about, and what each of its commands prints, in order. */
export interface ExpectedAnswers {
  about: 'ready' | 'failed';
  answers: readonly Expectation[];
}

/** The rows of a query's answer, each value by its name. */
export function rowsOf(printed: string): Record<string, string>[] {
  const { status, rows } = JSON.parse(printed) as { status: string; rows: string[][] };
  expect(status).toBe('Complete');
  return rows.map((row) => Object.fromEntries(row.map((cell) => /^(\w+): (.*)$/s.exec(cell)?.slice(1) ?? [])));
}

const IS_TIME = expect.stringMatching(/^2026-03-02T\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

const countOfQueues = 10;

/** By the heading in docs/auditing.md. */
export const EXPECTED_ANSWERS: Readonly<Record<string, ExpectedAnswers>> = {
  '1. Which orgs are there, and in which state?': {
    about: 'ready',
    answers: [
      async (printed, { scenario, ready, decommissioned, failed }) => {
        const orgs = JSON.parse(printed) as { org: string }[];
        const told = async (org: typeof ready, more: object) => {
          const { lastExecution, smsPhoneNumber } = await org.record(scenario);
          const number = smsPhoneNumber?.smsPhoneNumber;
          return {
            org: org.id,
            name: org.name,
            number,
            adopted: false,
            lastRun: lastExecution,
            lastError: null,
            ...more,
          };
        };
        const expected = [
          await told(failed, { status: 'failed', numberState: 'in doubt', lastError: 'PurchaseInDoubt' }),
          await told(decommissioned, { status: 'decommissioned', numberState: 'released' }),
          await told(ready, { status: 'ready', numberState: 'active' }),
        ];
        const byOrg = (a: { org: string }, b: { org: string }): number => a.org.localeCompare(b.org);
        expect(orgs.sort(byOrg)).toEqual(expected.sort(byOrg));
      },
    ],
  },
  '2. What was ever changed in this org, by which run?': {
    about: 'ready',
    answers: [
      async (printed, { scenario, ready }) => {
        const { lastExecution, smsPhoneNumber, messageFlow } = await ready.record(scenario);
        const rows = rowsOf(printed);
        expect(rows.map(({ change }) => change)).toEqual([
          'publish inbound message flow',
          'purchase SMS phone number',
          'activate SMS phone number',
          'set queue outbound SMS number',
          'route messages to flow',
          'send test SMS',
        ]);
        for (const row of rows) {
          expect(row).toMatchObject({ timestamp: IS_TIME, phase: 'done', startedBy: 'event' });
          expect(row.correlationId).toBeDefined();
          expect(row.eventId).toBeDefined();
        }
        const number = smsPhoneNumber?.smsPhoneNumber;
        expect(rows[0]).toMatchObject({ before: 'none', executionArn: lastExecution });
        expect(rows[1]).toMatchObject({ before: 'none', resourceId: number, costEffect: 'monthly charge begins' });
        expect(rows[3]).toMatchObject({ before: 'none', after: number });
        expect(rows[4]).toMatchObject({ before: 'none', after: messageFlow?.id });
        expect(rows[5]?.executionArn).toContain('lab-sms-verification');
      },
    ],
  },
  '3. How was a run started, by whom, with which input, and can it be redriven?': {
    about: 'failed',
    answers: [
      async (printed, { scenario, failed }) => {
        const answer = JSON.parse(printed) as { input: string; error: string };
        const { lastExecution } = await failed.record(scenario);
        expect(answer).toMatchObject({ execution: lastExecution, status: 'FAILED', error: 'PurchaseInDoubt' });
        expect(answer).toMatchObject({ redrives: 0, redrivable: 'REDRIVABLE', whyNot: null });
        const input = JSON.parse(answer.input) as Record<string, unknown>;
        expect(input).toMatchObject({ registration: failed.registration });
        expect(lastExecution).toContain(String(input.eventId));
      },
    ],
  },
  '4. What did one run do, from start to end?': {
    about: 'ready',
    answers: [
      async (printed, { scenario, ready }) => {
        const rows = rowsOf(printed);
        const done = rows
          .filter(({ kind, outcome }) => kind === 'stage' && outcome === 'done')
          .map(({ stage }) => stage);
        const [run] = ready.among(await scenario.executions('lab-sms-provisioning'));
        expect(done).toEqual(run?.stages);
        const { smsPhoneNumber } = await ready.record(scenario);
        const number = smsPhoneNumber?.smsPhoneNumber;
        const bought = { kind: 'audit', message: 'purchase SMS phone number: done', resourceId: number };
        expect(rows).toContainEqual(expect.objectContaining({ ...bought, costEffect: 'monthly charge begins' }));
        const calls = rows.filter(({ kind }) => kind === 'genesysCall');
        expect(calls.length).toBeGreaterThan(20);
        for (const call of calls) expect(call.status).toMatch(/^\d{3}$/);
        expect(rows.filter(({ kind }) => kind === 'run')).toMatchObject([{ outcome: 'ready', startedBy: 'event' }]);
      },
    ],
  },
  '5. Which numbers began to cost money, and which ended?': {
    about: 'ready',
    answers: [
      async (printed, { scenario, ready, decommissioned }) => {
        const first = (await ready.record(scenario)).smsPhoneNumber?.smsPhoneNumber;
        const second = (await decommissioned.record(scenario)).smsPhoneNumber?.smsPhoneNumber;
        expect(rowsOf(printed)).toMatchObject([
          { resourceId: first, genesysOrgId: ready.id, bought: IS_TIME },
          { resourceId: second, genesysOrgId: decommissioned.id, bought: IS_TIME },
        ]);
      },
      async (printed, { scenario, decommissioned }) => {
        const { smsPhoneNumber, lastExecution } = await decommissioned.record(scenario);
        const resourceId = smsPhoneNumber?.smsPhoneNumber;
        const released = {
          resourceId,
          genesysOrgId: decommissioned.id,
          executionArn: lastExecution,
          released: IS_TIME,
        };
        expect(rowsOf(printed)).toEqual([released]);
      },
    ],
  },
  '6. What fails, how often, and why did this org fail?': {
    about: 'failed',
    answers: [
      (printed) => {
        const where = { failedStage: 'PurchaseSmsPhoneNumber', machine: 'lab-sms-provisioning' };
        const row = { errorName: 'PurchaseInDoubt', ...where, runs: '1', orgs: '1', lastTime: IS_TIME };
        expect(rowsOf(printed)).toEqual([row]);
      },
      async (printed, { scenario, failed }) => {
        const { lastExecution, smsPhoneNumber } = await failed.record(scenario);
        const [row, ...others] = rowsOf(printed);
        expect(others).toEqual([]);
        const why = { errorName: 'PurchaseInDoubt', failedStage: 'PurchaseSmsPhoneNumber', outcome: 'failed' };
        expect(row).toMatchObject({ ...why, executionArn: lastExecution });
        expect(row?.message).toContain(`register with "abandonCandidate": "${smsPhoneNumber?.smsPhoneNumber ?? ''}"`);
      },
    ],
  },
  '7. How often was somebody texted?': {
    about: 'ready',
    answers: [
      (printed, { ready, decommissioned }) => {
        const rows = rowsOf(printed).map(
          ({ genesysOrgId, phase, texts }) => `${genesysOrgId ?? ''} ${phase ?? ''} ${texts ?? ''}`,
        );
        const each = ({ id }: { id: string }): string[] => [`${id} done 1`, `${id} intended 1`];
        expect(rows.sort()).toEqual([...each(ready), ...each(decommissioned)].sort());
        expect(printed).not.toContain(ready.secret.testSmsTo);
      },
    ],
  },
  '8. What is slow, and does Genesys throttle us?': {
    about: 'ready',
    answers: [
      (printed) => {
        const rows = rowsOf(printed);
        expect(rows[0]).toMatchObject({ stage: 'VerifyOrgAccess', outcome: 'done', invocations: '3' });
        expect(Number(rows[0]?.p95Ms)).toBeGreaterThanOrEqual(1000);
        expect(rows).toContainEqual(expect.objectContaining({ stage: 'PurchaseSmsPhoneNumber', outcome: 'retried' }));
      },
      (printed) => {
        const throttled = { operation: 'GET /api/v2/routing/queues', status: '429', calls: '1' };
        expect(rowsOf(printed)).toContainEqual(expect.objectContaining(throttled));
      },
    ],
  },
  '9. Was anything lost, or is anything not as it was left?': {
    about: 'ready',
    answers: [
      ...Array.from({ length: countOfQueues }, (): Expectation => (printed) => {
        const queue = expect.stringMatching(/:LabSms-\w+-\w+$/) as unknown;
        expect(JSON.parse(printed)).toEqual({ queue, waiting: '0', beingLookedAt: '0' });
      }),
      async (printed, { scenario, failed }) => {
        const resourceId = (await failed.record(scenario)).smsPhoneNumber?.smsPhoneNumber;
        const found = { finding: 'number in doubt', genesysOrgId: failed.id, resourceId };
        expect(rowsOf(printed)).toMatchObject([
          { ...found, message: expect.stringContaining('abandonCandidate') as unknown },
        ]);
      },
    ],
  },
  '10. Who may read the credentials of an org?': {
    about: 'ready',
    answers: [
      (printed) => {
        const policy = JSON.parse(printed) as { Statement: object[] };
        const onlyStages = { ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/lab-sms/genesys/*' } };
        const denied = { Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Condition: onlyStages };
        expect(policy.Statement).toMatchObject([denied]);
      },
    ],
  },
};
