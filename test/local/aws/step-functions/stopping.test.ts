import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { arn } from '../../../../local/aws/identity.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { systemClock, VirtualClock, type Clock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const WORK = arn('states', 'stateMachine:fixture-work');
const SLOW = arn('states', 'stateMachine:fixture-slow');

/** A clock on which every wait lasts until it is let go: executions stay in their retry pauses. */
class HeldClock implements Clock {
  readonly #waiting: (() => void)[] = [];
  #onWait: () => void = () => undefined;
  readonly firstWait = new Promise<void>((resolve) => {
    this.#onWait = resolve;
  });

  now(): number {
    return systemClock.now();
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.#onWait();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

async function start(sfn: SFNClient, machine: string, input: JsonObject, name?: string): Promise<string> {
  const command = new StartExecutionCommand({
    stateMachineArn: machine,
    input: JSON.stringify(input),
    ...(name && { name }),
  });
  const { executionArn = '' } = await sfn.send(command);
  return executionArn;
}

async function eventTypes(sfn: SFNClient, executionArn: string): Promise<string[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map((event) => event.type ?? '');
}

describe('an execution that is stopped', () => {
  const folder = new FixtureFolder();
  const clock = new HeldClock();
  let world: LocalWorld;
  let sfn: SFNClient;

  beforeAll(async () => {
    world = await folder.start(clock);
    sfn = new SFNClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  it('is ABORTED at once and calls no function any more, though attempts are left', async () => {
    const executionArn = await start(sfn, WORK, { key: 'stopped', failures: 9, error: 'NotReady' });
    await clock.firstWait;
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'a person said so' }));
    await world.idle();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'a person said so',
    });
    expect(folder.calls('stopped')).toBe(1);
    expect((await eventTypes(sfn, executionArn)).slice(-2)).toEqual(['TaskFailed', 'ExecutionAborted']);
  });

  it('lets a call that is under way come to its end, as on AWS, and counts as busy until then', async () => {
    const executionArn = await start(sfn, WORK, { key: 'late', ms: 200 });
    const { stopDate } = await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(stopDate).toBeInstanceOf(Date);
    await world.idle();
    expect(folder.calls('late')).toBe(1);
    expect(await eventTypes(sfn, executionArn)).toEqual(expect.arrayContaining(['TaskStarted', 'ExecutionAborted']));
    expect(await eventTypes(sfn, executionArn)).not.toContain('TaskSucceeded');
  });

  it('is announced with its status to the rule on the default bus', async () => {
    const executionArn = await start(sfn, WORK, { key: 'announced', ms: 50 });
    await sfn.send(new StopExecutionCommand({ executionArn }));
    await world.idle();
    const notice = folder
      .notices()
      .find((event) => (event as { resources: string[] }).resources.includes(executionArn));
    expect(notice).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { executionArn, stateMachineArn: WORK, status: 'ABORTED', redriveCount: 0, output: null },
    });
  });
});

describe('time limits', () => {
  const folder = new FixtureFolder();
  const clock = new VirtualClock();
  let world: LocalWorld;
  let sfn: SFNClient;

  beforeAll(async () => {
    world = await folder.start(clock);
    sfn = new SFNClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  it('fail a Task that takes longer than its TimeoutSeconds with States.Timeout', async () => {
    const executionArn = await start(sfn, SLOW, { key: 'task-timeout', ms: 400 });
    await world.idle();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
    expect(await eventTypes(sfn, executionArn)).toContain('TaskTimedOut');
  });

  it('end an execution as TIMED_OUT when its waits pass the TimeoutSeconds of the machine', async () => {
    const executionArn = await start(sfn, WORK, { key: 'machine-timeout', ms: 100 });
    clock.advance(7000_000);
    await world.idle();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'TIMED_OUT' });
    expect((await eventTypes(sfn, executionArn)).at(-1)).toBe('ExecutionTimedOut');
  });
});

describe('names of executions', () => {
  const folder = new FixtureFolder();
  let world: LocalWorld;
  let sfn: SFNClient;

  beforeAll(async () => {
    world = await folder.start(new VirtualClock());
    sfn = new SFNClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  it('give the running execution again for the same input, and refuse another input', async () => {
    const first = await start(sfn, WORK, { key: 'named', ms: 100 }, 'once');
    expect(await start(sfn, WORK, { key: 'named', ms: 100 }, 'once')).toBe(first);
    await expect(start(sfn, WORK, { key: 'other' }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await world.idle();
    expect(folder.calls('named')).toBe(1);
    await expect(start(sfn, WORK, { key: 'named', ms: 100 }, 'once')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it.each(['with space', 'with:colon', 'x'.repeat(81)])('refuse %j', async (name) => {
    await expect(start(sfn, WORK, {}, name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it('are listed newest first, in pages', async () => {
    await start(sfn, WORK, { key: 'listed' }, 'newest');
    await world.idle();
    const page = await sfn.send(new ListExecutionsCommand({ stateMachineArn: WORK, maxResults: 1 }));
    expect(page.executions?.map(({ name }) => name)).toEqual(['newest']);
    const rest = await sfn.send(new ListExecutionsCommand({ stateMachineArn: WORK, nextToken: page.nextToken }));
    expect(rest.executions?.map(({ name }) => name)).toEqual(['once']);
  });

  it('cannot start an unknown machine or with an input that is no JSON', async () => {
    await expect(start(sfn, `${WORK}x`, {})).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const bad = new StartExecutionCommand({ stateMachineArn: WORK, input: '{' });
    await expect(sfn.send(bad)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });
});
