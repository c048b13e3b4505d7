import { AwsError } from '../endpoint/aws-error.ts';
import { seconds, pageOf } from '../endpoint/page.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import type { JsonObject } from '../json.ts';
import type { StateMachineResource } from '../template/stack.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryEvent } from './execution-store.ts';
import type { Executions } from './executions.ts';

const DEFAULT_PAGE = 100;
const MAXIMUM_PAGE = 1000;

/** Step Functions, as far as it is simulated. */
export function stepFunctionsOperations(executions: Executions, createdAt: number): Operations {
  return {
    StartExecution: (input) => {
      const name = input.optionalString('name');
      const record = executions.start(input.string('stateMachineArn'), input.optionalString('input') ?? '{}', name);
      return { executionArn: record.executionArn, startDate: seconds(record.startDate) };
    },

    StopExecution: (input) => {
      const arn = input.string('executionArn');
      const record = executions.stop(arn, input.optionalString('error'), input.optionalString('cause'));
      return { stopDate: seconds(record.stopDate ?? record.startDate) };
    },

    RedriveExecution: (input) => {
      const record = executions.redrive(input.string('executionArn'), input.optionalString('clientToken'));
      return { redriveDate: seconds(record.redriveDate ?? record.startDate) };
    },

    DescribeExecution: (input) => {
      const record = executions.find(input.string('executionArn'));
      return {
        ...listed(record),
        input: record.input,
        inputDetails: { included: true },
        ...(record.output !== undefined && { output: record.output, outputDetails: { included: true } }),
        ...(record.error !== undefined && { error: record.error }),
        ...(record.cause !== undefined && { cause: record.cause }),
        ...executions.redrivability(record),
      };
    },

    ListExecutions: (input) => {
      const machine = executions.machine(input.string('stateMachineArn'));
      const status = input.optionalString('statusFilter');
      if (status === 'PENDING_REDRIVE' || input.optionalString('redriveFilter') !== undefined) {
        const text = 'PENDING_REDRIVE and redriveFilter are for the executions of a Map Run, not of a state machine.';
        throw new AwsError('ValidationException', text);
      }
      const all = executions
        .list(machine.resource.arn)
        .filter((record) => status === undefined || record.status === status);
      const page = pageOf(all, pageSize(input), input.optionalString('nextToken'));
      return { executions: page.items.map(listed), ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
    },

    GetExecutionHistory: (input) => {
      const history = executions.historyOf(executions.find(input.string('executionArn')));
      const ordered = input.optionalBoolean('reverseOrder') ? history.reverse() : history;
      const page = pageOf(ordered, pageSize(input), input.optionalString('nextToken'));
      const withData = input.optionalBoolean('includeExecutionData') ?? true;
      const events = page.items.map((event) => shown(event, withData));
      return { events, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
    },

    DescribeStateMachine: (input) => {
      const { resource } = executions.machine(input.string('stateMachineArn'));
      return {
        ...listedMachine(resource, createdAt),
        status: 'ACTIVE',
        definition: JSON.stringify(resource.definition),
        roleArn: resource.roleArn,
        loggingConfiguration: loggingConfiguration(resource),
      };
    },

    ListStateMachines: (input) => {
      const all = executions.machines;
      const page = pageOf(all, pageSize(input), input.optionalString('nextToken'));
      const stateMachines = page.items.map((machine) => listedMachine(machine, createdAt));
      return { stateMachines, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
    },
  };
}

/** Zero asks for the default, as on AWS. */
function pageSize(input: OperationInput): number {
  const asked = input.optionalNumber('maxResults') ?? 0;
  return asked > 0 ? Math.min(asked, MAXIMUM_PAGE) : DEFAULT_PAGE;
}

function listed(record: ExecutionRecord): JsonObject {
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

function listedMachine(machine: StateMachineResource, createdAt: number): JsonObject {
  return { stateMachineArn: machine.arn, name: machine.name, type: 'STANDARD', creationDate: seconds(createdAt) };
}

function loggingConfiguration({ logging }: StateMachineResource): JsonObject {
  if (!logging) return { level: 'OFF', includeExecutionData: false };
  return { level: logging.level, includeExecutionData: logging.includeExecutionData };
}

const DATA_FIELDS = ['input', 'output', 'parameters', 'error', 'cause'];

function shown(event: HistoryEvent, withData: boolean): JsonObject {
  const { timestamp, ...rest } = event;
  const fields = Object.entries(rest).map(([name, value]) => {
    if (withData || !name.endsWith('EventDetails')) return [name, value] as const;
    const details = Object.entries(value as JsonObject).filter(([detail]) => !DATA_FIELDS.includes(detail));
    return [name, Object.fromEntries(details)] as const;
  });
  return { ...Object.fromEntries(fields), timestamp: seconds(timestamp) };
}
