import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
  type QueueAttributeName,
  type ReceiveMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { arn } from '../../../../local/aws/identity.ts';
import { parseJson } from '../../../../local/aws/json.ts';
import { QueueStore } from '../../../../local/aws/sqs/queue-store.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const DEAD_LETTERS = 'fixture-dead-letters';
const SHORT = 'fixture-short';

describe('an SQS queue', () => {
  const folder = new FixtureFolder({
    ...fixtureStack(),
    Short: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: SHORT, VisibilityTimeout: 5, MessageRetentionPeriod: 60 },
    },
  });
  const clock = new VirtualClock();
  let world: LocalWorld;
  let sqs: SQSClient;
  let url = '';

  beforeAll(async () => {
    world = await folder.start(clock);
    sqs = new SQSClient(clientConfig(world));
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: DEAD_LETTERS }));
    url = QueueUrl;
  });
  afterAll(() => folder.remove());
  beforeEach(() => {
    store().keep(DEAD_LETTERS, () => false);
  });

  const store = (): QueueStore => new QueueStore(join(folder.stateDir, 'queues'), clock);
  const send = (...bodies: string[]): void => {
    for (const body of bodies) store().send(DEAD_LETTERS, body);
  };
  async function receive(rest: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, ...rest }));
    return Messages;
  }
  const bodies = (messages: Message[]): (string | undefined)[] => messages.map(({ Body }) => Body);
  async function attributes(QueueUrl = url): Promise<Record<string, string>> {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return Attributes;
  }

  it('is found by its name, and listed by prefix page by page', async () => {
    expect(url).toBe(`${world.endpointUrl}/000000000000/${DEAD_LETTERS}`);
    const first = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }));
    const rest = await sqs.send(new ListQueuesCommand({ MaxResults: 1, NextToken: first.NextToken }));
    expect([...(first.QueueUrls ?? []), ...(rest.QueueUrls ?? [])]).toEqual([url, url.replace(DEAD_LETTERS, SHORT)]);
    expect(rest.NextToken).toBeUndefined();
    const prefixed = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'fixture-s' }));
    expect(prefixed.QueueUrls).toHaveLength(1);
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'nobody' }))).QueueUrls).toBeUndefined();
  });

  it('has the event that could not be delivered, with the rule, the target and the error in its attributes', async () => {
    const entry = {
      EventBusName: 'fixture-bus',
      Source: 'fixture',
      DetailType: 'Work Wanted',
      Detail: '{"key":"no-echo"}',
    };
    await new EventBridgeClient(clientConfig(world)).send(new PutEventsCommand({ Entries: [entry] }));
    await world.idle();
    const [letter] = await receive({ MessageAttributeNames: ['All'] });
    expect(parseJson(letter?.Body ?? '')).toMatchObject({ source: 'fixture', detail: { key: 'no-echo' } });
    expect(letter?.MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: arn('events', 'rule/fixture-bus/start-work') },
      TARGET_ARN: { StringValue: arn('states', 'stateMachine:fixture-work') },
      ERROR_CODE: { StringValue: 'INVALID_JSON' },
      ERROR_MESSAGE: { DataType: 'String' },
    });
  });

  it('hides a received message until its visibility timeout is over, and counts how often it was received', async () => {
    send('one', 'two');
    expect(bodies(await receive())).toEqual(['one']);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['two']);
    expect(await receive()).toEqual([]);
    expect(await attributes()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '2',
    });
    clock.advance(31_000);
    const [again] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(again).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '2' } });
  });

  it('takes the visibility timeout of the request, and lets it be changed', async () => {
    send('timed');
    const [message] = await receive({ VisibilityTimeout: 600 });
    clock.advance(500_000);
    expect(await receive()).toEqual([]);
    const change = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle };
    await sqs.send(new ChangeMessageVisibilityCommand({ ...change, VisibilityTimeout: 0 }));
    expect(bodies(await receive())).toEqual(['timed']);
  });

  it('gives message attributes that were asked for, all or by prefix', async () => {
    store().send(DEAD_LETTERS, '{}', { RULE_ARN: 'arn:rule', ERROR_CODE: 'NO_RESOURCE', ERROR_MESSAGE: 'gone' });
    const [all] = await receive({ MessageAttributeNames: ['All'], VisibilityTimeout: 0 });
    expect(all?.MessageAttributes?.RULE_ARN).toEqual({ DataType: 'String', StringValue: 'arn:rule' });
    expect(all?.MD5OfMessageAttributes).toMatch(/^[\da-f]{32}$/);
    const [errors] = await receive({ MessageAttributeNames: ['ERROR_.*'], VisibilityTimeout: 0 });
    expect(Object.keys(errors?.MessageAttributes ?? {})).toEqual(['ERROR_CODE', 'ERROR_MESSAGE']);
    const [none] = await receive();
    expect(none?.MessageAttributes).toBeUndefined();
  });

  it('loses a message for good when it is deleted, and may be deleted twice', async () => {
    send('deleted', 'kept');
    const [message] = await receive();
    const remove = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle });
    await sqs.send(remove);
    await sqs.send(remove);
    expect(
      store()
        .messages(DEAD_LETTERS)
        .map(({ body }) => body),
    ).toEqual(['kept']);
  });

  it('is emptied by a purge, once a minute at most', async () => {
    send('one', 'two');
    const purge = new PurgeQueueCommand({ QueueUrl: url });
    await sqs.send(purge);
    expect(await attributes()).toMatchObject({ ApproximateNumberOfMessages: '0' });
    await expect(sqs.send(purge)).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
    clock.advance(61_000);
    await sqs.send(purge);
  });

  it('has no policy to show, which is no error', async () => {
    const ask = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Policy', 'RedrivePolicy'] });
    expect((await sqs.send(ask)).Attributes).toBeUndefined();
  });

  it('keeps messages for its retention period, and shows what the template says of it', async () => {
    const short = url.replace(DEAD_LETTERS, SHORT);
    store().send(SHORT, 'soon gone');
    expect(await attributes(short)).toMatchObject({
      QueueArn: arn('sqs', SHORT),
      VisibilityTimeout: '5',
      MessageRetentionPeriod: '60',
      ApproximateNumberOfMessages: '1',
    });
    clock.advance(61_000);
    expect(await receive({ QueueUrl: short })).toEqual([]);
  });

  it('answers the errors of SQS', async () => {
    const missing = new GetQueueUrlCommand({ QueueName: 'nobody' });
    await expect(sqs.send(missing)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(receive({ QueueUrl: `${url}-nobody` })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const handle = { QueueUrl: url, ReceiptHandle: 'nonsense' };
    await expect(sqs.send(new DeleteMessageCommand(handle))).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    const unknown = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['Nonsense' as QueueAttributeName],
    });
    await expect(sqs.send(unknown)).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    const send501 = new SQSClient({ ...clientConfig(world), maxAttempts: 1 });
    const sending = send501.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
    await expect(sending).rejects.toMatchObject({ message: 'SQS.SendMessage is not simulated by the local world.' });
  });
});
