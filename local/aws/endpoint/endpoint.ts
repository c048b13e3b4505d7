import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForeignRequest } from '../../foreign-request.ts';
import { isJsonObject, parseJson } from '../json.ts';
import { ACCOUNT_SETTINGS, ACCOUNT_SETTINGS_PATH } from '../lambda/account-settings.ts';
import { FUNCTION_CONFIGURATION_PATH } from '../lambda/function-configuration.ts';
import { AwsError } from './aws-error.ts';
import { OperationInput } from './operation-input.ts';
import { queryAnswer, signedService, xmlError } from './query-protocol.ts';
import type { JsonService, Services } from './services.ts';

const DYNAMODB_PREFIX = 'DynamoDB_20120810';
const INVOKE_PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The one loopback address at which all simulated services answer. Bodies are never logged: they carry secrets. */
export class Endpoint {
  readonly url: string;
  /** Tells this endpoint from whatever else may answer at its address later. */
  readonly identity: string;
  readonly #server: Server;
  #services: Services | undefined;

  private constructor(server: Server, identity: string) {
    this.#server = server;
    this.identity = identity;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      void this.#handle(request, response);
    });
  }

  /** Listens on the loopback interface only; port 0 takes any free one. */
  static async listen(port: number): Promise<Endpoint> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Endpoint(server, randomUUID());
  }

  /** Begins to answer. */
  serve(services: Services): void {
    this.#services = services;
  }

  /** Stops listening; requests under way are cut off. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeignRequest(request)) {
      send(response, 403, {
        message: 'The local world answers programs of this machine only, at 127.0.0.1 or localhost.',
      });
      return;
    }
    const target = String(request.headers['x-amz-target'] ?? '');
    const [prefix = '', operation = ''] = target.split('.');
    // Whoever asks for this is no AWS client: a list of S3's buckets begins in the same way, but signed.
    if (request.method === 'GET' && request.url === '/' && request.headers.authorization === undefined) {
      send(response, 200, { world: this.identity });
      return;
    }
    if (this.#services && prefix === DYNAMODB_PREFIX && this.#services.dynamoDb.operations.includes(operation)) {
      this.#services.dynamoDb.handle(request, response);
      return;
    }
    try {
      await this.#answer(request, response, prefix, operation);
    } catch (error) {
      // A bug of the local world: said with its stack to whoever called, since nobody reads a log here.
      const failure = error instanceof AwsError ? error : new AwsError('InternalFailure', internal(error), 500);
      this.#fail(request, response, failure, this.#services?.json[prefix]);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, prefix: string, operation: string): Promise<void> {
    const body = await readBody(request);
    const services = this.#services;
    if (!services) throw new AwsError('ServiceUnavailable', 'The local world is still starting.', 503);
    const path = new URL(request.url ?? '/', this.url).pathname;
    const functionName = INVOKE_PATH.exec(path)?.[1];
    if (request.method === 'POST' && functionName !== undefined) {
      const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
      const answer = await services.invokeLambda(decodeURIComponent(functionName), type, body);
      const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...answer.headers };
      response.writeHead(answer.status, headers).end(answer.body);
      return;
    }
    if (request.method === 'GET' && ACCOUNT_SETTINGS_PATH.test(path)) {
      send(response, 200, ACCOUNT_SETTINGS, 'application/json');
      return;
    }
    const described = FUNCTION_CONFIGURATION_PATH.exec(path)?.[1];
    if (request.method === 'GET' && described !== undefined) {
      send(response, 200, services.describeFunction(decodeURIComponent(described)), 'application/json');
      return;
    }
    if (isForm(request)) {
      this.#answerForm(request, response, services, body);
      return;
    }
    const service = services.json[prefix];
    const run = service && Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (!run) throw notSimulated(service?.name ?? prefix, operation, routeOf(request, path));
    const fields = parseJson(body === '' ? '{}' : body);
    if (!isJsonObject(fields)) throw new AwsError('SerializationException', 'The request body is not a JSON object.');
    const answer = await run(new OperationInput(fields));
    send(response, 200, answer, request.headers['content-type'] ?? 'application/x-amz-json-1.1');
  }

  #answerForm(request: IncomingMessage, response: ServerResponse, services: Services, body: string): void {
    const name = signedService(request.headers.authorization);
    const parameters = new URLSearchParams(body);
    const action = parameters.get('Action') ?? '';
    const service = services.query[name];
    const run = service && Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
    if (!service || !run) throw notSimulated(name, action, routeOf(request, '/'));
    const requestId = randomUUID();
    sendXml(response, 200, queryAnswer(action, service.namespace, run(parameters), requestId), requestId);
  }

  #fail(request: IncomingMessage, response: ServerResponse, failure: AwsError, service: JsonService | undefined): void {
    const { name, message, status } = failure;
    const signedFor = signedService(request.headers.authorization);
    if (isForm(request) || signedFor === 's3') {
      const requestId = randomUUID();
      sendXml(response, status, xmlError(signedFor, name, message, requestId), requestId);
      return;
    }
    response.setHeader('x-amzn-errortype', name);
    if (service?.queryErrorCodes) {
      response.setHeader('x-amzn-query-error', `${service.queryErrorCodes[name] ?? name};Sender`);
    }
    send(response, status, { ...failure.details, __type: name, message, Message: message });
  }
}

function isForm(request: IncomingMessage): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

function routeOf(request: IncomingMessage, path: string): string {
  return [signedService(request.headers.authorization), request.method ?? '', path].join(' ').trim();
}

function notSimulated(service: string, operation: string, route: string): AwsError {
  const name = operation === '' ? route : `${service === DYNAMODB_PREFIX ? 'DynamoDB' : service}.${operation}`;
  return new AwsError('NotImplemented', `${name} is not simulated by the local world.`, 501);
}

function internal(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object, type = 'application/x-amz-json-1.1'): void {
  response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': randomUUID() }).end(JSON.stringify(body));
}

function sendXml(response: ServerResponse, status: number, xml: string, requestId: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }).end(xml);
}
