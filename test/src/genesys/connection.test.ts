import { randomUUID } from 'node:crypto';
import { architectApi } from '../../../src/genesys/apis/architect-api.ts';
import { authorizationApi } from '../../../src/genesys/apis/authorization-api.ts';
import { conversationsApi } from '../../../src/genesys/apis/conversations-api.ts';
import { organizationApi } from '../../../src/genesys/apis/organization-api.ts';
import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { correlationIdOf, statusOf } from '../../../src/genesys/responses.ts';
import { answer, startScriptedServer } from './scripted-server.ts';
import type { Reaction, ScriptedServer } from './scripted-server.ts';
import { connectTo, rejectionOf } from './test-connection.ts';

let server: ScriptedServer | undefined;
async function start(reaction: Reaction): Promise<string> {
  server = await startScriptedServer(reaction);
  return server.url;
}
afterEach(() => server?.close());

describe("a connection under the SDK's API classes", () => {
  test('sends what each of them asks for', async () => {
    const { connection } = connectTo(await start(answer(200, { id: 'x' })));
    await organizationApi(connection).getOrganizationsMe();
    await authorizationApi(connection).getAuthorizationSubjectsMe({ includeDuplicates: true });
    await conversationsApi(connection).getConversationsMessageMessage('c', 'm');
    await architectApi(connection).getFlowsJob('j', { expand: ['messages'] });
    await routingApi(connection).getRoutingSmsPhonenumber('+41791234567', {
      expand: 'compliance',
    });
    await routingApi(connection).getRoutingQueues({ name: 'G Ride' });
    expect(server?.apiCalls()).toEqual([
      'GET /api/v2/organizations/me',
      'GET /api/v2/authorization/subjects/me?includeDuplicates=true',
      'GET /api/v2/conversations/messages/c/messages/m',
      'GET /api/v2/flows/jobs/j?expand=messages',
      'GET /api/v2/routing/sms/phonenumbers/%2B41791234567?expand=compliance',
      'GET /api/v2/routing/queues?name=G%20Ride',
    ]);
  });

  test('sends a body as JSON, and none where there is none', async () => {
    const { connection } = connectTo(await start(answer(200, { id: 'x' })));
    await routingApi(connection).putRoutingQueue('q', { name: 'Zürich' });
    await architectApi(connection).postFlowsJobs();
    await routingApi(connection).getRoutingQueue('q');
    const [put, post, get] = server?.requests.slice(1) ?? [];
    expect(put).toMatchObject({ body: '{"name":"Zürich"}', headers: { 'content-type': 'application/json' } });
    expect(post).toMatchObject({ body: '', headers: { 'content-type': 'application/json', 'content-length': '0' } });
    expect(get?.headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer token-1' });
    expect(get?.headers['content-type']).toBeUndefined();
  });

  test('keeps status and correlation id of an answer, with a body and without', async () => {
    const id = randomUUID();
    const { connection } = connectTo(
      await start((request, response) => {
        const body = request.method === 'GET' ? { id: 'q' } : undefined;
        answer(body ? 200 : 202, body, { 'inin-correlation-id': id })(request, response);
      }),
    );
    const queue = await routingApi(connection).getRoutingQueue('q');
    expect(queue).toEqual({ id: 'q' });
    expect([correlationIdOf(queue), statusOf(queue)]).toEqual([id, 200]);
    const released = await (routingApi(connection).deleteRoutingSmsPhonenumber('+41791234567') as Promise<unknown>);
    expect(released).toEqual({});
    expect([correlationIdOf(released as object), statusOf(released as object)]).toEqual([id, 202]);
    expect(correlationIdOf({})).toBeUndefined();
  });

  test('tells of each attempt by its template, never by its path, query or body', async () => {
    const { connection, calls } = connectTo(await start(answer(200, { id: 'x' }, { 'inin-correlation-id': 'abc' })));
    await routingApi(connection).getRoutingSmsPhonenumber('+41791234567', { expand: 'compliance' });
    expect(calls).toEqual([
      { operation: 'POST /oauth/token', status: 200, durationMs: 0, attempt: 1 },
      {
        operation: 'GET /api/v2/routing/sms/phonenumbers/{phoneNumberId}',
        status: 200,
        durationMs: 0,
        attempt: 1,
        correlationId: 'abc',
      },
    ]);
  });

  test('is not disturbed by an onCall that throws', async () => {
    const url = await start(answer(200, { id: 'q' }));
    const { connection } = connectTo(url, {
      onCall: () => {
        throw new Error('the log is full');
      },
    });
    expect(await routingApi(connection).getRoutingQueue('q')).toEqual({ id: 'q' });
  });

  test('refuses a path parameter that would name something else', async () => {
    const { connection } = connectTo(await start(answer(200, {})));
    expect(await rejectionOf(routingApi(connection).getRoutingQueue('..'))).toBeInstanceOf(TypeError);
    expect(server?.requests).toEqual([]);
  });

  test('gives up on an answer that is too large to be one', async () => {
    const { connection, calls } = connectTo(await start(answer(200, 'x'.repeat(9 * 1024 * 1024))));
    const error = await rejectionOf(routingApi(connection).postRoutingQueues({ name: 'q' }));
    expect(error).toMatchObject({ name: 'GenesysAmbiguousOutcomeError', code: 'ANSWER_TOO_LARGE' });
    expect(calls).toHaveLength(2);
  });
});
