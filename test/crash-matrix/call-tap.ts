import type { StageName } from '../../src/workflow/stages.ts';
import type { ContainerRequest, ContainerTap, Service, Treatment } from '../in-process/treatment.ts';
import { REQUESTS_STRUCK, treatmentOf, type FaultName } from './faults.ts';

/** One call of a run: the nth of that operation in that stage, repeats within the handler's client counted where they are told apart. */
export interface Call {
  stage: StageName;
  service: Service;
  operation: string;
  nth: number;
}

/** A call and what goes wrong with it. */
export interface PlannedFault extends Call {
  fault: FaultName;
}

interface Striking {
  fault: FaultName;
  service: Service;
  operation: string;
  stage: StageName;
  left: number;
  callId: string | undefined;
}

/** `PurchaseSmsPhoneNumber genesys postRoutingSmsPhonenumbers #1`: how people name a call. */
export function callName({ stage, service, operation, nth }: Call): string {
  return `${stage} ${service} ${operation} #${nth}`;
}

/** Between the handlers and everything outside: records each call in order, and says what becomes of it. */
export class CallTap implements ContainerTap {
  #calls: Call[] = [];
  #counts = new Map<string, number>();
  #callIds = new Set<string>();
  #planned: PlannedFault[] = [];
  #striking: Striking | undefined;
  #struck: PlannedFault[] = [];
  #onCall: (count: number) => void = () => undefined;

  /** Forgets everything; from here on these faults wait for their calls. `onCall` hears of each call before it is sent. */
  begin(faults: readonly PlannedFault[] = [], onCall: (count: number) => void = () => undefined): void {
    this.#calls = [];
    this.#counts = new Map();
    this.#callIds = new Set();
    this.#planned = [...faults];
    this.#striking = undefined;
    this.#struck = [];
    this.#onCall = onCall;
  }

  /** The calls since `begin`. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The faults that have found their call. */
  get struck(): readonly PlannedFault[] {
    return this.#struck;
  }

  /** Counts a request, and says how it is treated. */
  take(request: ContainerRequest): Treatment {
    const { stage, service, operation, callId } = request;
    const repeated = this.#repeated(request);
    if (repeated !== undefined) return repeated;
    if (callId !== undefined) {
      if (this.#callIds.has(callId)) return { kind: 'pass' };
      this.#callIds.add(callId);
    }
    const key = `${stage} ${service} ${operation}`;
    const nth = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, nth);
    this.#calls.push({ stage, service, operation, nth });
    this.#onCall(this.#calls.length);
    const planned = this.#planned.find(
      (each) => each.nth === nth && each.stage === stage && each.service === service && each.operation === operation,
    );
    if (planned === undefined) return { kind: 'pass' };
    this.#struck.push(planned);
    const left = (REQUESTS_STRUCK[planned.fault] ?? 1) - 1;
    if (left > 0) this.#striking = { stage, service, operation, callId, left, fault: planned.fault };
    return treatmentOf(planned.fault, service);
  }

  /** A fault that lasts strikes the next tries of the same call too. */
  #repeated({ stage, service, operation, callId }: ContainerRequest): Treatment | undefined {
    const striking = this.#striking;
    if (striking === undefined) return undefined;
    const isSame = striking.stage === stage && striking.service === service && striking.operation === operation;
    if (!isSame || striking.callId !== callId) return undefined;
    striking.left -= 1;
    if (striking.left <= 0) this.#striking = undefined;
    return treatmentOf(striking.fault, service);
  }
}
