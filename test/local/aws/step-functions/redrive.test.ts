import { ListExecutionsCommand, RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { lambdaTask, stateMachine } from '../fixture/assembly.ts';
import { executionsOn, machineArn, WORK } from '../fixture/executions.ts';
import { fixtureStack } from '../fixture/stack.ts';

const DAY_MS = 86_400_000;
const TWO = machineArn('fixture-two');
const FAIL = machineArn('fixture-fail');

/** A state that succeeds, then one that fails for as often as it is told. */
const TWO_STATES: JsonObject = {
  StartAt: 'First',
  TimeoutSeconds: 3600,
  States: {
    First: lambdaTask('Echo', { ResultPath: '$.first', ResultSelector: { done: true }, Next: 'Second' }),
    Second: lambdaTask('Unsteady', {
      ResultPath: '$.second',
      Retry: [{ ErrorEquals: ['NotReady'], IntervalSeconds: 5, MaxAttempts: 2 }],
      Next: 'Third',
    }),
    Third: lambdaTask('Echo', {
      Parameters: {
        FunctionName: '@@Echo@@',
        Payload: { 'redriveCount.$': '$$.Execution.RedriveCount', 'input.$': '$$.Execution.Input', 'state.$': '$' },
      },
      End: true,
    }),
  },
};

const ENDS_IN_FAIL: JsonObject = {
  StartAt: 'Work',
  States: {
    Work: lambdaTask('Unsteady', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GiveUp' }], End: true }),
    GiveUp: { Type: 'Fail', Error: 'GivenUp', Cause: 'a Fail state' },
  },
};

describe('redriving', () => {
  const fixture = executionsOn(new VirtualClock(), {
    ...fixtureStack(),
    Two: stateMachine('fixture-two', TWO_STATES),
    Fail: stateMachine('fixture-fail', ENDS_IN_FAIL),
  });
  const { folder, clock } = fixture;

  const typesAfterRedrive = async (executionArn: string): Promise<(string | undefined)[]> => {
    const types = await fixture.eventTypes(executionArn);
    return types.slice(types.lastIndexOf('ExecutionRedriven'));
  };

  it('goes on at the state that failed with its own input, and runs nothing before it again', async () => {
    const executionArn = await fixture.run(TWO, { key: 'resumed', failures: 3, error: 'NotReady' });
    expect(await fixture.describe(executionArn)).toMatchObject({
      status: 'FAILED',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
    });
    const redriveDate = await fixture.redrive(executionArn);
    const after = await fixture.describe(executionArn);
    expect(after).toMatchObject({ executionArn, status: 'SUCCEEDED', redriveCount: 1, redriveDate });
    expect(after.error).toBeUndefined();
    const { event } = (parseJson(after.output ?? '') as { payload: { event: JsonObject } }).payload;
    expect(event).toMatchObject({
      redriveCount: 1,
      input: { key: 'resumed', failures: 3, error: 'NotReady' },
      state: { key: 'resumed', first: { done: true }, second: { payload: { calls: 4 } } },
    });
    const entered = (await fixture.history(executionArn)).flatMap((item) => item.stateEnteredEventDetails?.name ?? []);
    expect(entered).toEqual(['First', 'Second', 'Third']);
  });

  it('goes on in the same history with ExecutionRedriven, the Task scheduled without being entered again', async () => {
    const executionArn = await fixture.run(TWO, { key: 'history', failures: 3, error: 'NotReady' });
    const before = await fixture.history(executionArn);
    await fixture.redrive(executionArn);
    const after = await fixture.history(executionArn);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after[before.length]).toMatchObject({
      type: 'ExecutionRedriven',
      previousEventId: before.length,
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
    expect((await typesAfterRedrive(executionArn)).slice(1, 5)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
    ]);
    expect(after.map(({ id }) => id)).toEqual(after.map((_event, index) => index + 1));
  });

  it('counts retries from the beginning', async () => {
    const executionArn = await fixture.run(TWO, { key: 'retries', failures: 9, error: 'NotReady' });
    expect(folder.calls('retries')).toBe(3);
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    expect(folder.calls('retries')).toBe(6);
    await fixture.redrive(executionArn);
    expect(folder.calls('retries')).toBe(9);
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 3 });
  });

  it('cannot pass a Fail state: it is entered again and fails again', async () => {
    const executionArn = await fixture.run(FAIL, { key: 'fail', failures: 1, error: 'Refused' });
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'GivenUp',
      cause: 'a Fail state',
      redriveCount: 1,
    });
    expect(folder.calls('fail')).toBe(1);
    expect(await typesAfterRedrive(executionArn)).toEqual(['ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('begins the TimeoutSeconds of the machine again', async () => {
    const executionArn = await fixture.start(TWO, { key: 'timeout', ms: 100 });
    clock.advance(3600_000);
    await fixture.world.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('takes an execution that was stopped, and the status events carry the count', async () => {
    const executionArn = await fixture.start(WORK, { key: 'stopped', failures: 9, error: 'No', ms: 100 });
    await fixture.sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough' }));
    await fixture.world.idle();
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'No', redriveCount: 1 });
    const details = folder
      .notices()
      .map((notice) => (notice as { detail: JsonObject }).detail)
      .filter((detail) => detail.executionArn === executionArn);
    expect(details).toMatchObject([
      { status: 'ABORTED', redriveCount: 0, redriveDate: null, redriveStatus: 'REDRIVABLE' },
      { status: 'FAILED', redriveCount: 1, redriveDate: expect.any(Number) as number, redriveStatus: 'REDRIVABLE' },
    ]);
  });

  it('does nothing again for the client token of the last quarter of an hour', async () => {
    const executionArn = await fixture.run(TWO, { key: 'token', failures: 9, error: 'NotReady' });
    const first = await fixture.redrive(executionArn, 'one-token');
    expect(await fixture.redrive(executionArn, 'one-token')).toEqual(first);
    expect(folder.calls('token')).toBe(6);
    clock.advance(16 * 60_000);
    await fixture.redrive(executionArn, 'one-token');
    expect(folder.calls('token')).toBe(9);
  });

  it('refuses an execution that runs, has succeeded or ended more than 14 days ago', async () => {
    const notRedrivable = { name: 'ExecutionNotRedrivable' };
    const running = await fixture.start(TWO, { key: 'running', ms: 50 });
    await expect(fixture.redrive(running)).rejects.toMatchObject(notRedrivable);
    await fixture.world.idle();
    await expect(fixture.redrive(running)).rejects.toMatchObject(notRedrivable);
    expect(await fixture.describe(running)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    const old = await fixture.run(TWO, { key: 'old', failures: 9, error: 'NotReady' });
    clock.advance(14 * DAY_MS - 60_000);
    await fixture.redrive(old);
    clock.advance(14 * DAY_MS + 60_000);
    await expect(fixture.redrive(old)).rejects.toMatchObject(notRedrivable);
    expect(await fixture.describe(old)).toMatchObject({
      redriveStatusReason: 'Execution redrivable period exceeded',
    });
  });

  it('refuses an execution that is not there and text that is no ARN of one', async () => {
    await expect(fixture.redrive(`${TWO.replace('stateMachine', 'execution')}:nobody`)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    await expect(fixture.redrive('nonsense')).rejects.toMatchObject({ name: 'InvalidArn' });
  });

  it('knows no filters for redriven executions of a state machine, as these are for Map Runs', async () => {
    for (const filter of [{ statusFilter: 'PENDING_REDRIVE' as const }, { redriveFilter: 'REDRIVEN' as const }]) {
      const list = new ListExecutionsCommand({ stateMachineArn: TWO, ...filter });
      await expect(fixture.sfn.send(list)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  it('goes on after a restart in the middle of a redrive', async () => {
    const executionArn = await fixture.run(TWO, { key: 'restarted', failures: 3, error: 'NotReady' });
    await fixture.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await fixture.restart();
    await fixture.world.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'ABORTED', redriveCount: 1 });
    await fixture.redrive(executionArn);
    expect(await fixture.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });
});
