import type { Synthesised } from './synthesised.ts';

/** A state as the definition has it, as far as the tests ask. */
export interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[] }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string }[];
}

/** A state machine's definition. */
export interface Definition {
  StartAt: string;
  TimeoutSeconds?: number;
  States: Record<string, State>;
}

/** The definition of a machine; functions stand in it by their names, the partition is `aws`. */
export function definitionOf(stack: Synthesised, machineName: string): Definition {
  const { Properties } = stack.named('AWS::StepFunctions::StateMachine', machineName);
  return JSON.parse(stack.text(Properties.DefinitionString).replaceAll('<Partition>', 'aws')) as Definition;
}

/** The Task states of a definition by name. */
export function tasksOf({ States }: Definition): [string, State][] {
  return Object.entries(States).filter(([, state]) => state.Type === 'Task');
}
