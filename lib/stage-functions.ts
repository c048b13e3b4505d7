import { Construct } from 'constructs';
import { STAGES, type StageName } from '../src/workflow/stages.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';

/** Every stage's Lambda by its stage. */
export type StageFunctions = Readonly<Record<StageName, StageFunction>>;

/** Makes the Lambda of every stage. */
export function stageFunctions(scope: Construct, props: StageFunctionProps): StageFunctions {
  const stages = new Construct(scope, 'Stages');
  return Object.fromEntries(STAGES.map((stage) => [stage, new StageFunction(stages, stage, props)])) as Record<
    StageName,
    StageFunction
  >;
}
