import { Choice, Condition, DefinitionBody, Succeed, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { PROVISIONING_STATE_MACHINE_NAME } from '../src/workflow/names.ts';
import { CAUGHT } from '../src/workflow/retries.ts';
import { PROVISIONING_STAGES, type ProvisioningStage } from '../src/workflow/stages.ts';
import { auditedStateMachine } from './audited-state-machine.ts';
import type { StageFunctions } from './stage-functions.ts';
import { stageTask } from './stage-task.ts';

/**
 * Provisioning, in one line of stages: everything free before the one that pays. No error is caught into a Fail state, so
 * a failed execution can be redriven from the stage that failed; the two ways back are bounded by the stages themselves.
 */
export function provisioningStateMachine(scope: Construct, functions: StageFunctions): StateMachine {
  const task = (stage: ProvisioningStage) => stageTask(scope, stage, functions[stage]);
  const publishMessageFlow = task('PublishMessageFlow');
  const awaitMessageFlow = task('AwaitMessageFlow');
  const purchaseSmsPhoneNumber = task('PurchaseSmsPhoneNumber');
  const awaitSmsPhoneNumber = task('AwaitSmsPhoneNumber');
  awaitMessageFlow.addCatch(publishMessageFlow, { errors: [CAUGHT.AwaitMessageFlow], resultPath: '$.failedJob' });
  awaitSmsPhoneNumber.addCatch(purchaseSmsPhoneNumber, {
    errors: [CAUGHT.AwaitSmsPhoneNumber],
    resultPath: '$.failedNumber',
  });

  const stages = task('VerifyOrgAccess')
    .next(publishMessageFlow)
    .next(awaitMessageFlow)
    .next(purchaseSmsPhoneNumber)
    .next(awaitSmsPhoneNumber)
    .next(task('AssignQueueOutboundNumber'))
    .next(task('RouteMessagesToFlow'))
    .next(task('RecordProvisioned'));
  const claimed = new Choice(scope, 'IsClaimHeld')
    .when(Condition.booleanEquals('$.ClaimLabOrg.answer.isHeld', true), stages)
    .otherwise(new Succeed(scope, 'SameRegistrationRunsAlready'));

  return auditedStateMachine(
    scope,
    PROVISIONING_STATE_MACHINE_NAME,
    DefinitionBody.fromChainable(task('ClaimLabOrg').next(claimed)),
    PROVISIONING_STAGES.map((stage) => functions[stage]),
  );
}
