import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { EventJournal } from '../../../local/aws/event-bridge/event-journal.ts';
import { busEvent } from '../../../local/aws/event-bridge/event.ts';
import { arn } from '../../../local/aws/identity.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { clientConfig, FixtureFolder } from './fixture/world.ts';

const WORK = arn('states', 'stateMachine:fixture-work');

describe('a world started again on its folder', () => {
  const folder = new FixtureFolder();
  afterAll(() => folder.remove());

  it('ends what it finds running as ABORTED and announces it', async () => {
    const before = await folder.start(new VirtualClock());
    const start = new StartExecutionCommand({ stateMachineArn: WORK, input: '{"key":"killed","ms":400}' });
    const { executionArn = '' } = await new SFNClient(clientConfig(before)).send(start);
    await before.close();
    expect(readFileSync(recordPath(folder, executionArn), 'utf8')).toContain('"status": "RUNNING"');

    const world = await folder.start(new VirtualClock());
    const sfn = new SFNClient(clientConfig(world));
    await world.idle();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events.map(({ type }) => type)).toEqual(['ExecutionAborted']);
    expect(folder.notices()).toContainEqual(
      expect.objectContaining({
        resources: [executionArn],
        detail: expect.objectContaining({ status: 'ABORTED' }) as unknown,
      }),
    );
    await world.close();
  });

  it('delivers an event that was accepted and not delivered, and starts nothing twice for it', async () => {
    const event = busEvent({
      id: '5f0c7a52-0000-4000-8000-000000000001',
      source: 'fixture',
      detailType: 'Work Wanted',
      timeMs: Date.now(),
      resources: [],
      detail: { key: 'redelivered', echo: null },
    });
    const journal = new EventJournal(join(folder.stateDir, 'events'));
    for (let delivery = 0; delivery < 2; delivery += 1) {
      journal.add({ busName: 'fixture-bus', acceptedAt: Date.now(), event });
      const world = await folder.start(new VirtualClock());
      await world.idle();
      await world.close();
    }
    expect(folder.calls('redelivered')).toBe(1);
    expect(journal.undelivered()).toEqual([]);
  });

  it('sends an event that has waited longer than the rule allows to the dead-letter queue', async () => {
    const detail = { key: 'too-old' };
    const event = busEvent({
      id: 'old',
      source: 'fixture',
      detailType: 'Work Wanted',
      timeMs: 0,
      resources: [],
      detail,
    });
    new EventJournal(join(folder.stateDir, 'events')).add({
      busName: 'fixture-bus',
      acceptedAt: Date.now() - 3601_000,
      event,
    });
    const world = await folder.start(new VirtualClock());
    await world.idle();
    await world.close();
    expect(folder.calls('too-old')).toBe(0);
    const letters = readFileSync(join(folder.stateDir, 'queues', 'fixture-dead-letters.jsonl'), 'utf8');
    expect(letters).toContain('MaximumEventAgeInSeconds');
    expect(letters).toContain('too-old');
  });
});

describe('the state folder', () => {
  const folder = new FixtureFolder();
  afterAll(() => folder.remove());

  it('is refused to a second world, which is told who has it', async () => {
    const world = await folder.start();
    await expect(folder.startAnother()).rejects.toThrow(`in use by the local world at ${world.endpointUrl}`);
    await world.close();
  });

  it('is taken over when its world is gone without giving it back', async () => {
    const lock = join(folder.stateDir, 'world.lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, endpointUrl: 'http://127.0.0.1:1', identity: 'gone' }));
    const world = await folder.start();
    await world.close();
    expect(existsSync(lock)).toBe(false);
  });

  it('has an event on disk before PutEvents answers', async () => {
    const world = await folder.start(new VirtualClock());
    const entry = {
      EventBusName: 'fixture-bus',
      Source: 'fixture',
      DetailType: 'Work Wanted',
      Detail: '{"key":"kept","echo":1}',
    };
    const events = new EventBridgeClient(clientConfig(world));
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    await world.close();
    const again = await folder.start(new VirtualClock());
    await again.idle();
    const { executions = [] } = await new SFNClient(clientConfig(again)).send(
      new ListExecutionsCommand({ stateMachineArn: WORK }),
    );
    expect(executions.map(({ name }) => name?.split('_')[0])).toEqual([Entries[0]?.EventId]);
    await again.close();
  });
});

function recordPath(folder: FixtureFolder, executionArn: string): string {
  const name = executionArn.split(':').at(-1) ?? '';
  return join(folder.stateDir, 'executions', 'fixture-work', `${name}.execution.json`);
}
