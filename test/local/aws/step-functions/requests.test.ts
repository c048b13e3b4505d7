import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type ExecutionStatus,
  type IncludedData,
} from '@aws-sdk/client-sfn';
import { VirtualClock } from '../../../../local/clock.ts';
import { executionsOn, WORK } from '../fixture/executions.ts';

describe('requests to Step Functions', () => {
  const fixture = executionsOn(new VirtualClock());
  let executionArn = '';

  beforeAll(async () => {
    executionArn = await fixture.run(WORK, { key: 'request', failures: 9, error: 'Other' });
  });

  it('start an execution without a name and an input, and with a trace header', async () => {
    const started = await fixture.sfn.send(
      new StartExecutionCommand({ stateMachineArn: WORK, traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' }),
    );
    await fixture.world.idle();
    const { name = '', input } = await fixture.describe(started.executionArn ?? '');
    expect(name).toMatch(/^[\da-f-]{36}$/);
    expect(input).toBe('{}');
  });

  it('take an input of 262,144 bytes and no more', async () => {
    const text = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));
    const start = (input: string) => fixture.sfn.send(new StartExecutionCommand({ stateMachineArn: WORK, input }));
    await start(text(262_144));
    await expect(start(text(262_145))).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await fixture.world.idle();
  });

  it('are shown no data when they ask for metadata only', async () => {
    const includedData = 'METADATA_ONLY';
    const execution = await fixture.sfn.send(new DescribeExecutionCommand({ executionArn, includedData }));
    expect(execution).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    for (const field of ['input', 'output', 'error', 'cause']) expect(execution).not.toHaveProperty(field);
    const machine = new DescribeStateMachineCommand({ stateMachineArn: WORK, includedData });
    expect(await fixture.sfn.send(machine)).toMatchObject({ status: 'ACTIVE', definition: '{}' });
  });

  it('are shown events with the fields that every such event has, also without data', async () => {
    const ask = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false });
    const { events = [] } = await fixture.sfn.send(ask);
    const scheduled = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails;
    expect(scheduled).toMatchObject({ resource: 'invoke', parameters: '' });
    expect(JSON.stringify(events)).not.toContain('"key"');
  });

  it('read a history backwards, page by page', async () => {
    const forwards = (await fixture.history(executionArn)).map(({ id }) => id);
    const backwards: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const ask = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2, nextToken });
      const page = await fixture.sfn.send(ask);
      backwards.push(...(page.events ?? []).map(({ id }) => id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(backwards).toEqual(forwards.toReversed());
  });

  it('list the state machines page by page', async () => {
    const names: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await fixture.sfn.send(new ListStateMachinesCommand({ maxResults: 1, nextToken }));
      names.push((page.stateMachines ?? []).map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(names).toEqual([['fixture-work'], ['fixture-slow']]);
  });

  const list = { stateMachineArn: WORK };
  const nobody = { executionArn: `${WORK.replace('stateMachine', 'execution')}:nobody` };
  const mapRunArn = `${WORK.replace('stateMachine', 'mapRun')}/Map:1`;
  it.each([
    ['a page of 1001', new ListExecutionsCommand({ ...list, maxResults: 1001 }), 'ValidationException'],
    ['a page of fewer than none', new ListStateMachinesCommand({ maxResults: -1 }), 'ValidationException'],
    [
      'a status that there is not',
      new ListExecutionsCommand({ ...list, statusFilter: 'DONE' as ExecutionStatus }),
      'ValidationException',
    ],
    ['a Map Run beside a machine', new ListExecutionsCommand({ ...list, mapRunArn }), 'ValidationException'],
    ['a Map Run', new ListExecutionsCommand({ mapRunArn }), 'ResourceNotFound'],
    ['an execution that is not there', new DescribeExecutionCommand(nobody), 'ExecutionDoesNotExist'],
    ['the history of one that is not there', new GetExecutionHistoryCommand(nobody), 'ExecutionDoesNotExist'],
    ['the end of one that is not there', new StopExecutionCommand(nobody), 'ExecutionDoesNotExist'],
    [
      'the machine of one that is not there',
      new DescribeStateMachineForExecutionCommand(nobody),
      'ExecutionDoesNotExist',
    ],
    [
      'a machine that is not there',
      new DescribeStateMachineCommand({ stateMachineArn: `${WORK}-nobody` }),
      'StateMachineDoesNotExist',
    ],
    ['a token of nobody', new ListExecutionsCommand({ ...list, nextToken: 'nonsense' }), 'InvalidToken'],
    ['a token of nobody', new ListStateMachinesCommand({ nextToken: 'nonsense' }), 'InvalidToken'],
    [
      'a machine by the ARN of another thing',
      new DescribeStateMachineCommand({ stateMachineArn: 'nonsense' }),
      'InvalidArn',
    ],
    [
      'neither data nor metadata',
      new DescribeStateMachineCommand({ ...list, includedData: 'SOME' as IncludedData }),
      'ValidationException',
    ],
  ])('are refused when they ask for %s', async (_title, command, name) => {
    await expect(fixture.sfn.send(command as ListExecutionsCommand)).rejects.toMatchObject({ name });
  });

  it('are refused when an error is longer than 256 characters or a cause than 32,768', async () => {
    for (const reason of [{ error: 'x'.repeat(257) }, { cause: 'x'.repeat(32_769) }]) {
      const stop = new StopExecutionCommand({ executionArn, ...reason });
      await expect(fixture.sfn.send(stop)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });
});
