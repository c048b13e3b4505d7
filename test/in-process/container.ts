import { EventEmitter } from 'node:events';
import http, { type Agent, type ClientRequest, type RequestOptions } from 'node:http';
import { findRoute } from '../../local/genesys/http/route.ts';
import { ROUTES } from '../../local/genesys/routes.ts';
import type { StageName } from '../../src/workflow/stages.ts';
import type { AwsModules, AwsTry } from './aws-modules.ts';
import { projectRequire, type ContainerCode, type Handler } from './container-code.ts';
import { lineLogger } from './line-logger.ts';
import type { QuietClock } from './quiet-clock.ts';
import type { ContainerRequest, Interference, Service, Treatment } from './treatment.ts';

/** What ends an invocation from outside. */
export type Ending = 'killed' | 'timed out';

/** What all containers share. */
export interface ContainerOptions {
  code: ContainerCode;
  clock: QuietClock;
  agent: Agent;
  aws: AwsModules;
  /** Nothing stands between containers and services when it is left out. */
  interference?: Interference | undefined;
  /** The environment that the handlers read. */
  environment: Readonly<Record<string, string>>;
}

/** One container of one stage: the real handler with caches, clock and timers of its own, its calls tapped. */
export class Container {
  readonly stage: StageName;
  /** The lines that the handler has logged. */
  readonly lines: string[] = [];
  readonly #options: ContainerOptions;
  readonly #handler: Handler;
  #isAlive = true;
  #isInvoked = false;
  #onEnding: (ending: Ending) => void = () => undefined;
  #callsUnderWay = 0;
  #timers = 0;
  #endWork: (() => void) | undefined;

  constructor(stage: StageName, options: ContainerOptions) {
    this.stage = stage;
    this.#options = options;
    const own: Readonly<Record<string, object>> = {
      'node:http': { ...http, request: (request: RequestOptions) => this.#request(request) },
      'node:process': { env: options.environment },
      '@aws-lambda-powertools/logger': { Logger: lineLogger(options.clock, (line) => this.lines.push(line)) },
    };
    const handlers = options.code({
      require: (name): unknown => own[name] ?? options.aws.find(name) ?? projectRequire(name),
      Date: dateOf(options.clock),
      Math: WITHOUT_CHANCE,
      setTimeout: (callback, ms, ...args) => this.#setTimeout(callback, ms, args),
      clearTimeout: (timer) => {
        if (typeof timer === 'function') (timer as () => void)();
      },
    });
    this.#handler = handlers[stage];
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs the handler once. An ending resolves it at once: the handler itself never goes on. */
  async invoke(
    event: unknown,
    context: object,
  ): Promise<{ answer: unknown } | { error: unknown } | { ending: Ending }> {
    this.#isInvoked = true;
    this.#updateWork();
    const ended = new Promise<{ ending: Ending }>((resolve) => {
      this.#onEnding = (ending) => {
        resolve({ ending });
      };
    });
    const handle = () => this.#handler(event, context);
    const handled = this.#options.aws
      .as((call) => this.#awsCall(call), handle)
      .then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
    try {
      return await Promise.race([handled, ended]);
    } finally {
      this.#isInvoked = false;
      this.#updateWork();
    }
  }

  /** Ends the container: nothing that it still does reaches anybody. */
  end(ending: Ending): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#onEnding(ending);
  }

  /** A handler works unless it only waits for a timer. */
  #updateWork(): void {
    if (this.#isInvoked && this.#isAlive && (this.#callsUnderWay > 0 || this.#timers === 0)) {
      this.#endWork ??= this.#options.clock.work();
    } else {
      this.#endWork?.();
      this.#endWork = undefined;
    }
  }

  #setTimeout(callback: (...args: unknown[]) => void, ms: number, args: unknown[]): () => void {
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      this.#timers -= 1;
      this.#updateWork();
    };
    this.#timers += 1;
    const cancel = this.#options.clock.schedule(ms, () => {
      end();
      if (this.#isAlive) callback(...args);
    });
    this.#updateWork();
    return () => {
      cancel();
      end();
    };
  }

  #callBegins(): () => void {
    this.#callsUnderWay += 1;
    this.#updateWork();
    return () => {
      this.#callsUnderWay -= 1;
      this.#updateWork();
    };
  }

  /** A request to Genesys. */
  #request(options: RequestOptions): ClientRequest {
    if (!this.#isAlive) return silence();
    const method = options.method ?? 'GET';
    const operation = operationOf(method, options.path ?? '');
    const treatment = this.#take({ stage: this.stage, service: 'genesys', operation });
    if (isHeldBackForGood(treatment)) {
      this.end(treatment.how);
      return silence();
    }
    const ends = this.#callBegins();
    const { port, headers } = this.#route(treatment, Number(options.port));
    const { agent } = this.#options;
    const request = http.request({ ...options, agent, port, headers: Object.assign({}, options.headers, headers) });
    request.once('close', ends);
    return request;
  }

  async #awsCall({ target, callId, send }: AwsTry): Promise<unknown> {
    const forEver = new Promise<never>(() => undefined);
    if (!this.#isAlive) return forEver;
    const [prefix = '', operation = ''] = target.split('.');
    const service = AWS_SERVICES[prefix.split('_')[0] ?? ''];
    if (service === undefined) throw new Error(`${target} is no service that a handler is known to call`);
    const treatment = this.#take({ stage: this.stage, service, operation, callId });
    if (isHeldBackForGood(treatment)) {
      this.end(treatment.how);
      return forEver;
    }
    const ends = this.#callBegins();
    try {
      if (treatment.kind === 'pass') return await send();
      const upstream = Number(new URL(this.#options.environment.AWS_ENDPOINT_URL ?? '').port);
      return await send(this.#route(treatment, upstream));
    } finally {
      ends();
    }
  }

  #take(request: ContainerRequest): Treatment {
    return this.#options.interference?.tap.take(request) ?? { kind: 'pass' };
  }

  #route(treatment: Treatment, port: number): { port: number; headers: Record<string, string> } {
    const line = this.#options.interference?.line;
    if (treatment.kind === 'pass' || line === undefined) return { port, headers: {} };
    const onReached = (): void => {
      if (treatment.kind === 'end container') this.end(treatment.how);
    };
    return { port: line.port, headers: line.expect({ upstreamPort: port, treatment, onReached }) };
  }
}

function isHeldBackForGood(treatment: Treatment): treatment is Treatment & { kind: 'end container' } {
  return treatment.kind === 'end container' && !treatment.isEffectDone && !treatment.landsLate;
}

const AWS_SERVICES: Readonly<Record<string, Service>> = {
  DynamoDB: 'dynamodb',
  AWSEvents: 'events',
  secretsmanager: 'secretsmanager',
  AWSStepFunctions: 'states',
};

function operationOf(method: string, target: string): string {
  const path = target.split('?')[0] ?? '';
  if (path === '/oauth/token') return 'token';
  if (path.startsWith('/uploads/')) return 'uploadFlow';
  return findRoute(ROUTES, method, path)?.route.operation ?? `${method} ${path}`;
}

/** A request that nobody answers, in a container that is no more. */
function silence(): ClientRequest {
  return Object.assign(new EventEmitter(), {
    end: () => undefined,
    destroy: () => undefined,
  }) as unknown as ClientRequest;
}

/** `Math` as a container sees it: what is left to chance is the same in every run. */
const WITHOUT_CHANCE = Object.assign(Object.create(Math) as Math, { random: () => 0.5 });

/** `Date` as a container sees it: on the virtual clock. */
function dateOf(clock: QuietClock): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget) as Date,
    get: (target, key) => (key === 'now' ? () => clock.now() : (Reflect.get(target, key) as unknown)),
  });
}
