import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../../../src/genesys/connection.ts';
import { RETRY_POLICY, retryRowOf } from '../../../src/genesys/retry-policy.ts';
import { answer, inTurn, reset, resetHalfway, silence, startScriptedServer } from './scripted-server.ts';
import type { Reaction } from './scripted-server.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';

const CALLS = {
  GET: (connection: GenesysConnection) => routingApi(connection).getRoutingQueue('q'),
  PUT: (connection: GenesysConnection) => routingApi(connection).putRoutingQueue('q', { name: 'G Ride' }),
  DELETE: (connection: GenesysConnection) => routingApi(connection).deleteRoutingSmsPhonenumber('+41791234567'),
  POST: (connection: GenesysConnection) => routingApi(connection).postRoutingQueues({ name: 'G Ride' }),
} as const;
type Method = keyof typeof CALLS;

const REPEATED: readonly Method[] = ['GET', 'DELETE'];
const ONCE_ONLY: readonly Method[] = ['POST', 'PUT'];
const error = (status: number): Reaction => answer(status, { message: 'no', code: 'some.code', status });
const truncatedJson: Reaction = answer(200, '{"id":"q","na');

/** What goes wrong, with the error after the last attempt for the methods that are repeated and for POST and PUT. */
const FAILURES: readonly [what: string, reaction: Reaction, repeated: string, post: string, postAttempts: number][] = [
  ['a 429', error(429), 'GenesysRateLimitError', 'GenesysRateLimitError', 4],
  ['a 408', error(408), 'GenesysUnavailableError', 'GenesysUnavailableError', 1],
  ['a 500', error(500), 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['a 502', answer(502, '<html>Bad Gateway</html>'), 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['a 503', error(503), 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['a 504', error(504), 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['a reset after the request', reset, 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['a reset within the answer', resetHalfway, 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['an answer of half a JSON', truncatedJson, 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
  ['silence', silence, 'GenesysUnavailableError', 'GenesysAmbiguousOutcomeError', 1],
];

async function attemptsAndError(method: Method, reaction: Reaction): Promise<[attempts: number, name: string]> {
  const server = await startScriptedServer(reaction);
  const { connection, calls } = connectTo(server.url, { timing: fakeTiming(reaction === silence ? 60 : 5_000) });
  const { name } = (await rejectionOf(CALLS[method](connection))) as Error;
  await server.close();
  const attempts = calls.filter(({ operation }) => operation !== 'POST /oauth/token').map(({ attempt }) => attempt);
  expect(attempts).toEqual(server.apiCalls().map((_call, index) => index + 1));
  return [attempts.length, name];
}

describe.each(FAILURES)('%s', (_what, reaction, repeatedError, postError, postAttempts) => {
  test.each(REPEATED)('is met by a %s four times before it is given up', async (method) => {
    expect(await attemptsAndError(method, reaction)).toEqual([4, repeatedError]);
  });

  test.each(REPEATED)('is forgotten once the %s succeeds', async (method) => {
    const server = await startScriptedServer(inTurn(reaction, answer(200, { id: 'q' })));
    const { connection, timing } = connectTo(server.url, { timing: fakeTiming(reaction === silence ? 60 : 5_000) });
    await CALLS[method](connection);
    await server.close();
    expect(server.apiCalls()).toHaveLength(2);
    expect(timing.sleeps).toEqual([500]);
  });

  test.each(ONCE_ONLY)(
    'is met by a %s no more often than is safe, and told apart by whether anything can have happened',
    async (method) => {
      expect(await attemptsAndError(method, reaction)).toEqual([postAttempts, postError]);
    },
  );
});

describe('a refusal', () => {
  test.each([
    [400, 'GenesysRequestError'],
    [403, 'GenesysPermissionError'],
    [404, 'GenesysNotFoundError'],
    [409, 'GenesysConflictError'],
    [410, 'GenesysNotFoundError'],
    [413, 'GenesysRequestError'],
    [302, 'GenesysRequestError'],
  ])('with %i is a %s after one attempt, whatever the method', async (status, name) => {
    for (const method of Object.keys(CALLS) as Method[]) {
      expect(await attemptsAndError(method, error(status))).toEqual([1, name]);
    }
  });

  test('by a redirect is not followed', async () => {
    const elsewhere = await startScriptedServer(answer(200, { id: 'q' }));
    const server = await startScriptedServer(answer(307, undefined, { location: `${elsewhere.url}/api/v2/x` }));
    const refused = await rejectionOf(CALLS.GET(connectTo(server.url).connection));
    await Promise.all([server.close(), elsewhere.close()]);
    expect(refused).toMatchObject({ name: 'GenesysRequestError', status: 307 });
    expect(elsewhere.requests).toEqual([]);
  });
});

test('the methods of the API have a row each, and nothing else is sent', () => {
  expect(Object.keys(RETRY_POLICY)).toEqual(expect.arrayContaining(Object.keys(CALLS)));
  expect(retryRowOf('GET')).toBe('GET');
  expect(() => retryRowOf('TOKEN')).toThrow(TypeError);
  expect(() => retryRowOf('UPLOAD')).toThrow(TypeError);
  expect(() => retryRowOf('toString')).toThrow(TypeError);
});
