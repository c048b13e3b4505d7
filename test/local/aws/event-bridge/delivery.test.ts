import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { arn } from '../../../../local/aws/identity.ts';
import { parseJson } from '../../../../local/aws/json.ts';
import { QueueStore } from '../../../../local/aws/sqs/queue-store.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const WORK = arn('states', 'stateMachine:fixture-work');

function entry(detail: object, rest: PutEventsRequestEntry = {}): PutEventsRequestEntry {
  const base = { EventBusName: 'fixture-bus', Source: 'fixture', DetailType: 'Work Wanted' };
  return { ...base, Detail: JSON.stringify(detail), ...rest };
}

describe('the event bus', () => {
  const folder = new FixtureFolder();
  const clock = new VirtualClock();
  let world: LocalWorld;
  let events: EventBridgeClient;
  let sfn: SFNClient;

  beforeAll(async () => {
    world = await folder.start(clock);
    events = new EventBridgeClient(clientConfig(world));
    sfn = new SFNClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  const letters = () => new QueueStore(join(folder.stateDir, 'queues'), clock).messages('fixture-dead-letters');
  const put = (...Entries: PutEventsRequestEntry[]) => events.send(new PutEventsCommand({ Entries }));

  it('starts the state machine of a rule with the transformed input, its name made from the id of the event', async () => {
    const { Entries = [] } = await put(entry({ key: 'by-rule', echo: 1 }, { Time: new Date('2026-05-06T07:08:09Z') }));
    await world.idle();
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: WORK }));
    expect(executions).toHaveLength(1);
    const { executionArn, name } = executions[0] ?? {};
    const { input, status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const eventId = Entries[0]?.EventId ?? '';
    expect(status).toBe('SUCCEEDED');
    expect(name?.startsWith(eventId)).toBe(true);
    expect(parseJson(input ?? '')).toEqual({ key: 'by-rule', echo: 1, eventId, note: 'at 2026-05-06T07:08:09Z' });
  });

  it('loses an event that matches no rule, or goes to the wrong bus, as AWS does', async () => {
    const missed = { key: 'missed', echo: 1 };
    const answer = await put(entry(missed, { DetailType: 'Work' }), entry(missed, { EventBusName: 'default' }));
    await world.idle();
    expect(answer.FailedEntryCount).toBe(0);
    expect(folder.calls('missed')).toBe(0);
  });

  it('fails bad entries alone and says which', async () => {
    const answer = await put(
      entry({ key: 'good', echo: 1 }),
      entry({}, { Detail: 'no JSON' }),
      entry({}, { Source: 'aws.states' }),
      entry({}, { DetailType: undefined }),
    );
    await world.idle();
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
    ]);
    expect(folder.calls('good')).toBe(1);
  });

  it('refuses more than ten entries or 256 KB in one call', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry({})))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put(entry({ text: 'x'.repeat(256 * 1024) }))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('sends an event whose input cannot be made to the dead-letter queue', async () => {
    await put(entry({ key: 'no-echo' }));
    await world.idle();
    const letter = letters().at(-1);
    expect(parseJson(letter?.body ?? '')).toMatchObject({ detail: { key: 'no-echo' } });
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: 'INVALID_JSON',
      RULE_ARN: arn('events', 'rule/fixture-bus/start-work'),
      TARGET_ARN: WORK,
    });
  });

  it('tries a function that fails on an event twice more, minutes apart, and then gives up', async () => {
    const fail = join(folder.scratch, 'notices-fail');
    writeFileSync(fail, '');
    const before = clock.now();
    const start = new StartExecutionCommand({ stateMachineArn: WORK, input: '{"key":"failing","exit":1}' });
    const { executionArn } = await sfn.send(start);
    await world.idle();
    rmSync(fail);
    const about = folder.notices().filter((event) => JSON.stringify(event).includes(String(executionArn)));
    expect(about).toHaveLength(3);
    expect(clock.now() - before).toBeGreaterThanOrEqual(180_000);
    expect(parseJson(letters().at(-1)?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { resources: [executionArn] },
      responsePayload: { errorMessage: 'told to fail' },
    });
  });

  it('describes its buses and rules', async () => {
    expect(await events.send(new DescribeEventBusCommand({ Name: 'fixture-bus' }))).toMatchObject({
      Arn: arn('events', 'event-bus/fixture-bus'),
    });
    expect(await events.send(new DescribeEventBusCommand({}))).toMatchObject({ Name: 'default' });
    await expect(events.send(new DescribeEventBusCommand({ Name: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: 'fixture-bus' }));
    expect(Rules.map(({ Name }) => Name)).toEqual(['start-work']);
    const rule = await events.send(new DescribeRuleCommand({ Name: 'start-work', EventBusName: 'fixture-bus' }));
    expect(parseJson(rule.EventPattern ?? '')).toEqual({ source: ['fixture'], 'detail-type': ['Work Wanted'] });
  });
});

describe('a rule that the local bus cannot serve', () => {
  it.each<[string, object, string]>([
    [
      'a target of another kind',
      { Targets: [{ Id: 'T', Arn: 'arn:aws:sns:eu-central-1:000000000000:topic' }] },
      'cannot deliver to',
    ],
    ['an operator that there is not', { EventPattern: { source: [{ regex: 'x' }] }, Targets: [] }, 'does not support'],
  ])('keeps the world from starting: %s', async (_title, properties, message) => {
    const stack = fixtureStack();
    const rule = stack.StartWork;
    const changed = {
      ...stack,
      StartWork: { ...rule, Type: 'AWS::Events::Rule', Properties: { ...rule?.Properties, ...properties } },
    };
    const folder = new FixtureFolder(changed);
    await expect(folder.start()).rejects.toThrow(message);
    await folder.remove();
  });
});
