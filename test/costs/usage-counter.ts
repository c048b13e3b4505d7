import { ASSUMED, PRICES, type Counts, type Used } from '../../scripts/prices.ts';
import type { ContainerRequest, ContainerTap, Treatment } from '../in-process/treatment.ts';

const KILOBYTE = 1024;

/** Counts what functions ask of AWS and Genesys. DynamoDB bills by size, so its requests are counted by operation. */
export class UsageCounter implements ContainerTap {
  #requests: ContainerRequest[] = [];

  take(request: ContainerRequest): Treatment {
    this.#requests.push(request);
    return { kind: 'pass' };
  }

  /** The requests since the last call. */
  takeRequests(): ContainerRequest[] {
    return this.#requests.splice(0);
  }
}

/** What is counted beside the requests of functions. */
export interface Observed {
  requests: readonly ContainerRequest[];
  transitions: number;
  executions: number;
  invocations: number;
  logBytes: number;
  scheduleStarts: number;
  /** Events that came from outside. */
  eventsSent: number;
  /** The size of an org's record and of the whole ledger, in bytes. */
  recordBytes: number;
  ledgerBytes: number;
}

/** What was used, in the units of the price list. */
export function countsOf(observed: Observed): Counts {
  const { requests, transitions, executions, invocations, logBytes, scheduleStarts } = observed;
  const numberOf = (service: ContainerRequest['service'], ...operations: string[]): number =>
    requests.filter(
      (request) => request.service === service && (operations.length === 0 || operations.includes(request.operation)),
    ).length;
  const { secondsOfInvocation, secondsOfGenesysCall, gigabytes } = ASSUMED;
  const scans = numberOf('dynamodb', 'Scan');
  return {
    transitions,
    invocations,
    gigabyteSeconds: gigabytes * (invocations * secondsOfInvocation + numberOf('genesys') * secondsOfGenesysCall),
    // Reads of one record are consistent; those of all are not, and cost half.
    readUnits:
      numberOf('dynamodb', 'GetItem') * Math.ceil(observed.recordBytes / (4 * KILOBYTE)) +
      (scans * Math.ceil(observed.ledgerBytes / (4 * KILOBYTE))) / 2,
    writeUnits: numberOf('dynamodb', 'UpdateItem', 'PutItem') * Math.ceil(observed.recordBytes / KILOBYTE),
    secretCalls: numberOf('secretsmanager'),
    events: numberOf('events') + observed.eventsSent,
    scheduleStarts,
    logBytes,
    traces: executions,
  };
}

/** One count by another, used by used. */
export function combined(one: Counts, other: Counts, combine: (one: number, other: number) => number): Counts {
  const used = Object.keys(PRICES) as Used[];
  return Object.fromEntries(used.map((name) => [name, combine(one[name], other[name])])) as Counts;
}
