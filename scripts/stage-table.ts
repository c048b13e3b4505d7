import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUGHT, retryRules } from '../src/workflow/retries.ts';
import {
  HAND_TARGETS,
  RULE_TARGETS,
  type SCHEDULE_TARGETS,
  STAGES,
  TASK_STAGES,
  stageFolder,
  type StageName,
  type TaskStage,
} from '../src/workflow/stages.ts';
import { CHECK_PERIOD_MINUTES, SWEEP_PERIOD_MINUTES } from '../src/workflow/timeouts.ts';

/** Errors that every repeated stage waits out; told once above the table. */
const EVERYWHERE = retryRules('VerifyOrgAccess').flatMap(({ errors }) => errors);

/** The table of the stages: what each does (its handler's own words), what it waits for, how long at most. */
export function stageTable(root: string): string {
  const rows = STAGES.map((stage) => `| \`${stage}\` | ${docstring(root, stage)} | ${waits(stage)} |`);
  return ['<!-- prettier-ignore -->', '| Stage | Does | Waits for, at most |', '|---|---|---|', ...rows].join('\n');
}

function docstring(root: string, stage: StageName): string {
  const source = readFileSync(join(root, 'lambdas', stageFolder(stage), 'handler.ts'), 'utf8');
  const text = /\/\*\*([\s\S]*?)\*\/\s*export const handler/.exec(source)?.[1];
  if (text === undefined) throw new Error(`lambdas/${stageFolder(stage)}/handler.ts has no docstring on its handler`);
  return text.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim();
}

function waits(stage: StageName): string {
  if (!isTask(stage)) return startedBy(stage);
  const rules = retryRules(stage);
  if (rules.length === 0) return 'nothing: it is never repeated';
  const own = rules.filter(({ errors }) => !errors.some((error) => EVERYWHERE.includes(error)));
  const polls = own.map((rule) => `${rule.summary ?? `\`${rule.errors.join(', ')}\``} ${duration(longest(rule))}`);
  const caught = (CAUGHT as Partial<Record<TaskStage, string>>)[stage];
  return [...polls, ...(caught === undefined ? [] : [`goes back on \`${caught}\``])].join('; ') || '-';
}

function startedBy(stage: StageName): string {
  if ((HAND_TARGETS as readonly StageName[]).includes(stage))
    return 'started by a person who waits for the answer (`lab-sms plan`), outside the state machines';
  const isByRule = (RULE_TARGETS as readonly StageName[]).includes(stage);
  const period = (PERIOD_MINUTES as Partial<Record<StageName, number>>)[stage] ?? 0;
  return `started by a ${isByRule ? 'rule' : `schedule, every ${period} min`}, outside the state machines`;
}

const PERIOD_MINUTES: Readonly<Record<(typeof SCHEDULE_TARGETS)[number], number>> = {
  SweepLabOrgs: SWEEP_PERIOD_MINUTES,
  CheckLabOrgs: CHECK_PERIOD_MINUTES,
};

function isTask(stage: StageName): stage is TaskStage {
  return (TASK_STAGES as readonly StageName[]).includes(stage);
}

function longest({
  intervalSeconds,
  backoffRate,
  maxAttempts,
  maxDelaySeconds = Infinity,
}: ReturnType<typeof retryRules>[number]): number {
  const pauses = Array.from({ length: maxAttempts }, (_, attempt) =>
    Math.min(intervalSeconds * backoffRate ** attempt, maxDelaySeconds),
  );
  return pauses.reduce((sum, pause) => sum + pause, 0);
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
