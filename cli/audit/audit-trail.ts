import * as z from 'zod/mini';
import { AUDIT_PHASES, COST_EFFECTS } from '../../src/workflow/audit.ts';
import { RUN_OUTCOMES } from '../../src/workflow/log-lines.ts';
import { TASK_STAGES } from '../../src/workflow/stages.ts';
import { STARTERS } from '../../src/workflow/started-by.ts';
import { machineNameIn } from '../../src/workflow/status-change.ts';
import type { LogLine } from './log-reader.ts';

const orNull = z.nullable(z.string());

/** Who or what started a run. */
const STARTED = { startedBy: z.enum(STARTERS), eventId: orNull, requestedBy: orNull };

/** One call of a stage's function. */
const Invocation = z.strictObject({
  stage: z.string(),
  began: z.string(),
  ended: z.string(),
  outcome: z.enum(['done', 'failed', 'retried']),
  errorName: orNull,
  message: z.string(),
});

/** One run as its log lines tell it. */
export const AuditedRun = z.strictObject({
  executionArn: z.string(),
  machine: z.string(),
  genesysOrgId: orNull,
  ...STARTED,
  began: z.string(),
  ended: orNull.check(z.describe('null: no line of its end has come')),
  outcome: z.nullable(z.enum(RUN_OUTCOMES)),
  message: orNull,
  failedStage: orNull,
  errorName: orNull,
  durationSeconds: z.nullable(z.number()),
  genesysCalls: z.nullable(z.number()),
  redrives: z.int(),
  stages: z.array(Invocation),
});

/** One change in an org; its phase is `intended` where nothing more was heard of it. */
export const AuditedChange = z.strictObject({
  at: z.string(),
  genesysOrgId: orNull,
  change: z.string(),
  phase: z.enum(AUDIT_PHASES),
  resourceType: z.string(),
  resourceId: z.string(),
  before: orNull,
  after: orNull,
  costEffect: z.enum(COST_EFFECTS),
  correlationId: orNull,
  stage: z.string(),
  executionArn: orNull,
  ...STARTED,
});

/** What it meant for somebody's bill; a number or a text is counted once, however often the log has it. */
export const AuditedCost = z.strictObject({
  monthlyChargeBegan: z.array(z.string()),
  monthlyChargePossible: z.array(z.string()),
  monthlyChargeEnded: z.array(z.string()),
  textsCharged: z.int(),
  textsPossiblyCharged: z.int(),
  genesysCalls: z.int(),
});
export type AuditedRun = z.infer<typeof AuditedRun>;
export type AuditedChange = z.infer<typeof AuditedChange>;

/** What log lines tell, put together. */
export interface AuditTrail {
  runs: AuditedRun[];
  changes: AuditedChange[];
  cost: z.infer<typeof AuditedCost>;
}

type LineOf<Kind extends LogLine['kind']> = Extract<LogLine, { kind: Kind }>;

/** Puts the lines together: runs and changes, oldest first. */
export function trailOf(lines: readonly LogLine[]): AuditTrail {
  const audits = lines.filter((line): line is LineOf<'audit'> => line.kind === 'audit');
  const byRun = new Map<string, LogLine[]>();
  for (const line of lines) {
    const { executionArn } = line;
    if (executionArn !== undefined) byRun.set(executionArn, [...(byRun.get(executionArn) ?? []), line]);
  }
  const runs = [...byRun].map(([executionArn, own]) => runOf(executionArn, own));
  return {
    runs,
    changes: audits.filter((line) => !isFollowed(line, audits)).map(changeOf),
    cost: costOf(audits, runs),
  };
}

/** An intention is told only where nothing says what became of it. */
function isFollowed(line: LineOf<'audit'>, audits: readonly LineOf<'audit'>[]): boolean {
  if (line.phase !== 'intended') return false;
  return audits.some(
    ({ phase, executionArn, change, resourceId, timestamp }) =>
      phase !== 'intended' &&
      executionArn === line.executionArn &&
      change === line.change &&
      (resourceId === line.resourceId ||
        line.resourceType === 'message flow' ||
        line.resourceType === 'text message') &&
      timestamp >= line.timestamp,
  );
}

function started({ startedBy, eventId, requestedBy }: LogLine): Pick<AuditedRun, keyof typeof STARTED> {
  return { startedBy, eventId: eventId ?? null, requestedBy: requestedBy ?? null };
}

function changeOf(line: LineOf<'audit'>): AuditedChange {
  const { timestamp, change, phase, resourceType, resourceId, costEffect, stage } = line;
  return {
    at: timestamp,
    genesysOrgId: line.genesysOrgId ?? null,
    change,
    phase,
    resourceType,
    resourceId,
    before: line.before ?? null,
    after: line.after ?? null,
    costEffect,
    correlationId: line.correlationId ?? null,
    stage,
    executionArn: line.executionArn ?? null,
    ...started(line),
  };
}

function runOf(executionArn: string, lines: readonly LogLine[]): AuditedRun {
  const stages = lines.filter(
    (line): line is LineOf<'stage'> => line.kind === 'stage' && TASK_STAGES.some((stage) => stage === line.stage),
  );
  const end = lines.findLast((line): line is LineOf<'run'> => line.kind === 'run');
  // A failed run's end is written down by another function, which somebody else has started.
  const own: LogLine | undefined = stages[0] ?? lines[0];
  if (own === undefined) throw new Error(`${executionArn} has no lines`);
  const first = stages[0];
  const redrives = Math.max(...lines.map(({ redriveCount }) => redriveCount ?? 0));
  const isGoingAgain = end !== undefined && (end.redriveCount ?? 0) < redrives;
  const shown = isGoingAgain ? undefined : end;
  return {
    executionArn,
    machine: machineNameIn(executionArn) ?? '',
    genesysOrgId: lines.find(({ genesysOrgId }) => genesysOrgId !== undefined)?.genesysOrgId ?? null,
    ...started(own),
    began: first === undefined ? own.timestamp : beginOf(first),
    ended: shown?.timestamp ?? null,
    outcome: shown?.outcome ?? null,
    message: shown?.message ?? null,
    failedStage: shown?.failedStage ?? null,
    errorName: shown?.errorName ?? null,
    durationSeconds: shown?.durationSeconds ?? null,
    genesysCalls: shown?.genesysCalls ?? null,
    redrives,
    stages: stages.map((line) => ({
      stage: line.stage,
      began: beginOf(line),
      ended: line.timestamp,
      outcome: line.outcome,
      errorName: line.errorName ?? null,
      message: line.message,
    })),
  };
}

function beginOf({ timestamp, durationMs }: LineOf<'stage'>): string {
  return new Date(Date.parse(timestamp) - durationMs).toISOString();
}

function costOf(audits: readonly LineOf<'audit'>[], runs: readonly AuditedRun[]): AuditTrail['cost'] {
  const having = (effect: LineOf<'audit'>['costEffect']): string[] => [
    ...new Set(audits.filter(({ costEffect }) => costEffect === effect).map(({ resourceId }) => resourceId)),
  ];
  // The thing that a text goes out from is named in its line; a run sends one text at most.
  const texting = (effect: LineOf<'audit'>['costEffect']): Set<string> =>
    new Set(audits.filter(({ costEffect }) => costEffect === effect).map(({ executionArn }) => executionArn ?? ''));
  const begun = having('monthly charge begins');
  const charged = texting('text charged');
  return {
    monthlyChargeBegan: begun,
    monthlyChargePossible: having('monthly charge possible').filter((number) => !begun.includes(number)),
    monthlyChargeEnded: having('monthly charge ends'),
    textsCharged: charged.size,
    textsPossiblyCharged: [...texting('text charge possible')].filter((run) => !charged.has(run)).length,
    genesysCalls: runs.reduce((sum, { genesysCalls }) => sum + (genesysCalls ?? 0), 0),
  };
}
