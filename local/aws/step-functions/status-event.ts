import { randomUUID } from 'node:crypto';
import { busEvent, type BusEvent } from '../event-bridge/event.ts';
import type { JsonObject } from '../json.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** Whether an execution could be redriven, in the words of DescribeExecution. */
export function redriveFields(record: ExecutionRecord): { redriveStatus: string; redriveStatusReason?: string } {
  if (record.status !== 'RUNNING' && record.status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE' };
  const reason = `Execution is ${record.status} and cannot be redriven`;
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}

/** The event that Step Functions sends to the default bus at every change of an execution's status. */
export function statusChangeEvent(record: ExecutionRecord): BusEvent {
  const { redriveStatus, redriveStatusReason } = redriveFields(record);
  const detail: JsonObject = {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    status: record.status,
    startDate: Math.round(record.startDate),
    stopDate: record.stopDate === undefined ? null : Math.round(record.stopDate),
    input: record.input,
    inputDetails: { included: true },
    output: record.output ?? null,
    outputDetails: record.output === undefined ? null : { included: true },
    error: record.error ?? null,
    cause: record.cause ?? null,
    redriveCount: record.redriveCount,
    redriveDate: null,
    redriveStatus,
    redriveStatusReason: redriveStatusReason ?? null,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
  };
  return busEvent({
    id: randomUUID(),
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    timeMs: record.stopDate ?? record.startDate,
    resources: [record.executionArn],
    detail,
  });
}
