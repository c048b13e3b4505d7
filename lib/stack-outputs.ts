import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { STATE_MACHINE_NAMES } from '../src/workflow/names.ts';
import {
  EVENT_BUS_OUTPUT,
  LEDGER_OUTPUT,
  STAGE_LOGS_OUTPUT,
  STATE_MACHINE_OUTPUTS,
} from '../src/workflow/stack-outputs.ts';

/** What is told of a deployed stack. */
export interface ToldParts {
  eventBus: EventBus;
  ledger: Table;
  logGroup: LogGroup;
  machines: Readonly<Record<(typeof STATE_MACHINE_NAMES)[number], StateMachine>>;
}

/** Tells people and clients, as outputs of the stack, where its parts are: bus, ledger, log group, state machines. */
export function stackOutputs(stack: Stack, { eventBus, ledger, logGroup, machines }: ToldParts): void {
  const tell = (key: string, value: string, description: string): void => {
    new CfnOutput(stack, key, { value, description });
  };
  for (const [name, output] of Object.entries(STATE_MACHINE_OUTPUTS)) {
    tell(output, machines[name as keyof typeof machines].stateMachineArn, `The state machine ${name}`);
  }
  tell(EVENT_BUS_OUTPUT, eventBus.eventBusName, 'The bus for the events about lab orgs');
  tell(LEDGER_OUTPUT, ledger.tableName, 'The ledger: one item per lab org');
  tell(STAGE_LOGS_OUTPUT, logGroup.logGroupName, 'The log lines of all stages, the audit trail among them');
}
