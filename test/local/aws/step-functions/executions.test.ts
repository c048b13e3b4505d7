import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { asText, isJsonObject, parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { executionsOn, WORK } from '../fixture/executions.ts';

describe('an execution', () => {
  const fixture = executionsOn(new VirtualClock());
  const { folder, clock } = fixture;

  async function run(input: JsonObject): Promise<{
    executionArn: string;
    status: string;
    output: JsonObject;
    error: string | undefined;
    cause: string | undefined;
    history: HistoryEvent[];
  }> {
    const executionArn = await fixture.run(WORK, input);
    const { status = '', error, cause, output: text } = await fixture.describe(executionArn);
    const output = parseJson(text ?? '{}');
    const history = await fixture.history(executionArn);
    return { executionArn, status, output: isJsonObject(output) ? output : {}, error, cause, history };
  }

  it('runs its Tasks and succeeds with the output of its last state', async () => {
    const { status, output } = await run({ key: 'plain' });
    expect(status).toBe('SUCCEEDED');
    expect(output).toEqual({ key: 'plain', work: { payload: { calls: 1 } } });
  });

  it('retries by the name of the error, waiting on the clock of the world', async () => {
    const before = clock.now();
    const { status, history } = await run({ key: 'retried', failures: 3, error: 'NotReady' });
    expect(status).toBe('SUCCEEDED');
    expect(folder.calls('retried')).toBe(4);
    const pauses = history
      .filter((event) => event.type === 'TaskScheduled')
      .map((event) => event.timestamp?.getTime() ?? 0);
    const waits = pauses.slice(1).map((time, index) => Math.floor((time - (pauses[index] ?? 0)) / 10_000) * 10);
    expect(waits).toEqual([60, 90, 90]);
    expect(clock.now() - before).toBeGreaterThanOrEqual((60 + 90 + 90 + 600) * 1000);
  });

  it('fails with the error and the cause of a Task when its attempts are used up', async () => {
    const { status, error, cause, history } = await run({ key: 'used-up', failures: 9, error: 'NotReady' });
    expect(status).toBe('FAILED');
    expect(error).toBe('NotReady');
    expect(parseJson(cause ?? '')).toMatchObject({ errorType: 'NotReady', errorMessage: 'call 4 failed' });
    expect(folder.calls('used-up')).toBe(4);
    expect(history.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error: 'NotReady' },
    });
  });

  it('goes where a Catch leads, with Error and Cause under its ResultPath', async () => {
    const { status, output } = await run({ key: 'caught', failures: 1, error: 'Refused' });
    expect(status).toBe('SUCCEEDED');
    expect(output.refusal).toMatchObject({ Error: 'Refused' });
  });

  it('gives its Tasks the context of the execution', async () => {
    const before = clock.now();
    const { executionArn, output } = await run({ key: 'context', echo: true });
    const { event } = (output.tidied as { payload: { event: JsonObject } }).payload;
    expect(event).toMatchObject({ execution: executionArn, machine: 'fixture-work', redriveCount: 0 });
    expect(executionArn.endsWith(`:${asText(event.name)}`)).toBe(true);
    const startTime = Date.parse(asText(event.startTime));
    expect(startTime).toBeGreaterThanOrEqual(before);
    expect(startTime).toBeLessThan(before + 60_000);
  });

  it('writes its history as Step Functions does', async () => {
    const { history } = await run({ key: 'history', failures: 1, error: 'NotReady' });
    expect(history.map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history.map((event) => event.id)).toEqual(history.map((_event, index) => index + 1));
    expect(history.map((event) => event.previousEventId)).toEqual(
      history.map((_event, index) => (index === 1 ? 0 : index)),
    );
    expect(history[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
      timeoutInSeconds: 20,
    });
    expect(history[1]?.stateEnteredEventDetails).toMatchObject({ name: 'Work' });
  });

  it('reports a function that exits as Runtime.ExitError', async () => {
    const { status, error, cause } = await run({ key: 'exit', exit: 3 });
    expect(status).toBe('FAILED');
    expect(error).toBe('Runtime.ExitError');
    expect(cause).toContain('exit status 3');
  });

  it('reports a function that takes longer than its own timeout as Sandbox.Timedout', async () => {
    const { error, cause } = await run({ key: 'timeout', ms: 60_000 });
    expect(error).toBe('Sandbox.Timedout');
    expect(cause).toContain('Task timed out after 0.50 seconds');
  });
});
