import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { appendJsonLine, fileName, filesBelow, readIfThere, readJsonLines, writeWhole } from '../files.ts';
import { isJsonObject, parseJson, type JsonObject } from '../json.ts';
import type { ExecutionRecord } from './execution-record.ts';

const RECORD_SUFFIX = '.execution.json';
const HISTORY_SUFFIX = '.history.jsonl';
const DEFINITION_SUFFIX = '.definition.json';

/** An event of an execution's history, in the shape of GetExecutionHistory; its time in milliseconds. */
export interface HistoryEvent extends JsonObject {
  id: number;
  previousEventId: number;
  type: string;
  timestamp: number;
}

/** Executions on disk: a record and a history each, and the definitions they ran, in a folder per state machine. */
export class ExecutionStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Every execution that was ever started here. */
  all(): ExecutionRecord[] {
    return filesBelow(this.#folder, RECORD_SUFFIX).map(
      (path) => JSON.parse(readIfThere(path) ?? '') as ExecutionRecord,
    );
  }

  /** Writes a record; it is on disk when this returns. */
  save(record: ExecutionRecord): void {
    writeWhole(this.#path(record, RECORD_SUFFIX), JSON.stringify(record, null, 2));
  }

  /** Adds an event to an execution's history. */
  append(record: ExecutionRecord, event: HistoryEvent): void {
    appendJsonLine(this.#path(record, HISTORY_SUFFIX), event);
  }

  /** An execution's history, oldest event first. */
  history(record: ExecutionRecord): HistoryEvent[] {
    return readJsonLines(this.#path(record, HISTORY_SUFFIX)).map((event) => event as HistoryEvent);
  }

  /** Keeps a machine's definition, once; answers the id under which it is found again. */
  keepDefinition(machineName: string, definition: JsonObject): string {
    const text = JSON.stringify(definition);
    const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const path = this.#definitionPath(machineName, id);
    if (readIfThere(path) !== text) writeWhole(path, text);
    return id;
  }

  /** The definition that an execution was started with, or undefined when it is not there. */
  definition({ stateMachineName, definitionId }: ExecutionRecord): JsonObject | undefined {
    if (definitionId === undefined) return undefined;
    const definition = parseJson(readIfThere(this.#definitionPath(stateMachineName, definitionId)) ?? '');
    return isJsonObject(definition) ? definition : undefined;
  }

  #definitionPath(machineName: string, id: string): string {
    return join(this.#folder, fileName(machineName), id + DEFINITION_SUFFIX);
  }

  #path(record: ExecutionRecord, suffix: string): string {
    return join(this.#folder, fileName(record.stateMachineName), fileName(record.name) + suffix);
  }
}
