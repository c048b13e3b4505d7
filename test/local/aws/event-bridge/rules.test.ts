import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { arn } from '../../../../local/aws/identity.ts';
import { parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const NOTICE = { 'Fn::GetAtt': ['Notice', 'Arn'] };

describe('EventBridge', () => {
  const folder = new FixtureFolder({
    ...fixtureStack(),
    Several: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'several-targets',
        Description: 'one of each kind of input',
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['nobody'] },
        State: 'DISABLED',
        Targets: [
          { Id: 'whole', Arn: NOTICE },
          { Id: 'constant', Arn: NOTICE, Input: '{"a":1}' },
          { Id: 'part', Arn: NOTICE, InputPath: '$.detail' },
        ],
      },
    },
  });
  let world: LocalWorld;
  let events: EventBridgeClient;

  beforeAll(async () => {
    world = await folder.start(new VirtualClock());
    events = new EventBridgeClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  it('lists the buses, the default one first', async () => {
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    expect(EventBuses.map(({ Name }) => Name)).toEqual(['default', 'fixture-bus']);
    const { Arn } = await events.send(new DescribeEventBusCommand({ Name: 'fixture-bus' }));
    expect(Arn).toBe(arn('events', 'event-bus/fixture-bus'));
  });

  it('lists the rules of a bus page by page, and those of the default bus when none is named', async () => {
    const first = await events.send(new ListRulesCommand({ EventBusName: 'fixture-bus', Limit: 1 }));
    expect(first.Rules?.map(({ Name }) => Name)).toEqual(['start-work']);
    const rest = await events.send(
      new ListRulesCommand({ EventBusName: 'fixture-bus', Limit: 1, NextToken: first.NextToken }),
    );
    expect(rest.Rules?.map(({ Name }) => Name)).toEqual(['several-targets']);
    expect(rest.NextToken).toBeUndefined();
    const byDefault = await events.send(new ListRulesCommand({}));
    expect(byDefault.Rules).toMatchObject([{ Name: 'status-change', EventBusName: 'default', State: 'ENABLED' }]);
    const prefixed = await events.send(new ListRulesCommand({ EventBusName: 'fixture-bus', NamePrefix: 'sev' }));
    expect(prefixed.Rules?.map(({ Name }) => Name)).toEqual(['several-targets']);
  });

  it('describes a rule with its pattern', async () => {
    const rule = await events.send(new DescribeRuleCommand({ Name: 'several-targets', EventBusName: 'fixture-bus' }));
    expect(rule).toMatchObject({
      Arn: arn('events', 'rule/fixture-bus/several-targets'),
      Description: 'one of each kind of input',
      State: 'DISABLED',
      CreatedBy: '000000000000',
    });
    expect(parseJson(rule.EventPattern ?? '')).toEqual({ source: ['nobody'] });
  });

  it('lists the targets of a rule with their input, page by page', async () => {
    const ask = { Rule: 'several-targets', EventBusName: 'fixture-bus', Limit: 2 };
    const first = await events.send(new ListTargetsByRuleCommand(ask));
    expect(first.Targets).toMatchObject([{ Id: 'whole' }, { Id: 'constant', Input: '{"a":1}' }]);
    const rest = await events.send(new ListTargetsByRuleCommand({ ...ask, NextToken: first.NextToken }));
    expect(rest.Targets).toMatchObject([{ Id: 'part', InputPath: '$.detail' }]);
    const { Targets } = await events.send(
      new ListTargetsByRuleCommand({ Rule: 'start-work', EventBusName: 'fixture-bus' }),
    );
    expect(Targets).toMatchObject([
      {
        Arn: arn('states', 'stateMachine:fixture-work'),
        InputTransformer: { InputPathsMap: { id: '$.id' } },
        DeadLetterConfig: { Arn: arn('sqs', 'fixture-dead-letters') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  it('answers its errors for what is not there and for bad pages', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    await expect(events.send(new DescribeRuleCommand({ Name: 'nobody' }))).rejects.toMatchObject(missing);
    // The rule is there, but on another bus.
    await expect(events.send(new DescribeRuleCommand({ Name: 'start-work' }))).rejects.toMatchObject(missing);
    await expect(events.send(new ListRulesCommand({ EventBusName: 'nobody' }))).rejects.toMatchObject(missing);
    await expect(events.send(new ListTargetsByRuleCommand({ Rule: 'nobody' }))).rejects.toMatchObject(missing);
    const invalid = { name: 'ValidationException' };
    await expect(events.send(new ListRulesCommand({ Limit: 101 }))).rejects.toMatchObject(invalid);
    await expect(events.send(new ListRulesCommand({ NextToken: 'nonsense' }))).rejects.toMatchObject(invalid);
  });

  describe('testing a pattern', () => {
    const event: JsonObject = {
      id: '1',
      account: '000000000000',
      source: 'lab.orgs',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-central-1',
      resources: ['arn:one', 'arn:two'],
      'detail-type': 'Lab Org Registered',
      detail: { status: 'FAILED', count: 2, nested: { deep: true }, list: [{ a: 1 }, { a: 2 }] },
    };
    const test = (pattern: unknown, tested: unknown = event) =>
      events.send(
        new TestEventPatternCommand({
          EventPattern: typeof pattern === 'string' ? pattern : JSON.stringify(pattern),
          Event: typeof tested === 'string' ? tested : JSON.stringify(tested),
        }),
      );

    it.each<[string, JsonObject, boolean]>([
      ['one of several values', { source: ['other', 'lab.orgs'] }, true],
      ['no value', { source: ['other'] }, false],
      ['a value of a list', { resources: ['arn:two'] }, true],
      ['a number and not its text', { detail: { count: ['2'] } }, false],
      ['a prefix', { source: [{ prefix: 'lab.' }] }, true],
      ['anything but', { detail: { status: [{ 'anything-but': ['SUCCEEDED'] }] } }, true],
      ['a range of numbers', { detail: { count: [{ numeric: ['>', 1, '<', 3] }] } }, true],
      ['one of two patterns', { $or: [{ source: ['x'] }, { source: [{ suffix: '.orgs' }] }] }, true],
      ['what is there', { detail: { nested: { deep: [{ exists: true }] } } }, true],
      ['what is not there', { detail: { nothing: [{ exists: false }] } }, true],
      ['an element of a list of objects', { detail: { list: { a: [2] } } }, true],
    ])('by %s', async (_title, pattern, expected) => {
      expect(await test(pattern)).toMatchObject({ Result: expected });
    });

    it.each<[string, unknown]>([
      ['an operator that there is not', { source: [{ regex: 'orgs' }] }],
      ['a value that is not in a list', { source: 'lab.orgs' }],
      ['an empty pattern', {}],
      ['text that is not JSON', '{'],
    ])('refuses %s', async (_title, pattern) => {
      await expect(test(pattern)).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
    });

    it('wants a whole event', async () => {
      const { id: _id, ...rest } = event;
      await expect(test({ source: ['a'] }, rest)).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(test({ source: ['a'] }, '[')).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
});
