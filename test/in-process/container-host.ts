import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { REGION } from '../../local/aws/identity.ts';
import type { FunctionHost, FunctionHostOptions, InvocationOutcome } from '../../local/aws/lambda/function-host.ts';
import type { FunctionResource } from '../../local/aws/template/stack.ts';
import { nameInArn } from '../../local/aws/template/template-reader.ts';
import { STAGES, type StageName } from '../../src/workflow/stages.ts';
import { AwsModules } from './aws-modules.ts';
import { Container, type ContainerOptions, type Ending } from './container.ts';

/** What the host adds to the world's options. */
export type ContainerHostOptions = Omit<ContainerOptions, 'environment' | 'aws'>;

const INVOCATION_MS = 25;

/** The next try begins two seconds after a timeout. */
const LATE_AFTER_TIMEOUT_MS = 2_300;

/** Runs the stack's functions in containers of this process, kept warm like Lambda's. */
export class ContainerHost implements FunctionHost {
  readonly #world: FunctionHostOptions;
  readonly #options: ContainerHostOptions;
  readonly #aws: AwsModules;
  #warm = new Map<string, Container[]>();
  readonly #busy = new Set<Container>();
  #isClosed = false;
  #lines: string[] = [];

  constructor(world: FunctionHostOptions, options: ContainerHostOptions) {
    this.#world = world;
    this.#options = options;
    this.#aws = new AwsModules(world.surroundings.endpointUrl);
  }

  find(nameOrArn: string): FunctionResource | undefined {
    const name = nameInArn(nameOrArn.replace(/:\$LATEST$/, ''));
    return this.#world.functions.find((fn) => fn.name === name);
  }

  invoke(fn: FunctionResource, payload: string, requestId: string = randomUUID()): Promise<InvocationOutcome> {
    return this.#world.activity.track(() => this.#invoke(fn, payload, requestId));
  }

  /** Ends every container; invocations under way end as exited. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#warm.clear();
    for (const container of this.#busy) container.end('killed');
    return Promise.resolve();
  }

  /** From here on every function starts cold. */
  forgetContainers(): void {
    this.#warm = new Map();
  }

  /** The lines logged since the last call. */
  takeLines(): string[] {
    return this.#lines.splice(0);
  }

  async #invoke(fn: FunctionResource, payload: string, requestId: string): Promise<InvocationOutcome> {
    const { clock } = this.#options;
    const warm = this.#warm.get(fn.name) ?? [];
    this.#warm.set(fn.name, warm);
    const container = warm.pop() ?? this.#start(fn);
    const deadlineMs = clock.now() + fn.timeoutSeconds * 1000;
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => deadlineMs - clock.now() };
    this.#busy.add(container);
    const cancelTimeout = clock.schedule(fn.timeoutSeconds * 1000, () => {
      container.end('timed out');
    });
    const outcome = await container.invoke(JSON.parse(payload), context);
    cancelTimeout();
    this.#busy.delete(container);
    const lines = container.lines.splice(0);
    this.#lines.push(...lines);
    for (const line of lines) this.#world.logs.append(fn.logGroupName, 'in-process', line);
    const endWork = clock.work();
    try {
      if ('ending' in outcome) return await this.#ended(fn, payload, requestId, deadlineMs, outcome.ending);
      // An invocation takes time: no two of them happen at the same moment.
      clock.advance(INVOCATION_MS);
      await nextTurn();
      warm.push(container);
      return 'answer' in outcome ? { payload: JSON.stringify(outcome.answer ?? null) } : failed(outcome.error);
    } finally {
      endWork();
    }
  }

  /** A timeout is Lambda's; a kill also stops the execution, as when a person or a power cut ends it. */
  async #ended(
    fn: FunctionResource,
    payload: string,
    requestId: string,
    deadlineMs: number,
    ending: Ending,
  ): Promise<InvocationOutcome> {
    const { clock, interference } = this.#options;
    const told = (errorType: string, text: string): InvocationOutcome => ({
      failure: { errorType, errorMessage: `RequestId: ${requestId} Error: ${text}` },
    });
    if (ending === 'timed out') {
      clock.advance(Math.max(0, deadlineMs - clock.now()));
      this.#landLate();
      return told('Sandbox.Timedout', `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`);
    }
    const { execution } = JSON.parse(payload) as { execution?: { id?: string } };
    if (execution?.id !== undefined && !this.#isClosed) await interference?.stopExecution(execution.id);
    return told('Runtime.ExitError', 'Runtime exited with error: signal: killed');
  }

  /** What a function sent just before its timeout arrives while the state machine's next try is at work. */
  #landLate(): void {
    const { clock, interference } = this.#options;
    const line = interference?.line;
    if (line?.hasLate !== true) return;
    const endWork = this.#world.activity.begin();
    clock.schedule(LATE_AFTER_TIMEOUT_MS, () => {
      void clock
        .during(() => line.landLate())
        .finally(() => {
          line.forgetLate();
          endWork();
        });
    });
  }

  #start(fn: FunctionResource): Container {
    const stage = STAGES.find((each): each is StageName => fn.name.endsWith(`-${each}`));
    if (stage === undefined) throw new Error(`${fn.name} is the function of no stage`);
    const { endpointUrl, added } = this.#world.surroundings;
    const environment = {
      ...fn.environment,
      ...added,
      LAMBDA_TASK_ROOT: fn.codeFolder,
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_REGION: REGION,
    };
    return new Container(stage, { ...this.#options, aws: this.#aws, environment });
  }
}

function failed(error: unknown): InvocationOutcome {
  if (!(error instanceof Error))
    return { failure: { errorType: typeof error, errorMessage: String(error), trace: [] } };
  return { failure: { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') } };
}
