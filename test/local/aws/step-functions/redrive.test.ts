import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { arn } from '../../../../local/aws/identity.ts';
import { parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { lambdaTask, stateMachine } from '../fixture/assembly.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const DAY_MS = 86_400_000;
const WORK = arn('states', 'stateMachine:fixture-work');
const TWO = arn('states', 'stateMachine:fixture-two');
const FAIL = arn('states', 'stateMachine:fixture-fail');

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
  const folder = new FixtureFolder({
    ...fixtureStack(),
    Two: stateMachine('fixture-two', TWO_STATES),
    Fail: stateMachine('fixture-fail', ENDS_IN_FAIL),
  });
  const clock = new VirtualClock();
  let world: LocalWorld;
  let sfn: SFNClient;

  beforeAll(async () => {
    world = await folder.start(clock);
    sfn = new SFNClient(clientConfig(world));
  });
  afterAll(() => folder.remove());

  async function run(machine: string, input: JsonObject): Promise<string> {
    const start = new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input) });
    const { executionArn = '' } = await sfn.send(start);
    await world.idle();
    return executionArn;
  }

  async function redrive(executionArn: string, clientToken?: string): Promise<Date | undefined> {
    const { redriveDate } = await sfn.send(
      new RedriveExecutionCommand({ executionArn, ...(clientToken !== undefined && { clientToken }) }),
    );
    await world.idle();
    return redriveDate;
  }

  const describeExecution = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));

  async function history(executionArn: string): Promise<HistoryEvent[]> {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    return events;
  }

  const typesAfterRedrive = async (executionArn: string): Promise<(string | undefined)[]> => {
    const types = (await history(executionArn)).map(({ type }) => type);
    return types.slice(types.lastIndexOf('ExecutionRedriven'));
  };

  it('goes on at the state that failed with its own input, and runs nothing before it again', async () => {
    const executionArn = await run(TWO, { key: 'resumed', failures: 3, error: 'NotReady' });
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
    });
    const redriveDate = await redrive(executionArn);
    const after = await describeExecution(executionArn);
    expect(after).toMatchObject({ executionArn, status: 'SUCCEEDED', redriveCount: 1, redriveDate });
    expect(after.error).toBeUndefined();
    const { event } = (parseJson(after.output ?? '') as { payload: { event: JsonObject } }).payload;
    expect(event).toMatchObject({
      redriveCount: 1,
      input: { key: 'resumed', failures: 3, error: 'NotReady' },
      state: { key: 'resumed', first: { done: true }, second: { payload: { calls: 4 } } },
    });
    const entered = (await history(executionArn)).flatMap((item) => item.stateEnteredEventDetails?.name ?? []);
    expect(entered).toEqual(['First', 'Second', 'Third']);
  });

  it('goes on in the same history with ExecutionRedriven, the Task scheduled without being entered again', async () => {
    const executionArn = await run(TWO, { key: 'history', failures: 3, error: 'NotReady' });
    const before = await history(executionArn);
    await redrive(executionArn);
    const after = await history(executionArn);
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
    const executionArn = await run(TWO, { key: 'retries', failures: 9, error: 'NotReady' });
    expect(folder.calls('retries')).toBe(3);
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    expect(folder.calls('retries')).toBe(6);
    await redrive(executionArn);
    expect(folder.calls('retries')).toBe(9);
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 3 });
  });

  it('cannot pass a Fail state: it is entered again and fails again', async () => {
    const executionArn = await run(FAIL, { key: 'fail', failures: 1, error: 'Refused' });
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'GivenUp',
      cause: 'a Fail state',
      redriveCount: 1,
    });
    expect(folder.calls('fail')).toBe(1);
    expect(await typesAfterRedrive(executionArn)).toEqual(['ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('begins the TimeoutSeconds of the machine again', async () => {
    const start = new StartExecutionCommand({ stateMachineArn: TWO, input: '{"key":"timeout","ms":100}' });
    const { executionArn = '' } = await sfn.send(start);
    clock.advance(3600_000);
    await world.idle();
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('takes an execution that was stopped, and the status events carry the count', async () => {
    const start = new StartExecutionCommand({
      stateMachineArn: WORK,
      input: '{"key":"stopped","failures":9,"error":"No","ms":100}',
    });
    const { executionArn = '' } = await sfn.send(start);
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough' }));
    await world.idle();
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'No', redriveCount: 1 });
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
    const executionArn = await run(TWO, { key: 'token', failures: 9, error: 'NotReady' });
    const first = await redrive(executionArn, 'one-token');
    expect(await redrive(executionArn, 'one-token')).toEqual(first);
    expect(folder.calls('token')).toBe(6);
    clock.advance(16 * 60_000);
    await redrive(executionArn, 'one-token');
    expect(folder.calls('token')).toBe(9);
  });

  it('refuses an execution that runs, has succeeded or ended more than 14 days ago', async () => {
    const notRedrivable = { name: 'ExecutionNotRedrivable' };
    const { executionArn: running = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: TWO, input: '{"key":"running","ms":50}' }),
    );
    await expect(redrive(running)).rejects.toMatchObject(notRedrivable);
    await world.idle();
    await expect(redrive(running)).rejects.toMatchObject(notRedrivable);
    expect(await describeExecution(running)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    const old = await run(TWO, { key: 'old', failures: 9, error: 'NotReady' });
    clock.advance(14 * DAY_MS - 60_000);
    await redrive(old);
    clock.advance(14 * DAY_MS + 60_000);
    await expect(redrive(old)).rejects.toMatchObject(notRedrivable);
    expect(await describeExecution(old)).toMatchObject({
      redriveStatusReason: 'Execution redrivable period exceeded',
    });
  });

  it('refuses an execution that is not there and text that is no ARN of one', async () => {
    await expect(redrive(`${TWO.replace('stateMachine', 'execution')}:nobody`)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    await expect(redrive('nonsense')).rejects.toMatchObject({ name: 'InvalidArn' });
  });

  it('knows no filters for redriven executions of a state machine, as these are for Map Runs', async () => {
    for (const filter of [{ statusFilter: 'PENDING_REDRIVE' as const }, { redriveFilter: 'REDRIVEN' as const }]) {
      const list = new ListExecutionsCommand({ stateMachineArn: TWO, ...filter });
      await expect(sfn.send(list)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  it('goes on after a restart in the middle of a redrive', async () => {
    const executionArn = await run(TWO, { key: 'restarted', failures: 3, error: 'NotReady' });
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    await world.close();
    world = await folder.start(clock);
    sfn = new SFNClient(clientConfig(world));
    await world.idle();
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', redriveCount: 1 });
    await redrive(executionArn);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });
});
