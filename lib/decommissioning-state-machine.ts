import { Choice, Condition, DefinitionBody, Errors, Succeed, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DECOMMISSIONING_STATE_MACHINE_NAME } from '../src/workflow/names.ts';
import { DECOMMISSIONING_STAGES, UNDOING_STAGES, givenUpKey } from '../src/workflow/stages.ts';
import { auditedStateMachine } from './audited-state-machine.ts';
import type { StageFunctions } from './stage-functions.ts';
import { stageTask } from './stage-task.ts';

/**
 * Decommissioning: one undo after the other. One that gives up leaves its reason in the state and the next one has its
 * turn, so that the number is still released; the last stage fails the execution if anything of ours is left.
 */
export function decommissioningStateMachine(scope: Construct, functions: StageFunctions): StateMachine {
  const claimLabOrgForRelease = stageTask(scope, 'ClaimLabOrgForRelease', functions.ClaimLabOrgForRelease);
  const recordReleased = stageTask(scope, 'RecordReleased', functions.RecordReleased);
  const firstUndo = UNDOING_STAGES.reduceRight((next, stage) => {
    const undo = stageTask(scope, stage, functions[stage]);
    undo.addCatch(next, { errors: [Errors.ALL], resultPath: `$.${givenUpKey(stage)}` });
    undo.next(next);
    return undo;
  }, recordReleased);
  const claimed = new Choice(scope, 'IsClaimHeldForRelease')
    .when(Condition.booleanEquals('$.ClaimLabOrgForRelease.answer.isHeld', true), firstUndo)
    .otherwise(new Succeed(scope, 'NothingToRelease'));
  return auditedStateMachine(
    scope,
    DECOMMISSIONING_STATE_MACHINE_NAME,
    DefinitionBody.fromChainable(claimLabOrgForRelease.next(claimed)),
    DECOMMISSIONING_STAGES.map((stage) => functions[stage]),
  );
}
