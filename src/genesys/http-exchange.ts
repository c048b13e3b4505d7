import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Failure } from './retry-policy.ts';

/** One HTTP request, sent once. */
export interface HttpRequest {
  /** Scheme, host and port; the rest of the URL is `path`. */
  origin: URL;
  /** Encoded path and query, sent as it is. */
  path: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
  timeoutMs: number;
  /** A kept-alive socket may have died unnoticed while the container slept; a request that must not be repeated takes a new one. */
  onNewConnection: boolean;
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** No whole answer: how far it came, and the network's code for why. */
export interface HttpFailure {
  failure: Extract<Failure, 'not sent' | 'no answer' | 'unreadable answer'>;
  code: string;
}

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const AGENTS = {
  'http:': { kept: new HttpAgent({ keepAlive: true }), once: new HttpAgent({ keepAlive: false }) },
  'https:': { kept: new HttpsAgent({ keepAlive: true }), once: new HttpsAgent({ keepAlive: false }) },
} as const;

/** Sends one request and reads its answer within `timeoutMs`; never rejects, never follows a redirect. */
export function exchange(request: HttpRequest): Promise<HttpAnswer | HttpFailure> {
  return new Promise((resolve) => {
    let reached: HttpFailure['failure'] = 'not sent';
    const fail = (code: string): void => {
      clearTimeout(timer);
      resolve({ failure: reached, code });
      outgoing?.destroy();
    };
    const timer = setTimeout(fail, request.timeoutMs, 'TIMEOUT');
    let outgoing: ClientRequest | undefined;
    try {
      outgoing = open(request);
    } catch (error) {
      fail(codeOf(error));
      return;
    }
    outgoing.on('error', (error) => {
      fail(codeOf(error));
    });
    outgoing.on('close', () => {
      fail('CONNECTION_CLOSED');
    });
    outgoing.on('socket', (socket) => {
      onceConnected(socket, () => {
        reached = 'no answer';
      });
    });
    outgoing.on('response', (incoming) => {
      reached = 'unreadable answer';
      readAnswer(incoming, fail, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
    outgoing.end(request.body);
  });
}

function open(request: HttpRequest): ClientRequest {
  const isHttps = request.origin.protocol === 'https:';
  const agents = AGENTS[isHttps ? 'https:' : 'http:'];
  return (isHttps ? httpsRequest : httpRequest)({
    hostname: request.origin.hostname.replace(/^\[|\]$/g, ''),
    port: request.origin.port || (isHttps ? 443 : 80),
    path: request.path,
    method: request.method,
    headers: request.headers,
    agent: request.onNewConnection ? agents.once : agents.kept,
  });
}

/** Until TCP and TLS stand, no byte of the request can have left. */
function onceConnected(socket: Socket, connected: () => void): void {
  const isHandshaking = 'secureConnecting' in socket && socket.secureConnecting === true;
  if (!socket.connecting && !isHandshaking) connected();
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
}

function readAnswer(incoming: IncomingMessage, fail: (code: string) => void, done: (answer: HttpAnswer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) fail('ANSWER_TOO_LARGE');
    else chunks.push(chunk);
  });
  incoming.on('error', (error) => {
    fail(codeOf(error));
  });
  incoming.on('end', () => {
    if (incoming.complete)
      done({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
    else fail('ANSWER_CUT_OFF');
  });
}

/** Only the code of a network error is kept: its other fields are not known to be free of headers. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
