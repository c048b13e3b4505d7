import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf } from '../endpoint/page.ts';
import { ACCOUNT_ID } from '../identity.ts';
import type { QueueResource } from '../template/stack.ts';
import { deleteBatch } from './delete-batch.ts';
import { QueueReader, type Received } from './queue-reader.ts';
import type { QueueStore } from './queue-store.ts';
import { describedMessage } from './received-message.ts';

const MAXIMUM_PAGE = 1000;
const MAXIMUM_MESSAGES = 10;
/** Attributes that queues have and these have not set. */
const NOT_SET: readonly string[] = [
  'DelaySeconds',
  'KmsMasterKeyId',
  'LastModifiedTimestamp',
  'MaximumMessageSize',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
];
const LONGEST_VISIBILITY_SECONDS = 43_200;
const LONGEST_WAIT_SECONDS = 20;
/** How often a receive that waits looks. */
const LOOK_EVERY_MS = 100;

/** What reading queues needs of the world. */
export interface SqsOptions {
  queues: readonly QueueResource[];
  store: QueueStore;
  clock: Clock;
  endpointUrl: string;
  createdAt: number;
  /** Ends every wait for messages. */
  lifetime: AbortSignal;
}

/** SQS, as far as it is simulated: reading and emptying the dead-letter queues. */
export function sqsOperations(options: SqsOptions): Operations {
  const { queues, store, clock, endpointUrl, createdAt } = options;
  const readers = new Map(queues.map((queue) => [queue.name, new QueueReader(queue, store, clock)]));
  const urlOf = (name: string): string => `${endpointUrl}/${ACCOUNT_ID}/${name}`;
  const named = (name: string): QueueReader => {
    const reader = readers.get(name);
    if (reader) return reader;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  const asked = (input: OperationInput): QueueReader => named(input.string('QueueUrl').split('/').at(-1) ?? '');

  return {
    ListQueues: (input) => {
      const prefix = input.optionalString('QueueNamePrefix') ?? '';
      const urls = [...readers.keys()].filter((name) => name.startsWith(prefix)).map(urlOf);
      const size = within(input.optionalNumber('MaxResults') ?? MAXIMUM_PAGE, 'MaxResults', 1, MAXIMUM_PAGE);
      const page = pageOf(urls, size, input.optionalString('NextToken'), 'InvalidParameterValue');
      // No field at all when there is none, as on AWS.
      return {
        ...(page.items.length > 0 && { QueueUrls: page.items }),
        ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
      };
    },

    GetQueueUrl: (input) => ({ QueueUrl: urlOf(named(input.string('QueueName')).queue.name) }),

    GetQueueAttributes: (input) => {
      const { queue, counts } = asked(input);
      const names = input.strings('AttributeNames');
      const all: [string, string][] = [
        ['QueueArn', queue.arn],
        ['ApproximateNumberOfMessages', String(counts.visible)],
        ['ApproximateNumberOfMessagesNotVisible', String(counts.invisible)],
        ['ApproximateNumberOfMessagesDelayed', '0'],
        ['VisibilityTimeout', String(queue.visibilityTimeoutSeconds)],
        ['MessageRetentionPeriod', String(queue.messageRetentionSeconds)],
        ['CreatedTimestamp', String(Math.floor(createdAt / 1000))],
      ];
      const known = ['All', ...NOT_SET, ...all.map(([name]) => name)];
      const unknown = names.find((name) => !known.includes(name));
      if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
      const wanted = all.filter(([name]) => names.includes('All') || names.includes(name));
      return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
    },

    ReceiveMessage: async (input) => {
      const maximum = within(
        input.optionalNumber('MaxNumberOfMessages') ?? 1,
        'MaxNumberOfMessages',
        1,
        MAXIMUM_MESSAGES,
      );
      const seconds = input.optionalNumber('VisibilityTimeout');
      const visible = seconds === undefined ? undefined : visibility(seconds);
      const wait = within(input.optionalNumber('WaitTimeSeconds') ?? 0, 'WaitTimeSeconds', 0, LONGEST_WAIT_SECONDS);
      const queue = asked(input);
      const received = await receiveWithin(wait * 1000, () => queue.receive(maximum, visible), options);
      const systemNames = [...input.strings('AttributeNames'), ...input.strings('MessageSystemAttributeNames')];
      const attributeNames = input.strings('MessageAttributeNames');
      if (received.length === 0) return {};
      return { Messages: received.map((message) => describedMessage(message, systemNames, attributeNames)) };
    },

    ChangeMessageVisibility: (input) => {
      const seconds = visibility(input.optionalNumber('VisibilityTimeout') ?? 0);
      asked(input).changeVisibility(input.string('ReceiptHandle'), seconds);
      return {};
    },

    DeleteMessage: (input) => {
      asked(input).delete(input.string('ReceiptHandle'));
      return {};
    },

    DeleteMessageBatch: (input) => {
      const queue = asked(input);
      return deleteBatch(input.objects('Entries'), (receiptHandle) => {
        queue.delete(receiptHandle);
      });
    },

    PurgeQueue: (input) => {
      asked(input).purge();
      return {};
    },
  };
}

/** Looks for messages until there are some or the time is over. */
async function receiveWithin(
  waitMs: number,
  receive: () => Received[],
  { clock, lifetime }: SqsOptions,
): Promise<Received[]> {
  const until = clock.now() + waitMs;
  for (;;) {
    const received = receive();
    const left = until - clock.now();
    if (received.length > 0 || left <= 0 || lifetime.aborted) return received;
    await clock.sleep(Math.min(left, LOOK_EVERY_MS), lifetime);
  }
}

function visibility(seconds: number): number {
  return within(seconds, 'VisibilityTimeout', 0, LONGEST_VISIBILITY_SECONDS);
}

function within(value: number, name: string, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  const text = `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${lowest} and ${highest}, if provided.`;
  throw new AwsError('InvalidParameterValue', text);
}
