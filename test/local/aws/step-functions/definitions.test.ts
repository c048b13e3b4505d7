import { DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { parseJson, type JsonObject } from '../../../../local/aws/json.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { lambdaTask, stateMachine, type Resources } from '../fixture/assembly.ts';
import { executionsOn, machineArn } from '../fixture/executions.ts';
import { fixtureStack } from '../fixture/stack.ts';

const CHANGING = machineArn('fixture-changing');

/** Works, then says which release of the definition it was. */
const release = (number: number): Resources => ({
  ...fixtureStack(),
  Changing: stateMachine('fixture-changing', {
    StartAt: 'Work',
    States: {
      Work: lambdaTask('Unsteady', { ResultPath: null, Next: `Release${number}` }),
      [`Release${number}`]: { Type: 'Pass', Result: { release: number }, End: true },
    },
  }),
});

describe('a state machine that is changed', () => {
  const fixture = executionsOn(new VirtualClock(), release(1));
  let begunBefore = '';

  const outputOf = async (executionArn: string): Promise<unknown> =>
    parseJson((await fixture.describe(executionArn)).output ?? '');

  const startAtOf = (definition: string | undefined): string[] =>
    Object.keys((parseJson(definition ?? '') as { States: JsonObject }).States);

  beforeAll(async () => {
    begunBefore = await fixture.run(CHANGING, { key: 'before', failures: 1, error: 'NotReady' });
    await fixture.restart(release(2));
  });

  it('is described as it is now, and for an execution as it was when that was started', async () => {
    const now = await fixture.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: CHANGING }));
    expect(startAtOf(now.definition)).toEqual(['Work', 'Release2']);
    const then = await fixture.sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn: begunBefore }));
    expect(then).toMatchObject({ stateMachineArn: CHANGING, name: 'fixture-changing' });
    expect(startAtOf(then.definition)).toEqual(['Work', 'Release1']);
  });

  it('starts new executions with its new definition', async () => {
    expect(await outputOf(await fixture.run(CHANGING, { key: 'after' }))).toEqual({ release: 2 });
  });

  it('redrives an execution with the definition that it was started with', async () => {
    await fixture.redrive(begunBefore);
    expect(await outputOf(begunBefore)).toEqual({ release: 1 });
  });
});
