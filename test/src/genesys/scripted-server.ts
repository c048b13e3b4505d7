import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Which of the server's connections carried it, counted from 1. */
  connection: number;
}

/** What the server does with a request that it has read to its end. */
export type Reaction = (request: SeenRequest, response: ServerResponse) => void;

/** A Genesys stand-in that does what a test tells it: tokens by itself, everything else by the script. */
export interface ScriptedServer {
  url: string;
  requests: SeenRequest[];
  /** The requests other than for tokens, as `METHOD url`. */
  apiCalls(): string[];
  tokenCalls(): SeenRequest[];
  close(): Promise<void>;
}

/** An answer with a JSON body (or a text as it is) and headers. */
export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Reaction {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
  };
}

/** The connection is reset after the request was read, before anything is answered. */
export const reset: Reaction = (_request, response) => {
  response.socket?.resetAndDestroy();
};

/** Half an answer, then a reset. */
export const resetHalfway: Reaction = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"id":"ha', () => response.socket?.resetAndDestroy());
};

/** No answer at all. */
export const silence: Reaction = () => undefined;

/** Plays the reactions one after the other, the last one again and again. */
export function inTurn(...reactions: [Reaction, ...Reaction[]]): Reaction {
  let turn = 0;
  return (request, response) => {
    const reaction = reactions[Math.min(turn, reactions.length - 1)] ?? reactions[0];
    turn += 1;
    reaction(request, response);
  };
}

/** Numbered tokens that live for `lifetimeSeconds`. */
export function tokens(lifetimeSeconds = 86_400, prefix = 'token-'): Reaction {
  let issued = 0;
  return (request, response) => {
    issued += 1;
    answer(200, { access_token: `${prefix}${issued}`, token_type: 'bearer', expires_in: lifetimeSeconds })(
      request,
      response,
    );
  };
}

/** Starts a server on loopback; `api` gets every request but those to `/oauth/token`. */
export async function startScriptedServer(api: Reaction, login: Reaction = tokens()): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const connections = new Map<unknown, number>();
  const server = createServer((incoming, response) => {
    const connection = connections.get(incoming.socket) ?? connections.size + 1;
    connections.set(incoming.socket, connection);
    void bodyOf(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body, connection };
      requests.push(request);
      (url === '/oauth/token' ? login : api)(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    apiCalls: () => requests.filter(({ url }) => url !== '/oauth/token').map(({ method, url }) => `${method} ${url}`),
    tokenCalls: () => requests.filter(({ url }) => url === '/oauth/token'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
