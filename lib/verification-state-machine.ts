import { Choice, Condition, DefinitionBody, Succeed, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { VERIFICATION_STATE_MACHINE_NAME } from '../src/workflow/names.ts';
import { VERIFICATION_STAGES } from '../src/workflow/stages.ts';
import { auditedStateMachine } from './audited-state-machine.ts';
import type { StageFunctions } from './stage-functions.ts';
import { stageTask } from './stage-task.ts';

/** Verification is a machine of its own, so that a text that can't be delivered never undoes a number. */
export function verificationStateMachine(scope: Construct, functions: StageFunctions): StateMachine {
  const sendTestSms = stageTask(scope, 'SendTestSms', functions.SendTestSms);
  const awaitTestSmsReceipt = stageTask(scope, 'AwaitTestSmsReceipt', functions.AwaitTestSmsReceipt);
  const inFlight = new Choice(scope, 'IsVerificationInFlight')
    .when(
      Condition.booleanEquals('$.SendTestSms.answer.isInFlightElsewhere', true),
      new Succeed(scope, 'AnotherVerificationRuns'),
    )
    .otherwise(awaitTestSmsReceipt);
  return auditedStateMachine(
    scope,
    VERIFICATION_STATE_MACHINE_NAME,
    DefinitionBody.fromChainable(sendTestSms.next(inFlight)),
    VERIFICATION_STAGES.map((stage) => functions[stage]),
  );
}
