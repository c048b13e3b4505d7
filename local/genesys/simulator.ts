import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { isForeignRequest } from '../foreign-request.ts';
import type { Clock } from '../clock.ts';
import { tokenExchange } from './authorization/token-exchange.ts';
import { answerControl, CONTROL_PREFIX } from './control/control-http.ts';
import { LatenciesSchema } from './control/control-schemas.ts';
import { SimulatorControl } from './control/control.ts';
import { UPLOAD_PREFIX } from './flows/flow-upload.ts';
import { uploadExchange } from './flows/upload-exchange.ts';
import { apiExchange } from './http/api-exchange.ts';
import type { Exchange, ReceivedRequest } from './http/exchange.ts';
import { FaultPlan } from './http/fault.ts';
import { RateLimit } from './http/rate-limit.ts';
import { RequestLog } from './http/request-log.ts';
import { newCorrelationId, readBody, Responder, writeAnswer } from './http/responder.ts';
import { rootPage } from './page/page.ts';
import { parseInput, parseSeed } from './state/seed.ts';
import type { SimulatorSeed } from './state/seed.ts';
import { folderStore, memoryStore } from './state/store.ts';
import { World } from './world.ts';

export type { OrgView, SentText, SimulatorState, WorldSnapshot } from './control/control.ts';
export type { Fault } from './http/fault.ts';
export type { RequestLogEntry } from './http/request-log.ts';
export type { SeedOrg, SimulatorSeed } from './state/seed.ts';
export { SimulatorControl };

/** A simulated Genesys Cloud that is listening. */
export interface GenesysSimulator {
  /** Where it is reached, for the API and for tokens, such as `http://127.0.0.1:8080`. */
  url: string;
  control: SimulatorControl;
  /** Stops listening and breaks open connections off; kept state stays. */
  close(): Promise<void>;
}

/** How to start one. */
export interface SimulatorOptions {
  /** 0, and so any free one, unless given. */
  port?: number;
  /** State is kept in this folder, on disk before an answer leaves; in memory only unless given. */
  stateDir?: string;
  /** What there is at the start; with kept state it only adds orgs that aren't there. */
  seed?: SimulatorSeed;
  clock?: Clock;
}

/**
 * Starts a simulated Genesys Cloud on 127.0.0.1.
 * @throws InvalidInputError with every problem of the seed; Error when the port is taken or kept state can't be read
 */
export async function startGenesysSimulator(options: SimulatorOptions): Promise<GenesysSimulator> {
  const { port = 0, stateDir, clock = systemClock } = options;
  const seed = parseSeed(options.seed ?? { orgs: [] });
  parseInput('The seed', LatenciesSchema, seed.settings?.latencyMs ?? {});
  if (stateDir !== undefined) mkdirSync(stateDir, { recursive: true });
  const world = new World(clock, stateDir === undefined ? memoryStore : folderStore(stateDir), seed);
  const faults = new FaultPlan();
  const log = new RequestLog(stateDir === undefined ? undefined : join(stateDir, 'requests.jsonl'));
  const control = new SimulatorControl(world, faults, log);
  const closing = new AbortController();
  const latencyOf = (operation: string): number =>
    world.settings.latencyMs[operation] ?? world.settings.latencyMs['*'] ?? 0;
  const responder = new Responder(faults, log, () => world.now(), latencyOf, closing.signal);
  const apiLimit = new RateLimit(world.settings.requestsPerMinute);
  const tokenLimit = new RateLimit(world.settings.tokenRequestsPerMinute);
  let url = '';

  const open = (request: ReceivedRequest): Exchange => {
    if (request.path === '/oauth/token') return tokenExchange(world, tokenLimit, request);
    if (request.path.startsWith(UPLOAD_PREFIX)) return uploadExchange(world, request);
    return apiExchange(world, apiLimit, request);
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const rawBody = await readBody(incoming);
    if (rawBody === 'broken off') return;
    // A client behind a proxy names the whole address; both forms are HTTP's (RFC 9112, 3.2).
    const [path = '/', ...search] = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '').split('?');
    const request: ReceivedRequest = {
      method: incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET'), // Node leaves a HEAD's body out.
      path,
      search: search.join('?'),
      headers: incoming.headers,
      rawBody: rawBody === 'too large' ? Buffer.alloc(0) : rawBody,
      correlationId: newCorrelationId(),
      baseUrl: url,
    };
    if (path === '/' && request.method === 'GET') {
      writeAnswer(response, rootPage(control));
      return;
    }
    if (path.startsWith(CONTROL_PREFIX)) {
      writeAnswer(response, answerControl(control, request));
      return;
    }
    const tooLarge = { status: 413, code: 'request.entity.too.large', message: 'The request is too large.' };
    const opened = (): Exchange => {
      const exchange = open(request);
      return rawBody === 'too large' ? { ...exchange, perform: () => exchange.fail(tooLarge) } : exchange;
    };
    await responder.respond(opened, request, response);
  };

  const server = createServer((incoming, response) => {
    if (isForeignRequest(incoming)) {
      response.writeHead(403).end('The simulated Genesys Cloud answers programs of this machine only.');
      return;
    }
    answer(incoming, response).catch((error: unknown) => {
      if (!closing.signal.aborted) process.stderr.write(`simulated Genesys Cloud: ${String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    control,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
