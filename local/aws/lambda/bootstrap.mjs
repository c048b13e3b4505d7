// Runs one Lambda handler inside a sandbox process. Plain JavaScript, because every cold start loads it and stripping types
// costs some 40 ms each time.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** @typedef {import('./sandbox-messages.ts').InvocationMessage} InvocationMessage */
/** @typedef {import('./sandbox-messages.ts').SandboxMessage} SandboxMessage */
/** @typedef {import('./sandbox-messages.ts').HandlerFailure} HandlerFailure */
/** @typedef {(event: unknown, context: object) => unknown} Handler */

let clockOffsetMs = 0;
const RealDate = Date;

const now = () => RealDate.now() + clockOffsetMs;

// The local world's clock may be ahead of the machine's; whatever the handler dates must agree with it.
const ShiftedDate = new Proxy(RealDate, {
  construct: (target, args, newTarget) => {
    /** @type {unknown} */
    const date = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
    return /** @type {Date} */ (date);
  },
  apply: (target) => new target(now()).toString(),
  get: (target, key) => {
    /** @type {unknown} */
    const value = key === 'now' ? now : Reflect.get(target, key);
    return value;
  },
});
Object.defineProperty(RealDate.prototype, 'constructor', { value: ShiftedDate, configurable: true, writable: true });
globalThis.Date = ShiftedDate;

/** @param {SandboxMessage} message */
function send(message) {
  process.send?.(message);
}

/**
 * @param {unknown} error
 * @returns {HandlerFailure}
 */
function failure(error) {
  if (!(error instanceof Error)) {
    const errorMessage = typeof error === 'string' ? error : JSON.stringify(error);
    return { errorType: typeof error, errorMessage, trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/**
 * Loads `<module>.<export>` from the task root, with the error types that Lambda's own runtime uses.
 * @returns {Promise<Handler>}
 */
async function loadHandler() {
  const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
  const [moduleName = '', exportName = ''] = (process.env._HANDLER ?? '').split(/\.(?=[^.]*$)/);
  const file = ['.mjs', '.js', '.cjs']
    .map((ending) => join(root, moduleName + ending))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw Object.assign(new Error(`Cannot find module '${moduleName}'`), { name: 'Runtime.ImportModuleError' });
  }
  /** @type {unknown} */
  const loaded = await import(pathToFileURL(file).href);
  /** @type {unknown} */
  const handler = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, exportName) : undefined;
  if (typeof handler !== 'function') {
    const text = `${moduleName}.${exportName} is undefined or not exported`;
    throw Object.assign(new Error(text), { name: 'Runtime.HandlerNotFound' });
  }
  return /** @type {Handler} */ (handler);
}

/**
 * Marks in both streams where an invocation's lines end: they reach the host by other ways than its answer.
 * @param {string} requestId
 */
function endOutput(requestId) {
  process.stdout.write(`\n\0${requestId}\n`);
  process.stderr.write(`\n\0${requestId}\n`);
}

/**
 * @param {Handler} handler
 * @param {InvocationMessage} message
 */
async function invoke(handler, message) {
  clockOffsetMs = message.clockOffsetMs;
  const { requestId } = message;
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, message.deadlineMs - RealDate.now()),
  };
  try {
    const result = await handler(JSON.parse(message.payload), context);
    // Nothing returned is null to the caller.
    const payload = JSON.stringify(result === undefined ? null : result);
    endOutput(requestId);
    send({ kind: 'answered', requestId, payload });
  } catch (error) {
    endOutput(requestId);
    send({ kind: 'failed', requestId, failure: failure(error) });
  }
}

// The host is gone: nobody is left to answer to.
process.on('disconnect', () => process.exit());

try {
  const handler = await loadHandler();
  process.on('message', (/** @type {InvocationMessage} */ message) => {
    void invoke(handler, message);
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'init failed', failure: failure(error) });
}
