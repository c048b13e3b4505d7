import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwaitedRequest, ContainerLine } from '../in-process/treatment.ts';

const TICKET = 'x-crash-matrix-ticket';

/** A server between handlers and services, over real HTTP on loopback: it holds requests back, loses answers and makes some up. */
export class FaultyLine implements ContainerLine {
  readonly #server: Server;
  readonly #awaited = new Map<string, AwaitedRequest>();
  #late: (() => Promise<void>)[] = [];
  #hasHeldBack = false;
  #tickets = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (incoming, response) => {
      void this.#handle(incoming, response);
    });
  }

  static async open(): Promise<FaultyLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyLine(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The header that leads a request sent to `port` to that treatment. */
  expect(awaited: AwaitedRequest): Record<string, string> {
    this.#tickets += 1;
    this.#awaited.set(String(this.#tickets), awaited);
    return { [TICKET]: String(this.#tickets) };
  }

  /** Lets the requests that were held back arrive at last; called again, they arrive again. */
  async landLate(): Promise<void> {
    await Promise.all(this.#late.map((sendOn) => sendOn()));
  }

  get hasLate(): boolean {
    return this.#late.length > 0;
  }

  /** Whether any request was held back since `begin`. */
  get hasHeldBack(): boolean {
    return this.#hasHeldBack;
  }

  /** The requests that were held back arrive no more. */
  forgetLate(): void {
    this.#late = [];
  }

  /** From here on nothing has been held back. */
  begin(): void {
    this.#late = [];
    this.#hasHeldBack = false;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const ticket = String(incoming.headers[TICKET]);
    const awaited = this.#awaited.get(ticket);
    this.#awaited.delete(ticket);
    if (awaited === undefined) throw new Error(`nobody has announced ${incoming.url ?? ''}`);
    const { treatment, upstreamPort, onReached } = awaited;
    const sendOn = (): Promise<void> => forward(upstreamPort, incoming, Buffer.concat(chunks));
    if (treatment.kind === 'end container' && treatment.landsLate) {
      this.#late.push(sendOn);
      this.#hasHeldBack = true;
    } else if (treatment.kind === 'lose answer' || treatment.isEffectDone) await sendOn();
    onReached();
    if (treatment.kind === 'answer') {
      response.writeHead(treatment.status, treatment.headers).end(treatment.body);
    } else {
      response.socket?.destroy();
    }
  }
}

/** Sends a request on and resolves when it has been answered. */
async function forward(port: number, incoming: IncomingMessage, body: Buffer): Promise<void> {
  const { [TICKET]: _ticket, host: _host, connection: _connection, ...headers } = incoming.headers;
  const outgoing = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(body);
  const [answer] = await answered;
  answer.resume();
  await once(answer, 'end');
}
