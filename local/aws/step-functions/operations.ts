import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf, seconds, type Page } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import { executionData, listedExecution, listedMachine, machineDefinition, shownEvent } from './described.ts';
import { EXECUTION_STATUSES, type ExecutionRecord } from './execution-record.ts';
import type { Executions } from './executions.ts';

const DEFAULT_PAGE = 100;
const MAXIMUM_PAGE = 1000;
const MAXIMUM_ERROR_LENGTH = 256;
const MAXIMUM_CAUSE_LENGTH = 32_768;

/** Step Functions, as far as it is simulated. */
export function stepFunctionsOperations(executions: Executions, createdAt: number): Operations {
  return {
    StartExecution: (input) => {
      const name = input.optionalString('name');
      const record = executions.start(input.string('stateMachineArn'), input.optionalString('input') ?? '{}', name);
      return { executionArn: record.executionArn, startDate: seconds(record.startDate) };
    },

    StopExecution: (input) => {
      const error = input.optionalString('error', MAXIMUM_ERROR_LENGTH);
      const cause = input.optionalString('cause', MAXIMUM_CAUSE_LENGTH);
      const record = executions.stop(input.string('executionArn'), error, cause);
      return { stopDate: seconds(record.stopDate ?? record.startDate) };
    },

    RedriveExecution: (input) => {
      const record = executions.redrive(input.string('executionArn'), input.optionalString('clientToken'));
      return { redriveDate: seconds(record.redriveDate ?? record.startDate) };
    },

    DescribeExecution: (input) => {
      const record = executions.find(input.string('executionArn'));
      return {
        ...listedExecution(record),
        ...(wantsData(input) && executionData(record)),
        ...executions.redrivability(record),
      };
    },

    ListExecutions: (input) => {
      const all = listExecutions(input, executions);
      const page = asked(input, all);
      return { executions: page.items.map(listedExecution), ...nextToken(page) };
    },

    GetExecutionHistory: (input) => {
      const history = executions.historyOf(executions.find(input.string('executionArn')));
      const page = asked(input, input.optionalBoolean('reverseOrder') ? history.reverse() : history);
      const withData = input.optionalBoolean('includeExecutionData') ?? true;
      return { events: page.items.map((event) => shownEvent(event, withData)), ...nextToken(page) };
    },

    DescribeStateMachine: (input) => {
      const machine = executions.machine(input.string('stateMachineArn'));
      const definition = machineDefinition(machine, wantsData(input));
      return { ...listedMachine(machine, createdAt), status: 'ACTIVE', ...definition };
    },

    DescribeStateMachineForExecution: (input) => {
      const machine = executions.machineOf(executions.find(input.string('executionArn')));
      const definition = machineDefinition(machine, wantsData(input));
      return { stateMachineArn: machine.arn, name: machine.name, updateDate: seconds(createdAt), ...definition };
    },

    ListStateMachines: (input) => {
      const page = asked(input, executions.machines);
      return { stateMachines: page.items.map((machine) => listedMachine(machine, createdAt)), ...nextToken(page) };
    },
  };
}

function listExecutions(input: OperationInput, executions: Executions): ExecutionRecord[] {
  const mapRunArn = input.optionalString('mapRunArn');
  if (mapRunArn !== undefined) {
    if (input.fields.stateMachineArn !== undefined)
      throw new AwsError('ValidationException', 'Give either a stateMachineArn or a mapRunArn, not both.');
    throw new AwsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  }
  const machine = executions.machine(input.string('stateMachineArn'));
  const status = input.optionalChoice('statusFilter', [...EXECUTION_STATUSES, 'PENDING_REDRIVE']);
  if (status === 'PENDING_REDRIVE' || input.optionalString('redriveFilter') !== undefined) {
    const text = 'PENDING_REDRIVE and redriveFilter are for the executions of a Map Run, not of a state machine.';
    throw new AwsError('ValidationException', text);
  }
  return executions.list(machine.arn).filter((record) => status === undefined || record.status === status);
}

function wantsData(input: OperationInput): boolean {
  return input.optionalChoice('includedData', ['ALL_DATA', 'METADATA_ONLY']) !== 'METADATA_ONLY';
}

/** The page that was asked for. Zero asks for the default size, as on AWS. */
function asked<T>(input: OperationInput, all: readonly T[]): Page<T> {
  const size = input.optionalNumber('maxResults', 0, MAXIMUM_PAGE) ?? 0;
  return pageOf(all, size > 0 ? size : DEFAULT_PAGE, input.optionalString('nextToken'));
}

function nextToken(page: Page<unknown>): JsonObject {
  return page.nextToken === undefined ? {} : { nextToken: page.nextToken };
}
