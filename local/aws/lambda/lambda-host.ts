import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { FunctionResource } from '../template/stack.ts';
import { nameInArn } from '../template/template-reader.ts';
import { sandboxEnvironment } from './environment.ts';
import type { FunctionHost, FunctionHostOptions, InvocationOutcome } from './function-host.ts';
import { Sandbox } from './sandbox.ts';

/** Lambda's limit on the answer of a synchronous invocation. */
const MAXIMUM_ANSWER_BYTES = 6 * 1024 * 1024;

/** Runs the stack's functions in child processes: one per concurrent invocation, kept warm and used again. */
export class LambdaHost implements FunctionHost {
  readonly #options: FunctionHostOptions;
  readonly #warm = new Map<string, Sandbox[]>();
  readonly #all = new Set<Sandbox>();
  #isClosed = false;

  constructor(options: FunctionHostOptions) {
    this.#options = options;
  }

  find(nameOrArn: string): FunctionResource | undefined {
    const name = nameInArn(nameOrArn.replace(/:\$LATEST$/, ''));
    return this.#options.functions.find((fn) => fn.name === name);
  }

  invoke(fn: FunctionResource, payload: string, requestId: string = randomUUID()): Promise<InvocationOutcome> {
    return this.#options.activity.track(async () => {
      if (this.#isClosed) throw new Error('the local world is closing');
      const { clock, logs } = this.#options;
      const sandbox = this.#takeWarm(fn) ?? this.#start(fn);
      const request = { requestId, functionArn: fn.arn, payload, clockOffsetMs: offsetOf(clock) };
      const outcome = await sandbox.invoke(request, fn.timeoutSeconds);
      if (sandbox.isAlive) this.#warm.get(fn.name)?.push(sandbox);
      else this.#all.delete(sandbox);
      // A timeout or an exit leaves no line of the handler's own.
      if ('failure' in outcome && outcome.failure.trace === undefined) {
        logs.append(fn.logGroupName, sandbox.logStreamName, outcome.failure.errorMessage);
      }
      return withinLimit(outcome);
    });
  }

  /** Kills every sandbox; invocations under way end as exited. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map((sandbox) => sandbox.kill()));
  }

  #takeWarm(fn: FunctionResource): Sandbox | undefined {
    const warm = this.#warm.get(fn.name) ?? [];
    this.#warm.set(fn.name, warm);
    for (let sandbox = warm.pop(); sandbox; sandbox = warm.pop()) {
      if (sandbox.isAlive) return sandbox;
      this.#all.delete(sandbox);
    }
    return undefined;
  }

  #start(fn: FunctionResource): Sandbox {
    const { clock, logs, surroundings } = this.#options;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStreamName = `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    const sandbox = new Sandbox({
      codeFolder: fn.codeFolder,
      environment: sandboxEnvironment(fn, logStreamName, surroundings),
      logStreamName,
      onLine: (line) => {
        if (!this.#isClosed) logs.append(fn.logGroupName, logStreamName, line);
      },
    });
    this.#all.add(sandbox);
    return sandbox;
  }
}

/** How far a clock is ahead of the machine's; two readings of the machine's own differ by their rounding only. */
function offsetOf(clock: Clock): number {
  const offsetMs = clock.now() - Date.now();
  return Math.abs(offsetMs) < 100 ? 0 : offsetMs;
}

function withinLimit(outcome: InvocationOutcome): InvocationOutcome {
  if (!('payload' in outcome)) return outcome;
  const bytes = Buffer.byteLength(outcome.payload);
  if (bytes <= MAXIMUM_ANSWER_BYTES) return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_ANSWER_BYTES} bytes).`;
  return { failure: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}
