import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { GenesysAuthenticationError, GenesysRateLimitError } from '../../../src/genesys/errors.ts';
import { answer, inTurn, silence, startScriptedServer, tokens } from './scripted-server.ts';
import type { Reaction, ScriptedServer } from './scripted-server.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';

const servers: ScriptedServer[] = [];
async function start(api: Reaction, login?: Reaction): Promise<ScriptedServer> {
  const server = await startScriptedServer(api, login);
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const refuse401 = answer(401, { message: 'Invalid login credentials.', code: 'bad.credentials', status: 401 });

describe("an org's token", () => {
  test('is fetched once for calls at the same time, with Basic credentials and the client credentials grant', async () => {
    const server = await start(answer(200, { id: 'q' }));
    const { connection } = connectTo(server.url);
    await Promise.all(Array.from({ length: 10 }, () => routingApi(connection).getRoutingQueue('q')));
    expect(server.apiCalls()).toHaveLength(10);
    const [login, ...others] = server.tokenCalls();
    expect(others).toEqual([]);
    expect(login).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        authorization: `Basic ${Buffer.from('4f1c-lab-oauth:not-much-of-a-secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
  });

  test('is kept for the next invocation in the same container', async () => {
    const server = await start(answer(200, {}));
    const { connection, genesysOrgId } = connectTo(server.url);
    await routingApi(connection).getRoutingQueue('q');
    await routingApi(connectTo(server.url, { genesysOrgId }).connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(1);
  });

  test('is replaced when the credentials are others', async () => {
    const server = await start(answer(200, {}));
    const { connection, genesysOrgId } = connectTo(server.url);
    await routingApi(connection).getRoutingQueue('q');
    const credentials = { clientId: '4f1c-lab-oauth', clientSecret: 'rotated' };
    await routingApi(connectTo(server.url, { genesysOrgId, credentials }).connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(2);
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  test('is renewed shortly before it expires, not earlier', async () => {
    const server = await start(answer(200, {}), tokens(600));
    const timing = fakeTiming();
    const { connection } = connectTo(server.url, { timing, budgetMs: 3_600_000 });
    await routingApi(connection).getRoutingQueue('q');
    timing.advance(530_000);
    await routingApi(connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(1);
    timing.advance(15_000);
    await routingApi(connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(2);
  });

  test.each(['GET', 'POST'])('is renewed once on a 401, and the %s goes out again', async (method) => {
    const server = await start(inTurn(refuse401, answer(200, { id: 'x' })));
    const { connection, calls } = connectTo(server.url);
    const api = routingApi(connection);
    await (method === 'GET' ? api.getRoutingQueue('q') : api.postRoutingQueues({ name: 'q' }));
    expect(server.tokenCalls()).toHaveLength(2);
    expect(server.requests.map(({ headers }) => headers.authorization?.split(' ')[1]).slice(-1)).toEqual(['token-2']);
    expect(calls.filter(({ operation }) => !operation.includes('oauth')).map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('is renewed once by many calls that are answered 401 at the same time', async () => {
    const server = await start((request, response) => {
      (request.headers.authorization === 'Bearer token-1' ? refuse401 : answer(200, {}))(request, response);
    });
    const { connection } = connectTo(server.url);
    await Promise.all(Array.from({ length: 8 }, () => routingApi(connection).getRoutingQueue('q')));
    expect(server.tokenCalls()).toHaveLength(2);
  });

  test('answered 401 again after its renewal is an authentication error', async () => {
    const server = await start(refuse401);
    const { connection, genesysOrgId } = connectTo(server.url);
    const error = await rejectionOf(routingApi(connection).getRoutingQueue('q'));
    expect(error).toBeInstanceOf(GenesysAuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'bad.credentials', genesysOrgId });
    expect(server.apiCalls()).toHaveLength(2);
    expect(server.tokenCalls()).toHaveLength(2);
  });

  test('refused to a client that the token endpoint does not know is an authentication error, after one request', async () => {
    const server = await start(
      answer(200, {}),
      answer(400, { error: 'invalid_client', description: 'client not found', error_description: 'client not found' }),
    );
    const error = await rejectionOf(routingApi(connectTo(server.url).connection).getRoutingQueue('q'));
    expect(error).toBeInstanceOf(GenesysAuthenticationError);
    expect(error).toMatchObject({ code: 'invalid_client', path: '/oauth/token' });
    expect(String(error)).toMatch(/client not found.*Check clientId and clientSecret/);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['is missing', { expires_in: 600 }],
    ['would not fit into a header', { access_token: 'two\nlines', expires_in: 600 }],
    ['comes in no object', 'null'],
  ])('that %s is not used', async (_what, body) => {
    const server = await start(answer(200, {}), answer(200, body));
    const error = await rejectionOf(routingApi(connectTo(server.url).connection).getRoutingQueue('q'));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', status: 200, path: '/oauth/token' });
    expect(String(error)).not.toContain('two');
    expect(server.apiCalls()).toEqual([]);
  });

  test('without a lifetime is taken for one of the shortest', async () => {
    const server = await start(answer(200, {}), answer(200, { access_token: 'brief' }));
    const timing = fakeTiming();
    const { connection } = connectTo(server.url, { timing, budgetMs: 3_600_000 });
    await routingApi(connection).getRoutingQueue('q');
    timing.advance(265_000);
    await routingApi(connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(1);
    timing.advance(10_000);
    await routingApi(connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(2);
  });

  test('is asked for again when the token endpoint says "rate limit exceeded" with a 400', async () => {
    const throttled = answer(400, { error: 'invalid_request', error_description: 'rate limit exceeded; try later' });
    const server = await start(answer(200, {}), inTurn(throttled, tokens()));
    await routingApi(connectTo(server.url).connection).getRoutingQueue('q');
    expect(server.tokenCalls()).toHaveLength(2);
    const always = await start(answer(200, {}), throttled);
    const error = await rejectionOf(routingApi(connectTo(always.url).connection).getRoutingQueue('q'));
    expect(error).toBeInstanceOf(GenesysRateLimitError);
    expect(always.tokenCalls()).toHaveLength(4);
  });

  test('never serves another org, even when their calls are under way together', async () => {
    const [one, two] = await Promise.all([
      start(answer(200, {}), tokens(600, 'one-')),
      start(answer(200, {}), tokens(600, 'two-')),
    ]);
    const connections = [connectTo(one.url).connection, connectTo(two.url).connection];
    await Promise.all(
      Array.from({ length: 10 }).flatMap(() => connections.map((each) => routingApi(each).getRoutingQueue('q'))),
    );
    const bearers = (server: ScriptedServer): Set<string | undefined> =>
      new Set(server.requests.filter(({ url }) => url !== '/oauth/token').map(({ headers }) => headers.authorization));
    expect(bearers(one)).toEqual(new Set(['Bearer one-1']));
    expect(bearers(two)).toEqual(new Set(['Bearer two-1']));
  });

  test('of two orgs behind one host is each their own', async () => {
    const server = await start(answer(200, {}));
    const [one, two] = [connectTo(server.url), connectTo(server.url)];
    await Promise.all([one, two].map(({ connection }) => routingApi(connection).getRoutingQueue('q')));
    expect(new Set(server.requests.slice(-2).map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer token-1', 'Bearer token-2']),
    );
  });

  test('whose request an earlier invocation left hanging is asked for anew by the next one', async () => {
    const server = await start(answer(200, {}), inTurn(silence, tokens()));
    const earlier = connectTo(server.url, { timing: fakeTiming(50), budgetMs: 300 });
    const { genesysOrgId } = earlier;
    const left = rejectionOf(routingApi(earlier.connection).getRoutingQueue('q'));
    await routingApi(connectTo(server.url, { genesysOrgId }).connection).getRoutingQueue('q');
    expect(await left).toMatchObject({ name: 'GenesysUnavailableError', path: '/oauth/token' });
    expect(server.apiCalls()).toHaveLength(1);
  });
});
