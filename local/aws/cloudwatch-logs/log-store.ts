import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { appendJsonLine, fileName, readJsonLines } from '../files.ts';
import type { JsonObject } from '../json.ts';

/** One line of a log group, in the order in which it came in. */
export interface LogLine {
  /** Its place in the group, from 0. */
  position: number;
  stream: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  message: string;
}

/** Log groups as one JSON lines file each, so that the order across a group's streams is kept. */
export class LogStore {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Adds a line to a stream of a group. */
  append(group: string, stream: string, message: string): void {
    appendJsonLine(this.#path(group), { stream, timestamp: this.#clock.now(), message });
  }

  /** All lines of a group, oldest first. */
  lines(group: string): LogLine[] {
    return readJsonLines(this.#path(group)).map((line, position) => ({
      position,
      ...(line as JsonObject & Omit<LogLine, 'position'>),
    }));
  }

  #path(group: string): string {
    return join(this.#folder, `${fileName(group)}.jsonl`);
  }
}
