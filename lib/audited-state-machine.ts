import { Duration } from 'aws-cdk-lib';
import { LogLevel, StateMachine, StateMachineType, type DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { stateMachineLogGroupName } from '../src/workflow/names.ts';
import { auditLogGroup } from './log-groups.ts';
import type { StageFunction } from './stage-function.ts';
import { stateMachineRole } from './state-machine-role.ts';

/** Stage waits add up to less than three hours; a run that is still going after a day is stuck. */
const EXECUTION_TIMEOUT = Duration.hours(24);

/**
 * A Standard state machine of that fixed name, logged in full but without payloads (names and errors only), traced.
 */
export function auditedStateMachine(
  scope: Construct,
  name: string,
  definitionBody: DefinitionBody,
  stages: readonly StageFunction[],
): StateMachine {
  return new StateMachine(scope, `${name}-state-machine`, {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody,
    role: stateMachineRole(scope, name, stages),
    timeout: EXECUTION_TIMEOUT,
    tracingEnabled: true,
    logs: {
      destination: auditLogGroup(scope, `${name}-logs`, stateMachineLogGroupName(name)),
      level: LogLevel.ALL,
      includeExecutionData: false,
    },
  });
}
