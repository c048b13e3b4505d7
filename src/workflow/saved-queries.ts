/** A Logs Insights query that is kept in the account: what it answers, and its lines. */
export interface SavedQuery {
  /** Its name after `lab-sms/`. */
  name: string;
  /** What it answers, for people. */
  answers: string;
  lines: readonly string[];
}

/** To be replaced by whoever asks. */
export const EXECUTION_PLACEHOLDER = 'REPLACE-WITH-EXECUTION-ARN';
export const ORG_PLACEHOLDER = 'REPLACE-WITH-GENESYS-ORG-ID';

/**
 * The saved queries, over the stages' log group. Sorted by our own timestamp, since lines of different streams come in any
 * order; numbers are told apart by themselves, since a line may be written twice.
 */
export const SAVED_QUERIES: readonly SavedQuery[] = [
  {
    name: 'One run from start to end',
    answers: 'What did this execution do, in order?',
    lines: [
      'fields timestamp, stage, kind, message, outcome, status, phase, resourceId, before, after, correlationId, costEffect, startedBy, eventId, requestedBy',
      `filter executionArn = '${EXECUTION_PLACEHOLDER}'`,
      'sort timestamp asc',
    ],
  },
  {
    name: 'Everything ever done to an org',
    answers: 'What was changed in this org, when, by which run, started by whom?',
    lines: [
      'fields timestamp, change, phase, resourceType, resourceId, before, after, costEffect, correlationId, startedBy, eventId, requestedBy, executionArn',
      `filter kind = 'audit' and genesysOrgId = '${ORG_PLACEHOLDER}' and phase != 'intended'`,
      'sort timestamp asc',
    ],
  },
  {
    name: 'Numbers bought in a period',
    answers: 'Which numbers began to cost money, and when?',
    lines: [
      "filter kind = 'audit' and costEffect = 'monthly charge begins'",
      'stats min(timestamp) as bought by resourceId, genesysOrgId, executionArn',
      'sort bought asc',
    ],
  },
  {
    name: 'Numbers released in a period',
    answers: 'Which numbers stopped to cost money, and when?',
    lines: [
      "filter kind = 'audit' and costEffect = 'monthly charge ends'",
      'stats min(timestamp) as released by resourceId, genesysOrgId, executionArn',
      'sort released asc',
    ],
  },
  {
    name: 'Texts sent in a period',
    answers:
      'How many test texts were begun in each org, and what became of each? One more intended than ended may have gone out.',
    lines: [
      "filter kind = 'audit' and change = 'send test SMS'",
      'stats count_distinct(executionArn) as texts, min(timestamp) as firstTime, max(timestamp) as lastTime by genesysOrgId, phase',
      'sort genesysOrgId asc, phase asc',
    ],
  },
  {
    name: 'Failures by error',
    answers: 'What is failing, how often, in how many orgs?',
    lines: [
      "filter kind = 'run' and ispresent(errorName)",
      'stats count(*) as runs, count_distinct(genesysOrgId) as orgs, max(timestamp) as lastTime by errorName, failedStage, machine',
      'sort runs desc',
    ],
  },
  {
    name: 'Why did an org fail',
    answers: 'Which stage of the last failed runs of this org failed, why, and what is to do?',
    lines: [
      'fields timestamp, machine, outcome, failedStage, errorName, message, executionArn, durationSeconds, genesysCalls',
      `filter kind = 'run' and ispresent(errorName) and genesysOrgId = '${ORG_PLACEHOLDER}'`,
      'sort timestamp desc',
      'limit 20',
    ],
  },
  {
    name: 'Runs and what they came to',
    answers: 'Which runs ended, how long did they take, what did they buy?',
    lines: [
      'fields timestamp, machine, outcome, genesysOrgId, durationSeconds, genesysCalls, bought.0, released.0, startedBy, executionArn',
      "filter kind = 'run'",
      'sort timestamp desc',
      'limit 200',
    ],
  },
  {
    name: 'What the checks found',
    answers: 'Which orgs are not as they were left, and which numbers does nobody know?',
    lines: [
      'fields timestamp, finding, genesysOrgId, resourceId, expected, found, message',
      "filter kind = 'finding'",
      'sort timestamp desc',
      'limit 200',
    ],
  },
  {
    name: 'Slow stages',
    answers: 'Which stages take long, and which are repeated most?',
    lines: [
      "filter kind = 'stage'",
      'stats count(*) as invocations, avg(durationMs) as averageMs, pct(durationMs, 95) as p95Ms, max(durationMs) as longestMs by stage, outcome',
      'sort p95Ms desc',
    ],
  },
  {
    name: 'Genesys calls by status',
    answers: 'How does Genesys answer, and how fast?',
    lines: [
      "filter kind = 'genesysCall'",
      'stats count(*) as calls, avg(durationMs) as averageMs, pct(durationMs, 95) as p95Ms by operation, status',
      'sort calls desc',
    ],
  },
];

/** The query as CloudWatch keeps it. */
export function queryText({ lines }: SavedQuery): string {
  return lines.join('\n| ');
}
