import { Duration } from 'aws-cdk-lib';
import {
  EventField,
  Rule,
  RuleTargetInput,
  type EventBus,
  type EventPattern,
  type IRuleTarget,
} from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Function as StageLambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  DECOMMISSION_REQUESTED,
  LAB_ORGS_SOURCE,
  LAB_SMS_SOURCE,
  PROVISIONED,
  REGISTERED,
  VERIFICATION_REQUESTED,
} from '../src/workflow/events.ts';
import { FAILED_STATUSES, STATUS_CHANGE } from '../src/workflow/status-change.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

/** What the rules connect. */
export interface EventRulesProps {
  eventBus: EventBus;
  provisioning: StateMachine;
  verification: StateMachine;
  decommissioning: StateMachine;
  recordFailure: StageLambda;
}

/** An event that could not be delivered for this long goes to the rule's dead-letter queue instead of surprising people. */
const DELIVERY = { maxEventAge: Duration.hours(1), retryAttempts: 20 };

/**
 * The rules: registration -> provisioning; provisioned or requested -> verification; request -> decommissioning; a failed
 * execution of any of them -> RecordFailure.
 */
export class EventRules extends Construct {
  readonly #props: EventRulesProps;

  constructor(scope: Construct, id: string, props: EventRulesProps) {
    super(scope, id);
    this.#props = props;
    const { provisioning, verification, decommissioning } = props;
    this.#onBus('LabOrgRegistered', LAB_ORGS_SOURCE, REGISTERED, provisioning, {
      registration: EventField.fromPath('$.detail'),
    });
    this.#onBus('LabOrgSmsVerificationRequested', LAB_ORGS_SOURCE, VERIFICATION_REQUESTED, verification, {
      request: EventField.fromPath('$.detail'),
    });
    this.#onBus('LabOrgDecommissionRequested', LAB_ORGS_SOURCE, DECOMMISSION_REQUESTED, decommissioning, {
      request: EventField.fromPath('$.detail'),
    });
    this.#onBus('LabOrgSmsProvisioned', LAB_SMS_SOURCE, PROVISIONED, verification, {
      request: {
        genesysOrgId: EventField.fromPath('$.detail.genesysOrgId'),
        provisionedBy: EventField.fromPath('$.detail.executionArn'),
      },
    });
    this.#onFailedExecution();
  }

  #onBus(id: string, source: string, detailType: string, machine: StateMachine, input: Record<string, unknown>): void {
    const { eventBus } = this.#props;
    this.#rule(id, { source: [source], detailType: [detailType] }, eventBus, (deadLetterQueue) => {
      const event = { eventId: EventField.eventId, eventTime: EventField.time };
      return new SfnStateMachine(machine, {
        input: RuleTargetInput.fromObject({ ...input, ...event }),
        deadLetterQueue,
        ...DELIVERY,
      });
    });
  }

  /** Status changes arrive on the default bus only, so this rule names no bus. */
  #onFailedExecution(): void {
    const { provisioning, verification, decommissioning, recordFailure } = this.#props;
    const pattern: EventPattern = {
      source: ['aws.states'],
      detailType: [STATUS_CHANGE],
      detail: {
        stateMachineArn: [provisioning, verification, decommissioning].map((machine) => machine.stateMachineArn),
        status: [...FAILED_STATUSES],
      },
    };
    this.#rule(
      'ExecutionFailed',
      pattern,
      undefined,
      (deadLetterQueue) => new LambdaFunction(recordFailure, { deadLetterQueue, ...DELIVERY }),
    );
  }

  #rule(
    id: string,
    eventPattern: EventPattern,
    eventBus: EventBus | undefined,
    target: (deadLetterQueue: Queue) => IRuleTarget,
  ): void {
    const undelivered = deadLetterQueue(this, `${id}Undelivered`);
    const bus = eventBus === undefined ? {} : { eventBus };
    new Rule(this, id, { ...bus, eventPattern, targets: [target(undelivered)] });
  }
}
