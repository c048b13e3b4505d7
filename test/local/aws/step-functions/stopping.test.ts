import { ListExecutionsCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { systemClock, VirtualClock, type Clock } from '../../../../local/clock.ts';
import { executionsOn, SLOW, WORK } from '../fixture/executions.ts';

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

describe('an execution that is stopped', () => {
  const fixture = executionsOn(new HeldClock());
  const { folder, clock } = fixture;

  it('is ABORTED at once and calls no function any more, though attempts are left', async () => {
    const executionArn = await fixture.start(WORK, { key: 'stopped', failures: 9, error: 'NotReady' });
    await clock.firstWait;
    await fixture.sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'a person said so' }));
    await fixture.world.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'a person said so',
    });
    expect(folder.calls('stopped')).toBe(1);
    expect((await fixture.eventTypes(executionArn)).slice(-2)).toEqual(['TaskFailed', 'ExecutionAborted']);
  });

  it('lets a call that is under way come to its end, as on AWS, and counts as busy until then', async () => {
    const executionArn = await fixture.start(WORK, { key: 'late', ms: 200 });
    const { stopDate } = await fixture.sfn.send(new StopExecutionCommand({ executionArn }));
    expect(stopDate).toBeInstanceOf(Date);
    await fixture.world.idle();
    expect(folder.calls('late')).toBe(1);
    expect(await fixture.eventTypes(executionArn)).toEqual(expect.arrayContaining(['TaskStarted', 'ExecutionAborted']));
    expect(await fixture.eventTypes(executionArn)).not.toContain('TaskSucceeded');
  });

  it('is announced with its status to the rule on the default bus', async () => {
    const executionArn = await fixture.start(WORK, { key: 'announced', ms: 50 });
    await fixture.sfn.send(new StopExecutionCommand({ executionArn }));
    await fixture.world.idle();
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
  const fixture = executionsOn(new VirtualClock());
  const { clock } = fixture;

  it('fail a Task that takes longer than its TimeoutSeconds with States.Timeout', async () => {
    const executionArn = await fixture.start(SLOW, { key: 'task-timeout', ms: 400 });
    await fixture.world.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
    expect(await fixture.eventTypes(executionArn)).toContain('TaskTimedOut');
  });

  it('end an execution as TIMED_OUT when its waits pass the TimeoutSeconds of the machine', async () => {
    const executionArn = await fixture.start(WORK, { key: 'machine-timeout', ms: 100 });
    clock.advance(7000_000);
    await fixture.world.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect((await fixture.eventTypes(executionArn)).at(-1)).toBe('ExecutionTimedOut');
  });
});

describe('names of executions', () => {
  const fixture = executionsOn(new VirtualClock());
  const { folder } = fixture;

  it('give the running execution again for the same input, and refuse another input', async () => {
    const first = await fixture.start(WORK, { key: 'named', ms: 100 }, 'once');
    expect(await fixture.start(WORK, { key: 'named', ms: 100 }, 'once')).toBe(first);
    await expect(fixture.start(WORK, { key: 'other' }, 'once')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await fixture.world.idle();
    expect(folder.calls('named')).toBe(1);
    await expect(fixture.start(WORK, { key: 'named', ms: 100 }, 'once')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it.each(['with space', 'with:colon', 'x'.repeat(81)])('refuse %j', async (name) => {
    await expect(fixture.start(WORK, {}, name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it('are listed newest first, in pages', async () => {
    await fixture.start(WORK, { key: 'listed' }, 'newest');
    await fixture.world.idle();
    const page = await fixture.sfn.send(new ListExecutionsCommand({ stateMachineArn: WORK, maxResults: 1 }));
    expect(page.executions?.map(({ name }) => name)).toEqual(['newest']);
    const rest = await fixture.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: WORK, nextToken: page.nextToken }),
    );
    expect(rest.executions?.map(({ name }) => name)).toEqual(['once']);
  });

  it('cannot start an unknown machine or with an input that is no JSON', async () => {
    await expect(fixture.start(`${WORK}x`, {})).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const bad = new StartExecutionCommand({ stateMachineArn: WORK, input: '{' });
    await expect(fixture.sfn.send(bad)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });
});
