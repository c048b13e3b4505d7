import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { GenesysRateLimitError } from '../../../src/genesys/errors.ts';
import { answer, inTurn, silence, startScriptedServer } from './scripted-server.ts';
import type { Reaction, ScriptedServer } from './scripted-server.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';

let server: ScriptedServer | undefined;
async function start(reaction: Reaction): Promise<string> {
  server = await startScriptedServer(reaction);
  return server.url;
}
afterEach(() => server?.close());

const tooMany = (retryAfter: string): Reaction =>
  answer(429, { message: 'Too many', code: 'too.many.requests', status: 429 }, { 'retry-after': retryAfter });

describe('the time that an invocation has left', () => {
  test('is spent on the wait that Genesys asks for', async () => {
    const url = await start(inTurn(tooMany('7'), answer(200, { id: 'q' })));
    const { connection, timing } = connectTo(url);
    await routingApi(connection).getRoutingQueue('q');
    expect(timing.sleeps).toEqual([7_000]);
  });

  test('is asked for by date as well as by seconds', async () => {
    const url = await start(inTurn(tooMany('Mon, 23 Nov 2026 12:00:04 GMT'), answer(200, { id: 'q' })));
    const { connection, timing } = connectTo(url);
    await routingApi(connection).postRoutingQueues({ name: 'q' });
    expect(timing.sleeps).toEqual([4_000]);
  });

  test('is not spent on a wait that is longer: the error says at once how long', async () => {
    const url = await start(tooMany('42'));
    const { connection, timing } = connectTo(url);
    const error = await rejectionOf(routingApi(connection).getRoutingQueue('q'));
    expect(error).toBeInstanceOf(GenesysRateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 42_000, code: 'too.many.requests' });
    expect(String(error)).toContain('try again in 42 s');
    expect(timing.sleeps).toEqual([]);
    expect(server?.apiCalls()).toHaveLength(1);
  });

  test('ends the repeats of a failing call before it is over', async () => {
    const url = await start(answer(503, 'busy'));
    const { connection, timing } = connectTo(url, { budgetMs: 1_700 });
    const error = await rejectionOf(routingApi(connection).getRoutingQueue('q'));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', status: 503 });
    expect(timing.sleeps).toEqual([500]);
    expect(server?.apiCalls()).toHaveLength(2);
  });

  test('when used up sends nothing at all', async () => {
    const url = await start(answer(200, {}));
    const error = await rejectionOf(routingApi(connectTo(url, { budgetMs: 0 }).connection).getRoutingQueue('q'));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', code: 'NO_TIME_LEFT' });
    expect(server?.requests).toEqual([]);
  });

  test('when nearly used up begins no POST, which would be in doubt if cut off, while a GET still goes', async () => {
    const url = await start(answer(200, { id: 'q' }));
    const { connection } = connectTo(url, { budgetMs: 1_500 });
    await routingApi(connection).getRoutingQueue('q');
    const error = await rejectionOf(routingApi(connection).postRoutingQueues({ name: 'q' }));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', code: 'NO_TIME_LEFT', method: 'POST' });
    expect(server?.apiCalls()).toEqual(['GET /api/v2/routing/queues/q']);
  });

  test('cuts the last attempt off', async () => {
    const url = await start(silence);
    const { connection } = connectTo(url, { timing: fakeTiming(60_000), budgetMs: 300 });
    const error = await rejectionOf(routingApi(connection).getRoutingQueue('q'));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', code: 'TIMEOUT' });
  });

  test('that runs out during a wait, because the container slept, ends the call', async () => {
    const url = await start(answer(500, {}));
    const timing = fakeTiming();
    const overslept = { ...timing, sleep: (ms: number) => timing.sleep(ms + 60_000) };
    const { connection } = connectTo(url, { timing: overslept });
    await rejectionOf(routingApi(connection).getRoutingQueue('q'));
    expect(server?.apiCalls()).toHaveLength(1);
  });
});
