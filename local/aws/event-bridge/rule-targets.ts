import { createHash } from 'node:crypto';
import { AwsError } from '../endpoint/aws-error.ts';
import { invokeAsynchronously, type AsynchronousSurroundings } from '../lambda/asynchronous-invocations.ts';
import type { Executions } from '../step-functions/executions.ts';
import type { RuleResource, RuleTarget } from '../template/stack.ts';
import { UndeliverableError, type TargetStarter } from './delivery.ts';

/** Gives how a rule's target is started: a state machine or a Lambda function; undefined for everything else. */
export function targetStarter(
  rule: RuleResource,
  target: RuleTarget,
  executions: Executions,
  invocations: AsynchronousSurroundings,
): TargetStarter | undefined {
  if (target.arn.includes(':stateMachine:')) return startExecution(rule, target, executions);
  const fn = target.arn.includes(':function:') ? invocations.host.find(target.arn) : undefined;
  return fn && ((input) => invokeAsynchronously(fn, input, invocations));
}

function startExecution(rule: RuleResource, target: RuleTarget, executions: Executions): TargetStarter {
  return (input, { event }) => {
    // Always the same name for the same event, so that a delivery that is repeated starts nothing twice.
    const place = createHash('sha256').update(`${rule.arn}/${target.id}`).digest('hex').slice(0, 16);
    try {
      executions.start(target.arn, input, `${event.id}_${place}`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.name === 'ExecutionAlreadyExists') return;
      const code = error.name === 'StateMachineDoesNotExist' ? 'NO_RESOURCE' : 'SDK_CLIENT_ERROR';
      throw new UndeliverableError(code, error.message);
    }
  };
}
