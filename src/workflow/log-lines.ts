import * as z from 'zod/mini';
import { AUDIT_PHASES, CHANGES, COST_EFFECTS, RESOURCE_TYPES, type Change } from './audit.ts';
import { VERIFICATION_OUTCOMES } from './events.ts';
import { FINDINGS } from './findings.ts';
import { METRICS, METRIC_DIMENSIONS, METRIC_NAMESPACE } from './metrics.ts';
import { STATE_MACHINE_NAMES } from './names.ts';
import { STAGES } from './stages.ts';
import { STARTERS } from './started-by.ts';

/** How a run ended; a verification's own outcomes beside those of every run. */
export const RUN_OUTCOMES = [
  'ready',
  'released',
  'runs already',
  'nothing to do',
  'failed',
  'timed out',
  'aborted',
  ...VERIFICATION_OUTCOMES.filter((outcome) => outcome !== 'failed'),
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

const text = (meaning: string) => z.string().check(z.describe(meaning));
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values, meaning: string) =>
  z.enum(values).check(z.describe(meaning));
const count = (meaning: string) => z.int().check(z.gte(0), z.describe(meaning));
const milliseconds = (meaning: string) => z.number().check(z.gte(0), z.describe(meaning));
const list = (meaning: string) => z.array(z.string()).check(z.describe(meaning));

/** In every line, whatever it says. */
const COMMON = {
  timestamp: z.iso.datetime().check(z.describe('when, ISO 8601 in UTC')),
  level: oneOf(['INFO', 'WARN', 'ERROR'], 'ERROR: a stage or a run has failed for good'),
  service: z.literal('lab-sms').check(z.describe('what all metrics are split by')),
  message: text('what happened, for people; of a failure also what to do next'),
  stage: oneOf(STAGES, 'the stage that wrote the line'),
  requestId: text("Lambda's id of the invocation"),
  startedBy: oneOf(STARTERS, 'what started the run'),
  eventId: z.optional(text('the event that started the run')),
  requestedBy: z.optional(text('whom the one who started it by hand named: a claim and no proof')),
  causedBy: z.optional(
    text('the run that led to this one: a failed one that is released, or the one that is verified'),
  ),
  executionArn: z.optional(text('the run')),
  redriveCount: z.optional(count('how often the run had been redriven')),
  genesysOrgId: z.optional(text('the org')),
  sampling_rate: z.optional(z.number().check(z.describe("the logger's own; every line is written"))),
  xray_trace_id: z.optional(text("Lambda's trace")),
};

const METRIC_FIELDS = Object.fromEntries(
  Object.entries(METRICS).map(([name, { counts }]) => [
    name,
    z.optional(z.number().check(z.describe(`metric: ${counts}`))),
  ]),
) as Record<keyof typeof METRICS, z.ZodMiniOptional<z.ZodMiniNumber>>;

/** What makes CloudWatch take metrics out of a line. */
const EMBEDDED_METRICS = {
  ...METRIC_FIELDS,
  _aws: z.optional(
    z
      .strictObject({
        Timestamp: z.int(),
        CloudWatchMetrics: z.array(
          z.strictObject({
            Namespace: z.literal(METRIC_NAMESPACE),
            Dimensions: z.array(z.array(z.enum(METRIC_DIMENSIONS))),
            Metrics: z.array(
              z.strictObject({ Name: z.enum(Object.keys(METRICS)), Unit: z.enum(['Count', 'Seconds']) }),
            ),
          }),
        ),
      })
      .check(z.describe('which fields of the line are metrics (embedded metric format)')),
  ),
};

/** A change in an org. */
export const AuditLineSchema = z.strictObject({
  ...COMMON,
  ...EMBEDDED_METRICS,
  kind: z.literal('audit'),
  phase: oneOf(AUDIT_PHASES, '`intended` before the call, what became of it after'),
  change: oneOf(Object.keys(CHANGES) as [Change], 'what is changed'),
  resourceType: oneOf(RESOURCE_TYPES, 'the kind of the changed thing'),
  resourceId: text('its id in Genesys; a number is its own id'),
  before: z.optional(text('what was there, `none` where nothing was; JSON where it has fields')),
  after: z.optional(text('what is there now, or why nothing was done; as before')),
  correlationId: z.optional(text("Genesys's id of the call")),
  costEffect: oneOf(COST_EFFECTS, "what it means for somebody's bill"),
});

/** One HTTP call to Genesys; never with a body, a token or a value of its query. */
export const GenesysCallLineSchema = z.strictObject({
  ...COMMON,
  ...EMBEDDED_METRICS,
  kind: z.literal('genesysCall'),
  operation: text('method and path, ids left out'),
  status: z.union([z.int(), z.literal('no answer')]).check(z.describe('the HTTP status, or `no answer`')),
  durationMs: milliseconds('how long it took'),
  attempt: count('1 for the first, more for its repeats'),
  correlationId: z.optional(text("Genesys's id of the call")),
  errorCode: z.optional(text("Genesys's error code, or the network's")),
  isThrottled: z.optional(z.literal(true).check(z.describe('refused because of a rate limit'))),
});

/** The end of one invocation of a stage. */
export const StageLineSchema = z.strictObject({
  ...COMMON,
  kind: z.literal('stage'),
  outcome: oneOf(['done', 'failed', 'retried'], '`retried`: it failed, and its state machine tries again'),
  durationMs: milliseconds('how long the invocation took'),
  genesysCalls: count('calls to Genesys in it'),
  errorName: z.optional(text('the name of the error')),
  output: z.optional(z.unknown().check(z.describe("the stage's answer"))),
});

/**
 * The end of a run, also of one that failed where no log is written. A redriven run has one for each end; what it bought and
 * how often it called is then of the whole execution so far.
 */
export const RunLineSchema = z.strictObject({
  ...COMMON,
  ...EMBEDDED_METRICS,
  kind: z.literal('run'),
  machine: oneOf(STATE_MACHINE_NAMES, 'the state machine'),
  outcome: oneOf(RUN_OUTCOMES, 'how it ended'),
  isNewlyReady: z.optional(z.literal(true).check(z.describe('the org became ready and was not before'))),
  durationSeconds: z.optional(z.number().check(z.gte(0), z.describe('from its start to this end, waits included'))),
  genesysCalls: count('calls to Genesys over all stages, at least'),
  bought: list('numbers whose monthly charge began in it'),
  released: list('numbers whose monthly charge ended in it'),
  failedStage: z.optional(text('the stage that failed')),
  errorName: z.optional(text('the name of its error')),
});

/** What the sweep did to one org. */
export const SweepLineSchema = z.strictObject({
  ...COMMON,
  kind: z.literal('sweep'),
  actions: list('what it did'),
});

/** Something that did not go as it should and stops nothing. */
export const NoteLineSchema = z.strictObject({
  ...COMMON,
  kind: z.literal('note'),
  reason: text('the name of the error behind it'),
});

/** What a scheduled check has found in an org, told once until it changes. */
export const FindingLineSchema = z.strictObject({
  ...COMMON,
  ...EMBEDDED_METRICS,
  kind: z.literal('finding'),
  finding: oneOf(FINDINGS, 'what kind of thing was found'),
  resourceId: text('the id in Genesys of what it is about'),
  expected: z.optional(text('how it should be')),
  found: z.optional(text('how it is')),
  correlationId: z.optional(text("Genesys's id of the call")),
});

/** Every kind of log line. */
export const LOG_LINE_SCHEMAS = {
  audit: AuditLineSchema,
  genesysCall: GenesysCallLineSchema,
  stage: StageLineSchema,
  run: RunLineSchema,
  sweep: SweepLineSchema,
  finding: FindingLineSchema,
  note: NoteLineSchema,
} as const;
export type LogKind = keyof typeof LOG_LINE_SCHEMAS;

/** What a line of that kind says beside what the log adds to each: its own fields and its message. */
export type LineFields<Kind extends LogKind> = Omit<
  z.infer<(typeof LOG_LINE_SCHEMAS)[Kind]>,
  Exclude<keyof typeof COMMON, 'message'> | keyof typeof EMBEDDED_METRICS | 'kind'
>;

/** Any line, as CloudWatch Logs has it. */
export const LogLineSchema = z.discriminatedUnion(
  'kind',
  Object.values(LOG_LINE_SCHEMAS) as [
    typeof AuditLineSchema,
    typeof GenesysCallLineSchema,
    typeof StageLineSchema,
    typeof RunLineSchema,
    typeof SweepLineSchema,
    typeof FindingLineSchema,
    typeof NoteLineSchema,
  ],
);
