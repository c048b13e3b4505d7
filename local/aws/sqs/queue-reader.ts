import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import type { QueueResource } from '../template/stack.ts';
import type { QueueMessage, QueueStore } from './queue-store.ts';

/** A message handed out, invisible to others until its time is over or it is deleted. */
export interface Received {
  message: QueueMessage;
  receiptHandle: string;
  receiveCount: number;
  firstReceivedAt: number;
}

interface Receipt {
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number;
}

const PURGE_PAUSE_MS = 60_000;

/** Reads one queue as SQS lets it be read. What is invisible is kept in memory only: a restart makes it visible again. */
export class QueueReader {
  readonly queue: QueueResource;
  readonly #store: QueueStore;
  readonly #clock: Clock;
  readonly #receipts = new Map<string, Receipt>();
  #purgedAt = -Infinity;

  constructor(queue: QueueResource, store: QueueStore, clock: Clock) {
    this.queue = queue;
    this.#store = store;
    this.#clock = clock;
  }

  /** How many messages can be received now, and how many are in somebody's hands. */
  get counts(): { visible: number; invisible: number } {
    const messages = this.#messages();
    const visible = messages.filter((message) => this.#isVisible(message)).length;
    return { visible, invisible: messages.length - visible };
  }

  /** Hands out the oldest visible messages. */
  receive(maximum: number, visibilitySeconds = this.queue.visibilityTimeoutSeconds): Received[] {
    const now = this.#clock.now();
    const visible = this.#messages().filter((message) => this.#isVisible(message));
    return visible.slice(0, maximum).map((message) => {
      const { receiveCount = 0, firstReceivedAt = now } = this.#receipts.get(message.messageId) ?? {};
      const receipt = { visibleAt: now + visibilitySeconds * 1000, receiveCount: receiveCount + 1, firstReceivedAt };
      this.#receipts.set(message.messageId, receipt);
      const receiptHandle = Buffer.from(`${message.messageId} ${randomUUID()}`).toString('base64url');
      return { message, receiptHandle, receiveCount: receipt.receiveCount, firstReceivedAt };
    });
  }

  /** Removes the message of a receipt handle; one that is gone already is no error, as on AWS. */
  delete(receiptHandle: string): void {
    const messageId = messageIdIn(receiptHandle);
    this.#store.keep(this.queue.name, (message) => message.messageId !== messageId);
    this.#receipts.delete(messageId);
  }

  /** Makes a received message visible again after so many seconds from now. */
  changeVisibility(receiptHandle: string, visibilitySeconds: number): void {
    const receipt = this.#receipts.get(messageIdIn(receiptHandle));
    const now = this.#clock.now();
    if (!receipt || receipt.visibleAt <= now) throw new AwsError('MessageNotInflight', 'The message is not in flight.');
    receipt.visibleAt = now + visibilitySeconds * 1000;
  }

  /** Removes every message; once a minute at most, as on AWS. */
  purge(): void {
    const now = this.#clock.now();
    if (now - this.#purgedAt < PURGE_PAUSE_MS) {
      const text = `Only one PurgeQueue operation on ${this.queue.name} is allowed every 60 seconds.`;
      throw new AwsError('PurgeQueueInProgress', text);
    }
    this.#purgedAt = now;
    this.#store.keep(this.queue.name, () => false);
    this.#receipts.clear();
  }

  /** Messages are kept for the queue's retention period, from when they were sent. */
  #messages(): QueueMessage[] {
    const oldest = this.#clock.now() - this.queue.messageRetentionSeconds * 1000;
    return this.#store.messages(this.queue.name).filter(({ sentAt }) => sentAt >= oldest);
  }

  #isVisible({ messageId }: QueueMessage): boolean {
    return (this.#receipts.get(messageId)?.visibleAt ?? 0) <= this.#clock.now();
  }
}

function messageIdIn(receiptHandle: string): string {
  const [messageId] = /^[\da-f-]{36}(?= [\da-f-]{36}$)/.exec(Buffer.from(receiptHandle, 'base64url').toString()) ?? [];
  if (messageId !== undefined) return messageId;
  throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}
