import { join } from 'node:path';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { QueueStore } from '../../../../local/aws/sqs/queue-store.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const DEAD_LETTERS = 'fixture-dead-letters';

/** Tells when somebody begins to wait. */
class ToldClock extends VirtualClock {
  onSleep: () => void = () => undefined;

  override sleep(ms: number): Promise<void> {
    this.onSleep();
    return super.sleep(ms);
  }
}

describe('whoever reads an SQS queue to its end', () => {
  const folder = new FixtureFolder();
  const clock = new ToldClock();
  let sqs: SQSClient;
  let QueueUrl = '';

  beforeAll(async () => {
    sqs = new SQSClient(clientConfig(await folder.start(clock)));
    ({ QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: DEAD_LETTERS })));
  });
  afterAll(() => folder.remove());
  afterEach(() => {
    clock.onSleep = () => undefined;
    store().keep(DEAD_LETTERS, () => false);
  });

  const store = (): QueueStore => new QueueStore(join(folder.stateDir, 'queues'), clock);
  async function receive(WaitTimeSeconds: number, MaxNumberOfMessages = 10): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages }),
    );
    return Messages;
  }

  it('waits for messages as long as it says, on the clock of the world', async () => {
    const before = clock.now();
    expect(await receive(20)).toEqual([]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(20_000);
  });

  it('gets a message that comes while it waits', async () => {
    const before = clock.now();
    clock.onSleep = () => {
      clock.onSleep = () => undefined;
      store().send(DEAD_LETTERS, 'late');
    };
    expect((await receive(20)).map(({ Body }) => Body)).toEqual(['late']);
    expect(clock.now() - before).toBeLessThan(20_000);
  });

  it('may not wait for more than 20 seconds', async () => {
    await expect(receive(21)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('deletes several messages at once, and hears which could not be', async () => {
    for (const body of ['one', 'two', 'three']) store().send(DEAD_LETTERS, body);
    const received = await receive(0, 2);
    const entries = received.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
    const answer = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...entries, { Id: 'bad', ReceiptHandle: 'nonsense' }] }),
    );
    expect(answer.Successful).toEqual([{ Id: 'm0' }, { Id: 'm1' }]);
    expect(answer.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
    expect(
      store()
        .messages(DEAD_LETTERS)
        .map(({ body }) => body),
    ).toEqual(['three']);
  });

  it.each<[string, number, (index: number) => string, string]>([
    ['no message', 0, String, 'EmptyBatchRequest'],
    ['eleven messages', 11, String, 'TooManyEntriesInBatchRequest'],
    ['two messages under one Id', 2, () => 'same', 'BatchEntryIdsNotDistinct'],
  ])('cannot delete %s at once', async (_title, count, idOf, name) => {
    const Entries = Array.from({ length: count }, (_entry, index) => ({ Id: idOf(index), ReceiptHandle: 'x' }));
    await expect(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
  });

  it('is told errors also by the codes of the former query protocol', async () => {
    const codes: (string | null)[] = [];
    for (const [operation, body] of [
      ['GetQueueUrl', { QueueName: 'nobody' }],
      ['DeleteMessage', { QueueUrl, ReceiptHandle: 'nonsense' }],
    ] as const) {
      const answer = await fetch(QueueUrl, {
        method: 'POST',
        headers: { 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(body),
      });
      codes.push(answer.headers.get('x-amzn-query-error'));
    }
    expect(codes).toEqual(['AWS.SimpleQueueService.NonExistentQueue;Sender', 'ReceiptHandleIsInvalid;Sender']);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    const again = sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await expect(again).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  });
});
