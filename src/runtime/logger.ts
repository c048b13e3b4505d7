import { Logger } from '@aws-lambda-powertools/logger';
import type { GenesysCall } from '../genesys/connection.ts';
import type { AuditEntry } from '../provisioning/org-work.ts';
import { FOR_INFORMATION, type Finding } from '../workflow/findings.ts';
import type { StageName } from '../workflow/stages.ts';
import { redactDeep } from './redaction.ts';

/** The log of one stage in one execution: every line carries stage, org and execution, and no value of the secret. */
export class StageLog {
  readonly #logger: Logger;
  #secrets: readonly string[] = [];

  constructor(stage: StageName, keys: Record<string, unknown>) {
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

  appendKeys(keys: Record<string, unknown>): void {
    this.#logger.appendKeys(keys);
  }

  /** A change in an org, `kind: audit`. The logger leaves out what is null, so nothing before or after reads `none`. */
  audit(entry: AuditEntry): void {
    const before = entry.before === null ? 'none' : entry.before;
    const after = entry.after === null ? 'none' : entry.after;
    this.#write('info', `${entry.change}: ${entry.phase}`, { kind: 'audit', ...entry, before, after });
  }

  /** One HTTP call to Genesys, `kind: genesysCall`; never with bodies, tokens or query values. */
  genesysCall(call: GenesysCall): void {
    this.#write('info', call.operation, { kind: 'genesysCall', ...call });
  }

  /** What a scheduled check has found, `kind: finding`; an error where lab-sms may have caused a charge. */
  finding({ message, ...finding }: Finding): void {
    const isLoud = finding.finding === 'stray number';
    const level = isLoud ? 'error' : FOR_INFORMATION.includes(finding.finding) ? 'info' : 'warn';
    this.#write(level, message, { kind: 'finding', ...finding });
  }

  info(message: string, fields: Record<string, unknown> = {}): void {
    this.#write('info', message, { kind: 'stage', ...fields });
  }

  /** A stage that ends in an error; `isRetried` when the state machine only waits. */
  failure(error: Error, isRetried: boolean, more: Record<string, unknown> = {}): void {
    const fields = { kind: 'stage', errorName: error.name, isRetried, ...more };
    this.#write(isRetried ? 'info' : 'error', error.message, fields);
  }

  #write(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>): void {
    const clean = redactDeep({ message, fields }, this.#secrets) as {
      message: string;
      fields: Record<string, unknown>;
    };
    this.#logger[level](clean.message, clean.fields);
  }
}
