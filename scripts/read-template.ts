import { STATE_MACHINE_NAMES } from '../src/workflow/names.ts';

/** A state of a definition, as far as it is drawn. */
export interface DrawnState {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: { Variable: string; BooleanEquals?: boolean; Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
}

/** A state machine as it was synthesised. */
export interface DrawnMachine {
  name: string;
  startAt: string;
  states: Record<string, DrawnState>;
}

/** A synthesised CloudFormation template. */
export interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/** The state machines of a template, in the order of the vocabulary. References inside a definition don't matter here and become a word. */
export function readMachines(template: Template): DrawnMachine[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => {
      const { StartAt, States } = JSON.parse(joined(Properties.DefinitionString)) as {
        StartAt: string;
        States: Record<string, DrawnState>;
      };
      return { name: String(Properties.StateMachineName), startAt: StartAt, states: States };
    })
    .sort((a, b) => orderOf(a) - orderOf(b));
}

function orderOf({ name }: DrawnMachine): number {
  return (STATE_MACHINE_NAMES as readonly string[]).indexOf(name);
}

function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [];
  return parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('');
}
