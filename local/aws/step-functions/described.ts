import { seconds } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { StateMachineResource } from '../template/stack.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryEvent } from './execution-store.ts';

/** An execution as ListExecutions shows it. */
export function listedExecution(record: ExecutionRecord): JsonObject {
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    status: record.status,
    startDate: seconds(record.startDate),
    ...(record.stopDate !== undefined && { stopDate: seconds(record.stopDate) }),
    redriveCount: record.redriveCount,
    ...(record.redriveDate !== undefined && { redriveDate: seconds(record.redriveDate) }),
  };
}

/** What went into an execution and came out of it, as DescribeExecution shows it. */
export function executionData({ input, output, error, cause }: ExecutionRecord): JsonObject {
  return {
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** A state machine as ListStateMachines shows it. */
export function listedMachine(machine: StateMachineResource, createdAt: number): JsonObject {
  return { stateMachineArn: machine.arn, name: machine.name, type: 'STANDARD', creationDate: seconds(createdAt) };
}

/** What a machine does and as whom; without data the definition is an empty object, by the API reference. */
export function machineDefinition(
  { definition, roleArn, logging }: StateMachineResource,
  withData: boolean,
): JsonObject {
  return {
    definition: withData ? JSON.stringify(definition) : '{}',
    roleArn,
    loggingConfiguration: logging
      ? { level: logging.level, includeExecutionData: logging.includeExecutionData }
      : { level: 'OFF', includeExecutionData: false },
  };
}

const DATA_FIELDS = ['input', 'output', 'error', 'cause'];

/** An event as GetExecutionHistory shows it. Without data, `parameters` is empty: the API has no event without the field. */
export function shownEvent(event: HistoryEvent, withData: boolean): JsonObject {
  const { timestamp, ...rest } = event;
  const fields = Object.entries(rest).map(([name, value]) => {
    if (withData || !name.endsWith('EventDetails')) return [name, value] as const;
    const details = Object.entries(value as JsonObject)
      .filter(([detail]) => !DATA_FIELDS.includes(detail))
      .map(([detail, shown]) => [detail, detail === 'parameters' ? '' : shown] as const);
    return [name, Object.fromEntries(details)] as const;
  });
  return { ...Object.fromEntries(fields), timestamp: seconds(timestamp) };
}
