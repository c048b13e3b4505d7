import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { appendJsonLine, fileName, readJsonLines, writeWhole } from '../files.ts';
import type { JsonObject } from '../json.ts';

/** A message of a queue with its attributes. */
export interface QueueMessage {
  messageId: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
  body: string;
  attributes: Readonly<Record<string, string>>;
}

/** SQS queues as one JSON lines file each. */
export class QueueStore {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Adds a message; it is on disk when this returns. */
  send(queueName: string, body: string, attributes: Readonly<Record<string, string>> = {}): void {
    const message: QueueMessage = { messageId: randomUUID(), sentAt: this.#clock.now(), body, attributes };
    appendJsonLine(this.#path(queueName), message);
  }

  /** The messages of a queue, oldest first. */
  messages(queueName: string): QueueMessage[] {
    return readJsonLines(this.#path(queueName)).map((line) => line as JsonObject & QueueMessage);
  }

  /** Leaves only the messages that are to be kept; the others are gone from the disk when this returns. */
  keep(queueName: string, isKept: (message: QueueMessage) => boolean): void {
    const kept = this.messages(queueName).filter(isKept);
    writeWhole(this.#path(queueName), kept.map((message) => `${JSON.stringify(message)}\n`).join(''));
  }

  #path(queueName: string): string {
    return join(this.#folder, `${fileName(queueName)}.jsonl`);
  }
}
