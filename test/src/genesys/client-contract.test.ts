import { randomUUID } from 'node:crypto';
import { VirtualClock } from '../../../local/clock.ts';
import { startGenesysSimulator } from '../../../local/genesys/simulator.ts';
import type { GenesysSimulator, SimulatorSeed } from '../../../local/genesys/simulator.ts';
import { architectApi } from '../../../src/genesys/apis/architect-api.ts';
import { authorizationApi } from '../../../src/genesys/apis/authorization-api.ts';
import { conversationsApi } from '../../../src/genesys/apis/conversations-api.ts';
import { organizationApi } from '../../../src/genesys/apis/organization-api.ts';
import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { correlationIdOf, statusOf } from '../../../src/genesys/responses.ts';
import { uploadToPresignedUrl } from '../../../src/genesys/upload.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';
import type { FakeTiming, TestConnection } from './test-connection.ts';

const QUEUE_ID = '11111111-2222-4333-8444-555555555555';
const FLOW = Buffer.from(`inboundShortMessage:
  name: Contract
  startUpRef: "/inboundShortMessage/states/state[Initial_10]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Initial
        refId: Initial_10
        actions:
          - transferToAcd:
              name: Transfer to ACD
              targetQueue: { lit: { name: G Ride } }
              priority: { lit: 0 }
              preferredAgents: { noValue: true }
              languageSkill: { noValue: true }
`);

let simulator: GenesysSimulator | undefined;
afterEach(() => simulator?.close());

interface Contract {
  world: GenesysSimulator;
  connect: (options?: { clientSecret?: string; timing?: FakeTiming }) => TestConnection;
  /** The calls of one operation that the simulator has seen, by their outcome. */
  seen: (operation: string) => (number | 'reset')[];
}

async function start(permissions = ['*:*:*'], settings: SimulatorSeed['settings'] = {}): Promise<Contract> {
  const genesysOrgId = randomUUID();
  const client = { clientId: randomUUID(), clientSecret: randomUUID(), permissions };
  const queues = [{ name: 'G Ride', id: QUEUE_ID }];
  const orgs = [{ id: genesysOrgId, name: 'Contract', clients: [client], queues }];
  const world = await startGenesysSimulator({ clock: new VirtualClock(), seed: { settings, orgs } });
  simulator = world;
  return {
    world,
    connect: ({ clientSecret = client.clientSecret, timing = fakeTiming() } = {}) =>
      connectTo(world.url, { genesysOrgId, credentials: { clientId: client.clientId, clientSecret }, timing }),
    seen: (operation) =>
      world.control.requests().flatMap((entry) => (entry.operation === operation ? [entry.status] : [])),
  };
}

async function freeNumber({ connection }: TestConnection): Promise<string> {
  const { entities } = await routingApi(connection).getRoutingSmsAvailablephonenumbers('GB', 'mobile');
  return entities?.[0]?.phoneNumber ?? '';
}

const purchase = (to: TestConnection, phoneNumber: string): Promise<object> =>
  routingApi(to.connection).postRoutingSmsPhonenumbers({ phoneNumber, phoneNumberType: 'mobile', countryCode: 'GB' });

describe('the client against the simulated Genesys Cloud', () => {
  test('reads org, rights, queue and threading with one token, and knows the trace of each answer', async () => {
    const { world, connect, seen } = await start();
    const { connection, genesysOrgId } = connect();
    const org = await organizationApi(connection).getOrganizationsMe();
    expect(org.id).toBe(genesysOrgId);
    expect((await authorizationApi(connection).getAuthorizationSubjectsMe()).grants).not.toEqual([]);
    expect((await routingApi(connection).getRoutingQueue(QUEUE_ID)).name).toBe('G Ride');
    await conversationsApi(connection).getConversationsMessagingThreadingtimeline();
    expect(seen('token')).toEqual([200]);
    const logged = world.control.requests().find(({ operation }) => operation === 'getOrganizationsMe');
    expect(correlationIdOf(org)).toBe(logged?.correlationId);
    expect(statusOf(org)).toBe(200);
  });

  test('publishes a flow through a job and its upload', async () => {
    const { world, connect, seen } = await start();
    const { connection } = connect();
    const { id = '', presignedUrl = '', headers = {} } = await architectApi(connection).postFlowsJobs();
    await uploadToPresignedUrl(connection, presignedUrl, headers, FLOW);
    world.control.advanceClock(60_000);
    const job = await architectApi(connection).getFlowsJob(id, { expand: ['messages'] });
    expect(job).toMatchObject({ status: 'Success' });
    expect(seen('uploadFlow')).toEqual([200]);
  });

  test('is told by the storage when the headers of the upload are not those of the job', async () => {
    const { connect } = await start();
    const { connection } = connect();
    const { presignedUrl = '' } = await architectApi(connection).postFlowsJobs();
    const error = await rejectionOf(uploadToPresignedUrl(connection, presignedUrl, {}, FLOW));
    expect(error).toMatchObject({ name: 'GenesysRequestError', status: 403, code: expect.any(String) as string });
  });

  test('names the permission that is missing', async () => {
    const { connect } = await start(['routing:queue:view']);
    const error = await rejectionOf(
      routingApi(connect().connection).getRoutingSmsAvailablephonenumbers('GB', 'mobile'),
    );
    expect(error).toMatchObject({ name: 'GenesysPermissionError', status: 403 });
    expect(String(error)).toContain('sms:phoneNumber:add');
  });

  test('tells a wrong secret from everything else, after one request', async () => {
    const { connect, seen } = await start();
    const error = await rejectionOf(
      organizationApi(connect({ clientSecret: 'wrong' }).connection).getOrganizationsMe(),
    );
    expect(error).toMatchObject({ name: 'GenesysAuthenticationError', status: 401, code: 'invalid_client' });
    expect(seen('token')).toEqual([401]);
  });

  test('says that something is not there', async () => {
    const { connect } = await start();
    const error = await rejectionOf(routingApi(connect().connection).getRoutingQueue(randomUUID()));
    expect(error).toMatchObject({ name: 'GenesysNotFoundError', status: 404 });
  });

  test('says that a request is not acceptable', async () => {
    const { connect } = await start();
    const to = connect();
    const number = await freeNumber(to);
    const error = await rejectionOf(
      routingApi(to.connection).putRoutingQueue(QUEUE_ID, {
        name: 'G Ride',
        outboundMessagingAddresses: { smsAddress: { id: number } },
      }),
    );
    expect(error).toMatchObject({ name: 'GenesysRequestError', status: 400 });
  });

  test('says that something else got there first', async () => {
    const { world, connect } = await start();
    world.control.addFault({ operation: 'putRoutingQueue', status: 409, code: 'request.conflict' });
    const error = await rejectionOf(routingApi(connect().connection).putRoutingQueue(QUEUE_ID, { name: 'G Ride' }));
    expect(error).toMatchObject({ name: 'GenesysConflictError', code: 'request.conflict' });
  });

  test('fetches another token when the one it holds has expired early', async () => {
    const { world, connect, seen } = await start();
    const { connection } = connect();
    await organizationApi(connection).getOrganizationsMe();
    world.control.advanceClock(86_400_000);
    await organizationApi(connection).getOrganizationsMe();
    expect(seen('getOrganizationsMe')).toEqual([200, 401, 200]);
    expect(seen('token')).toEqual([200, 200]);
  });

  test('is told how long to wait when the token has made its calls of the minute', async () => {
    const { connect } = await start(undefined, { requestsPerMinute: 2 });
    const { connection, timing } = connect();
    const calls = [1, 2, 3].map(() => () => organizationApi(connection).getOrganizationsMe());
    await calls[0]?.();
    await calls[1]?.();
    const error = await rejectionOf(calls[2]?.() ?? Promise.resolve());
    expect(error).toMatchObject({ name: 'GenesysRateLimitError', status: 429 });
    expect((error as { retryAfterMs?: number }).retryAfterMs).toBeGreaterThan(25_000);
    expect(timing.sleeps).toEqual([]);
  });

  test('knows the 400 with which the token endpoint throttles', async () => {
    const { connect } = await start(undefined, { tokenRequestsPerMinute: 1 });
    await organizationApi(connect().connection).getOrganizationsMe();
    const error = await rejectionOf(
      organizationApi(connect({ clientSecret: 'other' }).connection).getOrganizationsMe(),
    );
    expect(error).toMatchObject({ name: 'GenesysRateLimitError', status: 400, path: '/oauth/token' });
  });

  test('sends a purchase whose answer is lost once, and says that its outcome is in doubt', async () => {
    const { world, connect, seen } = await start();
    const to = connect();
    const number = await freeNumber(to);
    world.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'after' });
    expect(await rejectionOf(purchase(to, number))).toMatchObject({ name: 'GenesysAmbiguousOutcomeError' });
    expect(seen('postRoutingSmsPhonenumbers')).toEqual(['reset']);
    expect(world.control.state().orgs[0]?.phoneNumbers.map(({ phoneNumber }) => phoneNumber)).toEqual([number]);
  });

  test('takes a purchase that is answered 500, or not in time, for one that may have happened', async () => {
    const { world, connect, seen } = await start();
    const to = connect({ timing: fakeTiming(250) });
    const number = await freeNumber(to);
    world.control.addFault({ operation: 'postRoutingSmsPhonenumbers', status: 500 });
    expect(await rejectionOf(purchase(to, number))).toMatchObject({
      name: 'GenesysAmbiguousOutcomeError',
      status: 500,
    });
    world.control.addFault({ operation: 'postRoutingSmsPhonenumbers', delayMs: 5_000, delay: 'after' });
    expect(await rejectionOf(purchase(to, number))).toMatchObject({
      name: 'GenesysAmbiguousOutcomeError',
      code: 'TIMEOUT',
    });
    expect(seen('postRoutingSmsPhonenumbers')).toHaveLength(2);
  });

  test('repeats a throttled purchase, and leaves a queue in doubt to whoever can look', async () => {
    const { world, connect, seen } = await start();
    const to = connect();
    const number = await freeNumber(to);
    const headers = { 'Retry-After': '3' };
    world.control.addFault({ operation: 'postRoutingSmsPhonenumbers', status: 429, headers });
    world.control.addFault({ operation: 'putRoutingQueue', reset: 'after' });
    world.control.addFault({ operation: 'getRoutingQueue', status: 503 });
    expect(statusOf(await purchase(to, number))).toBe(202);
    const doubt = routingApi(to.connection).putRoutingQueue(QUEUE_ID, { name: 'G Ride' });
    await expect(doubt).rejects.toMatchObject({ name: 'GenesysAmbiguousOutcomeError' });
    await routingApi(to.connection).getRoutingQueue(QUEUE_ID);
    expect(seen('postRoutingSmsPhonenumbers')).toEqual([429, 202]);
    expect(seen('putRoutingQueue')).toEqual(['reset']);
    expect(seen('getRoutingQueue')).toEqual([503, 200]);
    expect(to.timing.sleeps).toEqual([3_000, 500]);
  });
});
