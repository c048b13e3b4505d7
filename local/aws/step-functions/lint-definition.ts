import { asText, type JsonObject } from '../json.ts';
import { objectsIn, objectsWithin, statesOf, textsWithin } from './definition-states.ts';

const STATE_TYPES = ['Task', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail'];

/** Fields of JSONata and of variables, which the interpreter would pass over in silence. */
const JSONATA_FIELDS = ['Arguments', 'Assign', 'Items', 'Output'];

/** Context that only exists with features which are not simulated. */
const UNKNOWN_CONTEXT = /\$\$\.(Map|Task|State)\b|^\$\$$|\$\$\.Execution$/;

/**
 * Lists what the local interpreter would run differently from Step Functions, or not at all; empty when the definition is
 * run faithfully. Several of these go wrong without any error in the interpreter, hence the check before the first run.
 */
export function lintDefinition(definition: JsonObject, resources: readonly string[]): string[] {
  const states = statesOf(definition);
  const names = states.map(([name]) => name);
  const problems = states.flatMap(([name, state]) =>
    lintState(state, names, resources).map((text) => `${name}: ${text}`),
  );
  if ((definition.QueryLanguage ?? 'JSONPath') !== 'JSONPath') problems.push('only JSONPath is simulated, not JSONata');
  if (!names.includes(asText(definition.StartAt)))
    problems.push(`StartAt names no state: ${asText(definition.StartAt)}`);
  return problems;
}

function lintState(state: JsonObject, names: readonly string[], resources: readonly string[]): string[] {
  const type = asText(state.Type);
  if (!STATE_TYPES.includes(type)) return [`states of the type ${type} are not simulated`];
  const problems: string[] = [];
  if ((state.QueryLanguage ?? 'JSONPath') !== 'JSONPath') problems.push('only JSONPath is simulated, not JSONata');
  for (const field of JSONATA_FIELDS) if (field in state) problems.push(`${field} is not simulated`);
  if (state.ResultPath === '$') problems.push('leave ResultPath out instead of "$"');
  for (const text of textsWithin(state)) if (UNKNOWN_CONTEXT.test(text)) problems.push(`${text} is not simulated`);
  const transitions = [state, ...objectsIn(state, 'Choices'), ...objectsIn(state, 'Catch')].flatMap(
    ({ Next }) => Next ?? [],
  );
  for (const next of [...transitions, ...(state.Default === undefined ? [] : [state.Default])]) {
    if (!names.includes(asText(next))) problems.push(`leads to ${asText(next)}, which is no state`);
  }
  if (type === 'Task') problems.push(...lintTask(state, resources));
  if (type === 'Choice') problems.push(...lintChoice(state));
  if (type === 'Fail' && state.Error === undefined && state.ErrorPath === undefined) problems.push('state its Error');
  return problems;
}

function lintTask(state: JsonObject, resources: readonly string[]): string[] {
  const problems: string[] = [];
  const resource = asText(state.Resource);
  if (!resources.includes(resource)) problems.push(`the resource ${resource} is not simulated`);
  if (typeof state.TimeoutSeconds !== 'number')
    problems.push('state its TimeoutSeconds; without it AWS waits for years');
  if ('HeartbeatSeconds' in state) problems.push('HeartbeatSeconds is not simulated');
  for (const catcher of objectsIn(state, 'Catch')) {
    if (textsWithin(catcher.ErrorEquals ?? []).includes('States.TaskFailed')) {
      problems.push('a Catch of States.TaskFailed would also take timeouts here: catch States.ALL or name the errors');
    }
  }
  for (const retrier of objectsIn(state, 'Retry')) {
    if (typeof retrier.BackoffRate === 'number' && retrier.BackoffRate < 1)
      problems.push('BackoffRate must be 1 or more');
  }
  return problems;
}

function lintChoice(state: JsonObject): string[] {
  const problems = state.Default === undefined ? ['state its Default'] : [];
  for (const rule of objectsWithin(state.Choices ?? [])) {
    for (const [test, expected] of Object.entries(rule)) {
      if (test.startsWith('Is') && expected === false)
        problems.push(`${test}: false never matches here: use Not around ${test}: true`);
    }
  }
  return problems;
}
