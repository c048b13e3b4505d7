import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as realDelay } from 'node:timers/promises';
import { defaultCode } from './api-error.ts';
import type { Exchange, ReceivedRequest } from './exchange.ts';
import type { Fault, FaultOutcome, FaultPlan } from './fault.ts';
import type { RequestLog } from './request-log.ts';
import type { Answer } from './route.ts';

/** What a request may bring; the vendor's own limit is of this order. */
const LARGEST_BODY_BYTES = 3 * 1024 * 1024;

/** The body of a request; undefined when it is too large or its sender is gone. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'broken off'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return 'broken off';
  }
  return size <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : 'too large';
}

/** Writes an answer out: JSON, another text or nothing. */
export function writeAnswer(response: ServerResponse, answer: Answer, correlationId?: string): void {
  const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
    ...(correlationId === undefined ? {} : { 'ININ-Correlation-Id': correlationId }),
    ...answer.headers,
  });
  response.end(answer.status === 204 ? undefined : text);
}

/** Writes the first half of an answer out and breaks the connection off. */
function writeHalf(response: ServerResponse, answer: Answer, correlationId: string): void {
  const bytes = Buffer.from(answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)));
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': String(Math.max(bytes.length, 2)),
    'ININ-Correlation-Id': correlationId,
    ...answer.headers,
  });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

const failureOf = (exchange: Exchange, fault: Fault & { status: number }): Answer => {
  const code = fault.code ?? defaultCode(fault.status);
  const answer = exchange.fail({ status: fault.status, code, message: fault.message ?? `Injected: ${code}` });
  return { ...answer, headers: { ...answer.headers, ...fault.headers } };
};

const hasStatus = (fault: Fault | undefined): fault is Fault & { status: number } => fault?.status !== undefined;

/** What a fault lets happen: the effect with its answer, the effect with another answer, or another answer alone. */
function perform(exchange: Exchange, fault: Fault | undefined): Answer {
  if (hasStatus(fault) && fault.afterEffect !== true) return failureOf(exchange, fault);
  const injected: FaultOutcome | undefined = fault?.outcome && {
    outcome: fault.outcome,
    ...(fault.messages ? { messages: fault.messages } : {}),
  };
  const answer = exchange.perform(injected);
  return hasStatus(fault) ? failureOf(exchange, fault) : answer;
}

/** Takes a request through its faults to its answer and into the log. */
export class Responder {
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;
  readonly #now: () => number;
  readonly #closing: AbortSignal;

  readonly #latencyOf: (operation: string) => number;

  constructor(
    faults: FaultPlan,
    log: RequestLog,
    now: () => number,
    latencyOf: (operation: string) => number,
    closing: AbortSignal,
  ) {
    this.#faults = faults;
    this.#log = log;
    this.#now = now;
    this.#latencyOf = latencyOf;
    this.#closing = closing;
  }

  /** Answers a request, or breaks it off where a fault wants that. `open` is asked again after a delay. */
  async respond(open: () => Exchange, request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    let exchange = open();
    const fault = this.#faults.take(exchange.operation, exchange.genesysOrgId);
    const record = (status: number | 'reset'): void => {
      this.#log.add({
        at: new Date(this.#now()).toISOString(),
        method: request.method,
        path: `${request.path}${request.search === '' ? '' : `?${request.search}`}`,
        operation: exchange.operation,
        status,
        ...(exchange.genesysOrgId === undefined ? {} : { genesysOrgId: exchange.genesysOrgId }),
        correlationId: request.correlationId,
        durationMs: Math.round(performance.now() - startedAt),
        ...(exchange.loggedBody === undefined ? {} : { body: exchange.loggedBody }),
      });
    };
    const injectedMs = fault?.delay === 'after' ? 0 : (fault?.delayMs ?? 0);
    const waitMs = injectedMs + this.#latencyOf(exchange.operation);
    if (waitMs > 0) {
      await realDelay(waitMs, undefined, { signal: this.#closing });
      exchange = open();
    }
    if (fault?.reset === 'before') {
      record('reset');
      response.socket?.resetAndDestroy();
      return;
    }
    const answer = perform(exchange, fault);
    record(fault?.reset === 'after' ? 'reset' : answer.status);
    if (fault?.delayMs !== undefined && fault.delay === 'after') {
      await realDelay(fault.delayMs, undefined, { signal: this.#closing });
    }
    if (fault?.reset === 'after') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (fault?.truncate === true) writeHalf(response, answer, request.correlationId);
    else writeAnswer(response, answer, request.correlationId);
  }
}

/** A new correlation id. */
export const newCorrelationId = (): string => randomUUID();
