import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import * as errors from '../../../src/genesys/errors.ts';
import { answer, startScriptedServer } from './scripted-server.ts';
import type { Reaction } from './scripted-server.ts';
import { connectTo, rejectionOf } from './test-connection.ts';

async function errorAfter(reaction: Reaction): Promise<[error: unknown, genesysOrgId: string]> {
  const server = await startScriptedServer(reaction);
  const { connection, genesysOrgId } = connectTo(server.url);
  const error = await rejectionOf(routingApi(connection).getRoutingQueue('q'));
  await server.close();
  return [error, genesysOrgId];
}

describe('an error of a call', () => {
  test('says what failed, on which org, what Genesys said, its trace and what to do', async () => {
    const [error, genesysOrgId] = await errorAfter(
      answer(
        403,
        { message: 'You are missing routing:queue:view', code: 'missing.permissions', status: 403, contextId: 'ctx' },
        { 'inin-correlation-id': 'corr-1' },
      ),
    );
    expect(error).toMatchObject({
      name: 'GenesysPermissionError',
      method: 'GET',
      path: '/api/v2/routing/queues/{queueId}',
      genesysOrgId,
      status: 403,
      code: 'missing.permissions',
      correlationId: 'corr-1',
    });
    expect((error as Error).message).toBe(
      `GET /api/v2/routing/queues/{queueId} of Genesys org ${genesysOrgId} was answered 403 missing.permissions: ` +
        '"You are missing routing:queue:view" (correlation id corr-1). ' +
        "Give it to a role of the org's OAuth client, in the right division; that can take 5 minutes to apply.",
    );
  });

  test('takes the trace out of the body where no header has it', async () => {
    const [error] = await errorAfter(answer(404, { message: 'no', code: 'not.found', contextId: 'ctx' }));
    expect(error).toMatchObject({ correlationId: 'ctx' });
  });

  test('keeps a body that is not JSON as text, on one line and cut', async () => {
    const [error] = await errorAfter(answer(400, `<html>\n<body>${'x'.repeat(1_000)}`));
    expect((error as Error).message).toContain(`"<html> <body>${'x'.repeat(187)}"`);
    expect((error as Error).message).not.toContain('x'.repeat(200));
  });

  test.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['a list', []],
    ['null', 'null'],
  ])('needs no error body: %s', async (_what, body) => {
    const [error] = await errorAfter(answer(404, body));
    expect(error).toMatchObject({ name: 'GenesysNotFoundError', status: 404, code: undefined });
  });
});

test('every error class has its own name as a literal, which a minifier leaves alone', () => {
  const call = { method: 'GET', path: '/x', genesysOrgId: 'o' };
  const { GenesysError, ...classes } = errors;
  for (const [exported, ErrorClass] of Object.entries(classes)) {
    const error = new ErrorClass('words', call);
    expect(error).toBeInstanceOf(GenesysError);
    expect(error.name).toBe(exported);
    expect(Object.hasOwn(error, 'name')).toBe(true);
  }
});
