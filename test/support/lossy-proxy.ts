import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import process from 'node:process';
import { loopbackServer } from './loopback-server.ts';

/** DynamoDB behind a line that loses answers: the request has its effect, and the connection breaks. */
export interface LossyProxy {
  endpoint: string;
  /** Loses the answer to the next call of that operation. */
  loseNext(operation: 'PutItem' | 'UpdateItem'): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of the DynamoDB that the environment names. */
export async function startLossyProxy(): Promise<LossyProxy> {
  const target = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  let lost: string | undefined;
  const { url, close } = await loopbackServer((incoming, response) => {
    const forwarded = request({
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    });
    forwarded.on('response', (answer: IncomingMessage) => {
      if (lost !== undefined && String(incoming.headers['x-amz-target']).endsWith(`.${lost}`)) {
        lost = undefined;
        answer.resume();
        response.socket?.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(forwarded);
  });
  return {
    endpoint: url,
    loseNext: (operation) => {
      lost = operation;
    },
    close,
  };
}
