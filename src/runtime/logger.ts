import { Logger } from '@aws-lambda-powertools/logger';
import type { GenesysCall } from '../genesys/connection.ts';
import type { AuditEntry } from '../provisioning/org-work.ts';
import { CHANGES, costEffectOf } from '../workflow/audit.ts';
import { LEVEL_OF_FINDING, type Finding } from '../workflow/findings.ts';
import type { LineFields, LogKind } from '../workflow/log-lines.ts';
import type { StageName } from '../workflow/stages.ts';
import type { StartedBy } from '../workflow/started-by.ts';
import { embedded, metricsOf } from './embedded-metrics.ts';
import { redactDeep } from './redaction.ts';
import { RunSums } from './run-sums.ts';

type Level = 'info' | 'warn' | 'error';

/** What every line of a log says beside the stage: who started the run, and what is known of it. */
export interface LogKeys extends StartedBy {
  requestId: string;
  executionArn?: string;
  redriveCount?: number;
  genesysOrgId?: string | undefined;
}

/**
 * The log of one invocation of a stage. Every line is of a kind in `workflow/log-lines.ts`, carries stage, org and
 * execution, and shows no value of the secret.
 */
export class StageLog {
  /** What the lines of this invocation add up to. */
  readonly sums = new RunSums();
  readonly #logger: Logger;
  readonly #startedAt = Date.now();
  #secrets: readonly string[] = [];

  constructor(stage: StageName, keys: LogKeys) {
    this.#logger = new Logger({ serviceName: 'lab-sms', logLevel: 'INFO' });
    this.#logger.appendKeys({ stage, ...keys });
  }

  /** From here on these values are replaced in every line. */
  hide(secrets: readonly string[]): void {
    this.#secrets = secrets;
  }

  /** The values that no line may show. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** A change in an org. */
  audit(entry: AuditEntry): void {
    const { change, phase, resourceId, correlationId } = entry;
    const costEffect = entry.costEffect ?? costEffectOf(change, phase);
    this.sums.add(costEffect, resourceId);
    this.#write('audit', {
      message: `${change}: ${phase}`,
      phase,
      change,
      resourceType: CHANGES[change].resourceType,
      resourceId,
      ...(entry.before === undefined ? {} : { before: asText(entry.before) }),
      ...(entry.after === undefined ? {} : { after: asText(entry.after) }),
      ...(correlationId === undefined ? {} : { correlationId }),
      costEffect,
    });
  }

  /** One HTTP call to Genesys. */
  genesysCall(call: GenesysCall): void {
    this.sums.countCall();
    this.#write('genesysCall', { message: call.operation, ...call });
  }

  /** The stage has done its part. */
  done(stage: StageName, output: unknown): void {
    this.#stage(`${stage} done`, { outcome: 'done', output });
  }

  /** The stage ends in an error; `isRetried` when its state machine only waits. */
  failure(error: Error, isRetried: boolean): void {
    this.#stage(error.message, { outcome: isRetried ? 'retried' : 'failed', errorName: error.name });
  }

  /** The end of a run. */
  run(fields: LineFields<'run'>, keys: Partial<LogKeys> = {}): void {
    this.#write('run', fields, keys);
  }

  /** What a sweep did to one org. */
  swept(genesysOrgId: string, actions: readonly string[]): void {
    this.#write('sweep', { message: `swept: ${actions.join(', ')}`, actions: [...actions] }, { genesysOrgId });
  }

  /** What a scheduled check has found, told once. */
  finding(finding: Finding): void {
    const { genesysOrgId, ...fields } = finding;
    this.#write('finding', fields, { genesysOrgId }, LEVEL_OF_FINDING[finding.finding]);
  }

  /** Something that did not go as it should and stops nothing. */
  note(message: string, reason: string, keys: Partial<LogKeys> = {}): void {
    this.#write('note', { message, reason }, keys);
  }

  #stage(message: string, more: Pick<LineFields<'stage'>, 'outcome' | 'errorName' | 'output'>): void {
    const durationMs = Date.now() - this.#startedAt;
    this.#write('stage', { message, durationMs, genesysCalls: this.sums.genesysCalls, ...more });
  }

  #write<Kind extends LogKind>(kind: Kind, line: LineFields<Kind>, keys: object = {}, given?: Level): void {
    const { message, ...fields } = redactDeep(line, this.#secrets) as LineFields<Kind> & { message: string };
    const metrics = embedded(metricsOf(kind, line), fields, Date.now());
    const isFailed = 'outcome' in fields && fields.outcome === 'failed';
    const level = given ?? (kind === 'note' ? 'warn' : isFailed ? 'error' : 'info');
    this.#logger[level](message, { kind, ...fields, ...keys, ...metrics });
  }
}

/** Logs Insights takes objects apart; what was there before and after a change is read as one thing. */
function asText(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
