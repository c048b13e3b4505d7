import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { InvocationOutcome } from './function-host.ts';
import { OutputLines } from './output-lines.ts';
import type { InvocationMessage, SandboxMessage } from './sandbox-messages.ts';

/**
 * Lambda gives the code outside the handler ten seconds, and where they are not enough begins it again within the first
 * invocation, under the function's timeout. So both together are what a start may take; here it just goes on.
 */
const INIT_TIMEOUT_MS = 10_000;

/** What a sandbox runs, and where the lines of its output go. */
export interface SandboxOptions {
  codeFolder: string;
  environment: Record<string, string>;
  logStreamName: string;
  onLine: (line: string) => void;
  /** Lambda's ten seconds unless given. */
  initTimeoutMs?: number;
}

/** One warm copy of a function: a child process that runs one invocation at a time. */
export class Sandbox {
  readonly logStreamName: string;
  readonly #child: ChildProcess;
  readonly #outputs: OutputLines[];
  readonly #ready: Promise<InvocationOutcome | undefined>;
  readonly #exited: Promise<{ code: number | null; signal: string | null }>;
  readonly #initTimeoutMs: number;
  #isAlive = true;

  constructor({ codeFolder, environment, logStreamName, onLine, initTimeoutMs }: SandboxOptions) {
    this.#initTimeoutMs = initTimeoutMs ?? INIT_TIMEOUT_MS;
    this.logStreamName = logStreamName;
    this.#child = fork(join(import.meta.dirname, 'bootstrap.mjs'), {
      cwd: codeFolder,
      env: environment,
      // Without this the host's own flags (a test runner's, a debugger's) would be inherited.
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#outputs = [this.#child.stdout, this.#child.stderr].flatMap((stream) =>
      stream ? [new OutputLines(stream, onLine)] : [],
    );
    this.#exited = new Promise((resolve) => {
      // Not `exit`: what the process wrote last is still on its way then.
      this.#child.once('close', (code, signal) => {
        this.#isAlive = false;
        resolve({ code, signal });
      });
      this.#child.once('error', () => {
        this.#isAlive = false;
        resolve({ code: null, signal: null });
      });
    });
    this.#ready = this.#initialise();
  }

  /** Whether it can take another invocation. */
  get isAlive(): boolean {
    return this.#isAlive && this.#child.connected;
  }

  /** Ends the process at once. */
  async kill(): Promise<void> {
    this.#isAlive = false;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Runs the handler once; after a timeout, an exit or a failed start the sandbox is of no further use. */
  async invoke(request: Omit<InvocationMessage, 'deadlineMs'>, timeoutSeconds: number): Promise<InvocationOutcome> {
    const { requestId } = request;
    const timeoutMs = timeoutSeconds * 1000;
    const startTime = startTimeout(this.#initTimeoutMs + timeoutMs);
    const failedStart = await Promise.race([this.#ready, startTime.passed]);
    startTime.clear();
    if (failedStart !== undefined) {
      await this.kill();
      return failedStart === 'timed out' ? timedOut(requestId, timeoutSeconds) : failedStart;
    }
    const answer = this.#answerTo(requestId);
    if (this.#child.connected) this.#child.send({ ...request, deadlineMs: Date.now() + timeoutMs });
    const timeout = startTimeout(timeoutMs);
    const outcome = await Promise.race([answer, this.#exited.then(() => 'exited' as const), timeout.passed]);
    timeout.clear();
    if (typeof outcome === 'object') {
      await Promise.all(this.#outputs.map((output) => output.complete(requestId)));
      return outcome;
    }
    await this.kill();
    if (outcome === 'timed out') return timedOut(requestId, timeoutSeconds);
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: ${await this.#exitStatus()}`;
    return { failure: { errorType: 'Runtime.ExitError', errorMessage } };
  }

  async #initialise(): Promise<InvocationOutcome | undefined> {
    const started = new Promise<InvocationOutcome | undefined>((resolve) => {
      this.#child.once('message', (message: SandboxMessage) => {
        resolve(message.kind === 'init failed' ? { failure: message.failure } : undefined);
      });
    });
    const exited = this.#exited.then(() => 'exited' as const);
    const outcome = await Promise.race([started, exited]);
    if (outcome !== 'exited') return outcome;
    const errorMessage = `Error: Runtime exited with error: ${await this.#exitStatus()}`;
    return { failure: { errorType: 'Runtime.ExitError', errorMessage } };
  }

  async #exitStatus(): Promise<string> {
    const { code, signal } = await this.#exited;
    return signal === null ? `exit status ${code ?? 1}` : `signal: ${signal}`;
  }

  #answerTo(requestId: string): Promise<InvocationOutcome> {
    return new Promise((resolve) => {
      const listen = (message: SandboxMessage): void => {
        if (!('requestId' in message) || message.requestId !== requestId) return;
        this.#child.off('message', listen);
        resolve(message.kind === 'answered' ? { payload: message.payload } : { failure: message.failure });
      };
      this.#child.on('message', listen);
    });
  }
}

function timedOut(requestId: string, timeoutSeconds: number): InvocationOutcome {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { failure: { errorType: 'Sandbox.Timedout', errorMessage } };
}

function startTimeout(ms: number): { passed: Promise<'timed out'>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'timed out'>((resolve) => {
    timer = setTimeout(() => {
      resolve('timed out');
    }, ms);
  });
  return {
    passed,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
