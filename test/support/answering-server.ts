import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer as it goes over the wire. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** A server on loopback in place of one AWS service, which answers what the test says, by the operation in X-Amz-Target. */
export class AnsweringServer {
  answer: (operation: string) => Answer = () => refusal('NotImplemented', 'The test has said nothing.');
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      request.resume();
      const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
      const { status, type, body } = this.answer(operation);
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  }

  static async listen(): Promise<AnsweringServer> {
    const server = new AnsweringServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** An error in the query protocol, such as ExpiredToken of STS. */
export function refusal(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>made-up</RequestId></ErrorResponse>`;
  return { status: 403, type: 'text/xml', body };
}

/** An error in the JSON protocols. */
export function jsonRefusal(name: string, message: string): Answer {
  return { ...json({ __type: name, message }), status: 400 };
}

/** An answer in the JSON protocols. */
export function json(body: object): Answer {
  return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}
