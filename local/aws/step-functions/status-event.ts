import { randomUUID } from 'node:crypto';
import { busEvent, type BusEvent } from '../event-bridge/event.ts';
import type { JsonObject } from '../json.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { RedriveFields } from './redrive.ts';

/** The event that Step Functions sends to the default bus at every change of an execution's status. */
export function statusChangeEvent(record: ExecutionRecord, redrive: RedriveFields): BusEvent {
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
    redriveDate: record.redriveDate === undefined ? null : Math.round(record.redriveDate),
    redriveStatus: redrive.redriveStatus,
    redriveStatusReason: redrive.redriveStatusReason ?? null,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
  };
  return busEvent({
    id: randomUUID(),
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    timeMs: record.stopDate ?? record.redriveDate ?? record.startDate,
    resources: [record.executionArn],
    detail,
  });
}
