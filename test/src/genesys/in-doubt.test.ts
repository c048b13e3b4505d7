import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { conversationsApi } from '../../../src/genesys/apis/conversations-api.ts';
import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysUnavailableError } from '../../../src/genesys/errors.ts';
import { answer, inTurn, reset, startScriptedServer } from './scripted-server.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';

const PURCHASE = { phoneNumber: '+41791234567', phoneNumberType: 'mobile', countryCode: 'CH' };

describe('a POST', () => {
  test('that is reset after it was written is in doubt, and was on the wire exactly once', async () => {
    const server = await startScriptedServer(reset);
    const error = await rejectionOf(routingApi(connectTo(server.url).connection).postRoutingSmsPhonenumbers(PURCHASE));
    await server.close();
    expect(error).toBeInstanceOf(GenesysAmbiguousOutcomeError);
    expect(error).toMatchObject({ method: 'POST', path: '/api/v2/routing/sms/phonenumbers', code: 'ECONNRESET' });
    expect(String(error)).toMatch(/was sent but not answered.*It may have been carried out: look before repeating it/);
    expect(server.apiCalls()).toEqual(['POST /api/v2/routing/sms/phonenumbers']);
  });

  test('never rides on a connection that was kept from earlier, which may be dead without anyone knowing', async () => {
    const server = await startScriptedServer(answer(200, { id: 'x' }));
    const { connection } = connectTo(server.url);
    await routingApi(connection).getRoutingQueue('q');
    await routingApi(connection).getRoutingQueue('q');
    await routingApi(connection).postRoutingSmsPhonenumbers(PURCHASE);
    await conversationsApi(connection).postConversationsMessagesAgentless({
      fromAddress: '+41791234567',
      toAddressMessengerType: 'sms',
    });
    await server.close();
    expect(server.requests.map(({ method, connection: number }) => `${method} on ${number}`)).toEqual([
      'POST on 1',
      'GET on 1',
      'GET on 1',
      'POST on 2',
      'POST on 3',
    ]);
  });

  test('that never left, its connection refused, goes out again', async () => {
    const server = await startScriptedServer(answer(200, { id: 'x' }));
    const timing = fakeTiming();
    const { connection, calls } = connectTo(server.url, { timing });
    await routingApi(connection).getRoutingQueue('q');
    await server.close();
    const error = await rejectionOf(routingApi(connection).postRoutingSmsPhonenumbers(PURCHASE));
    expect(error).toBeInstanceOf(GenesysUnavailableError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', status: undefined, cause: expect.any(Error) as Error });
    expect(String(error)).toContain('could not be sent');
    expect(calls.slice(-4)).toMatchObject(
      [1, 2, 3, 4].map((attempt) => ({
        operation: 'POST /api/v2/routing/sms/phonenumbers',
        status: 'no answer',
        errorCode: 'ECONNREFUSED',
        attempt,
      })),
    );
  });

  test('that never left, because no TLS connection came about, is not in doubt', async () => {
    let connections = 0;
    const noTls = createServer((socket) => {
      connections += 1;
      socket.end('this is not TLS');
    });
    const login = await startScriptedServer(answer(200, { id: 'q' }));
    await new Promise<void>((resolve) => noTls.listen(0, '127.0.0.1', resolve));
    const { port } = noTls.address() as AddressInfo;
    const { connection } = connectTo(login.url);
    const error = await rejectionOf(
      connection.sendWithoutToken({
        call: { server: 'api', method: 'POST', path: '/x', genesysOrgId: 'o' },
        row: 'POST',
        origin: new URL(`https://127.0.0.1:${port}`),
        target: '/x',
        headers: {},
        body: Buffer.from('{}'),
        secrets: [],
        isSuccess: (status) => status === 200,
      }),
    );
    noTls.close();
    await login.close();
    expect(error).toBeInstanceOf(GenesysUnavailableError);
    expect(connections).toBe(4);
  });

  test('first throttled and then reset is in doubt', async () => {
    const server = await startScriptedServer(inTurn(answer(429, {}), reset));
    const error = await rejectionOf(routingApi(connectTo(server.url).connection).postRoutingSmsPhonenumbers(PURCHASE));
    await server.close();
    expect(error).toBeInstanceOf(GenesysAmbiguousOutcomeError);
    expect(server.apiCalls()).toHaveLength(2);
  });

  test('whose token could not be had was not sent, so it is not in doubt', async () => {
    const server = await startScriptedServer(answer(200, {}), answer(503, 'busy'));
    const error = await rejectionOf(routingApi(connectTo(server.url).connection).postRoutingSmsPhonenumbers(PURCHASE));
    await server.close();
    expect(error).toBeInstanceOf(GenesysUnavailableError);
    expect(error).toMatchObject({ path: '/oauth/token', status: 503 });
    expect(server.apiCalls()).toEqual([]);
  });
});
