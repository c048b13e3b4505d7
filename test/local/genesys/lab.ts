import type { Clock } from '../../../local/clock.ts';
import { startGenesysSimulator } from '../../../local/genesys/simulator.ts';
import type { GenesysSimulator, SeedOrg, SimulatorSeed } from '../../../local/genesys/simulator.ts';
import { contractProblems } from './contract/check-answer.ts';

export const ORG_ID = '0b9c4a52-7c2f-4d3a-9a55-3f8f1c2d4e01';

/** An org with everything that a lab has before it is provisioned. */
export const labOrg = (changes: Partial<SeedOrg> = {}): SeedOrg => ({
  id: ORG_ID,
  name: 'Lab One',
  clients: [{ clientId: 'lab-client', clientSecret: 'lab-secret' }],
  queues: [{ name: 'G Ride', id: 'queue-1' }],
  ...changes,
});

/** A clock that stands still until it is moved, however long a slow machine takes over a test. */
export class SteppedClock implements Clock {
  #now = Date.now();

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number): Promise<void> {
    this.advance(ms);
    return Promise.resolve();
  }
}

/** An answer with its body parsed; `Body` is what the test expects of it. */
export interface Reply<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** An ErrorBody as far as tests look at it. */
export interface Refusal {
  code: string;
  status: number;
  message: string;
}

/** A simulator with a clock that jumps, and a client of its first org. */
export class Lab {
  readonly clock: SteppedClock;
  readonly simulator: GenesysSimulator;
  token = '';

  private constructor(simulator: GenesysSimulator, clock: SteppedClock) {
    this.simulator = simulator;
    this.clock = clock;
  }

  static async start(seed: Partial<SimulatorSeed> = {}, stateDir?: string, clock = new SteppedClock()): Promise<Lab> {
    const orgs = seed.orgs ?? [labOrg()];
    const simulator = await startGenesysSimulator({
      clock,
      seed: { ...seed, orgs },
      ...(stateDir ? { stateDir } : {}),
    });
    const lab = new Lab(simulator, clock);
    const client = orgs[0]?.clients[0];
    if (client) lab.token = await lab.tokenOf(client.clientId, client.clientSecret);
    return lab;
  }

  get control(): GenesysSimulator['control'] {
    return this.simulator.control;
  }

  async requestToken(
    clientId: string,
    clientSecret: string,
    body = 'grant_type=client_credentials',
  ): Promise<Response> {
    return fetch(`${this.simulator.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    });
  }

  async tokenOf(clientId: string, clientSecret: string): Promise<string> {
    const response = await this.requestToken(clientId, clientSecret);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Calls the API with the lab's token; a string body goes out as it is. Every answer is held against the contract. */
  async call<Body = Refusal>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const response = await fetch(`${this.simulator.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answered = (text === '' ? undefined : JSON.parse(text)) as Body;
    const problems = contractProblems(method, path.split('?')[0] ?? '', response.status, answered);
    if (problems.length > 0) throw new Error(`${method} ${path} breaks the contract:\n${problems.join('\n')}\n${text}`);
    return { status: response.status, headers: response.headers, body: answered };
  }

  /** Calls the control API; a string body goes out as it is. */
  async steer<Body = { message: string; problems: string[] }>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Pick<Reply<Body>, 'status' | 'body'>> {
    const response = await fetch(`${this.simulator.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }

  /** Buys a number and waits until it is active and its recipient can be seen. */
  async buy(phoneNumber = '+447700900123', countryCode = 'GB', phoneNumberType = 'mobile'): Promise<Reply<Refusal>> {
    const reply = await this.order(phoneNumber, countryCode, phoneNumberType);
    this.clock.advance(10_000);
    return reply;
  }

  async order(phoneNumber = '+447700900123', countryCode = 'GB', phoneNumberType = 'mobile'): Promise<Reply<Refusal>> {
    return this.call('POST', '/api/v2/routing/sms/phonenumbers', { phoneNumber, countryCode, phoneNumberType });
  }

  /** Uploads a flow, lets its job end, and answers how it ended. */
  async publish(source: string): Promise<{ status: string; flow?: { id: string }; messages: { text: string }[] }> {
    const job = await this.call<{ id: string; presignedUrl: string; headers: Record<string, string> }>(
      'POST',
      '/api/v2/flows/jobs',
    );
    await fetch(job.body.presignedUrl, { method: 'PUT', headers: job.body.headers, body: Buffer.from(source) });
    this.clock.advance(10_000);
    const path = `/api/v2/flows/jobs/${job.body.id}?expand=messages`;
    return (await this.call<Awaited<ReturnType<Lab['publish']>>>('GET', path)).body;
  }

  async send(changes: Record<string, unknown> = {}): Promise<Reply<Refusal & { id: string; conversationId: string }>> {
    return this.call('POST', '/api/v2/conversations/messages/agentless', {
      fromAddress: '+447700900123',
      toAddress: '+447700900999',
      toAddressMessengerType: 'sms',
      textBody: 'Hello from the lab',
      ...changes,
    });
  }
}

/** The Archy YAML of a flow that transfers to a queue. */
export const flowYaml = (name = 'GRide100MessageFlow', queue = 'G Ride', refId = 'Initial State_10'): string =>
  JSON.stringify({
    inboundShortMessage: {
      name,
      startUpRef: '/inboundShortMessage/states/state[Initial State_10]',
      defaultLanguage: 'en-us',
      states: [
        {
          state: {
            name: 'Initial State',
            refId,
            actions: [{ transferToAcd: { name: 'Transfer to ACD', targetQueue: { lit: { name: queue } } } }],
          },
        },
      ],
    },
  });

/** Starts labs and closes them after each test. */
export function labs(): (seed?: Partial<SimulatorSeed>, stateDir?: string) => Promise<Lab> {
  const open: Lab[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((lab) => lab.simulator.close()));
  });
  return async (seed, stateDir) => {
    const lab = await Lab.start(seed, stateDir);
    open.push(lab);
    return lab;
  };
}
