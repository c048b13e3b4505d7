import type { JsonObject } from '../../../../local/aws/json.ts';
import { lintDefinition } from '../../../../local/aws/step-functions/lint-definition.ts';

const RESOURCE = 'arn:aws:states:::lambda:invoke';
const TASK: JsonObject = { Type: 'Task', Resource: RESOURCE, TimeoutSeconds: 5, Parameters: {}, End: true };

function problems(state: JsonObject, rest: JsonObject = {}): string[] {
  return lintDefinition({ StartAt: 'State', States: { State: state }, ...rest }, [RESOURCE]);
}

describe('the lint of a state machine', () => {
  it('finds nothing in what is run faithfully', () => {
    const parameters = { 'id.$': '$$.Execution.Id', 'time.$': '$$.Execution.StartTime' };
    expect(problems({ ...TASK, Parameters: parameters, Retry: [{ ErrorEquals: ['States.ALL'] }] })).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    ['a Task without TimeoutSeconds', { Type: 'Task', Resource: RESOURCE, End: true }, 'TimeoutSeconds'],
    [
      'a resource that nothing simulates',
      { ...TASK, Resource: 'arn:aws:states:::sns:publish' },
      'sns:publish is not simulated',
    ],
    ['a heartbeat', { ...TASK, HeartbeatSeconds: 1 }, 'HeartbeatSeconds'],
    ['ResultPath "$"', { ...TASK, ResultPath: '$' }, 'leave ResultPath out'],
    ['JSONata in a state', { ...TASK, QueryLanguage: 'JSONata' }, 'JSONata'],
    ['variables', { ...TASK, Assign: { a: 1 } }, 'Assign'],
    ['context that is not simulated', { ...TASK, Parameters: { 'n.$': '$$.State.RetryCount' } }, '$$.State.RetryCount'],
    [
      'a Catch of States.TaskFailed',
      { ...TASK, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'State' }] },
      'States.TaskFailed',
    ],
    ['a BackoffRate below 1', { ...TASK, Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }, 'BackoffRate'],
    ['a Parallel', { Type: 'Parallel', Branches: [], End: true }, 'Parallel'],
    [
      'a Choice without Default',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'State' }] },
      'Default',
    ],
    [
      'IsPresent: false, also deep inside',
      {
        Type: 'Choice',
        Choices: [{ And: [{ Not: { Variable: '$.a', IsPresent: false } }], Next: 'State' }],
        Default: 'State',
      },
      'use Not around IsPresent: true',
    ],
    ['a Fail without Error', { Type: 'Fail' }, 'Error'],
    ['a way to nowhere', { ...TASK, Next: 'Nowhere' }, 'Nowhere'],
  ])('refuses %s', (_title, state, message) => {
    expect(problems(state)).toEqual([expect.stringContaining(message)]);
    expect(problems(state)[0]).toMatch(/^State: /);
  });

  it('refuses JSONata for the whole machine and a StartAt that is no state', () => {
    expect(problems(TASK, { QueryLanguage: 'JSONata', StartAt: 'Elsewhere' })).toEqual([
      expect.stringContaining('JSONata'),
      expect.stringContaining('Elsewhere'),
    ]);
  });
});
