import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { routingApi } from '../../../src/genesys/apis/routing-api.ts';
import { uploadToPresignedUrl } from '../../../src/genesys/upload.ts';
import { answer, reset, resetHalfway, silence, startScriptedServer } from './scripted-server.ts';
import type { Reaction } from './scripted-server.ts';
import { connectTo, fakeTiming, rejectionOf } from './test-connection.ts';

/** Says back everything it was sent, as a careless server or proxy would, in every field that is read. */
function echo(status: number, form: 'json' | 'text' | 'xml'): Reaction {
  return ({ url, headers, body }, response) => {
    const all = `${url} ${headers.authorization ?? ''} ${JSON.stringify(headers)} ${body}`.padEnd(3_000, '.');
    const bodies = {
      json: { message: all, code: all, error: all, error_description: all, contextId: all, status },
      text: all,
      xml: `<?xml version="1.0"?><Error><Code>${all}</Code><Message>${all}</Message><Token-0>${all}</Token-0></Error>`,
    };
    answer(status, bodies[form], { 'inin-correlation-id': headers.authorization ?? 'none' })(
      { url } as never,
      response,
    );
  };
}

const REACTIONS: [string, Reaction][] = [
  ...([400, 401, 403, 404, 409, 429, 500] as const).flatMap((status) =>
    (['json', 'text', 'xml'] as const).map((form): [string, Reaction] => [
      `an echo as ${form} with ${status}`,
      echo(status, form),
    ]),
  ),
  ['an echo as text with 207', echo(207, 'text')],
  ['a reset', reset],
  ['a reset within the answer', resetHalfway],
  ['silence', silence],
];

describe.each(REACTIONS)('client id, secret, token and request body are not told after %s', (_what, reaction) => {
  test.each(['api', 'login', 'upload'] as const)('by the %s', async (by) => {
    const canary = (): string => randomBytes(12).toString('hex');
    const credentials = { clientId: canary(), clientSecret: canary() };
    const [token, signature, content] = [canary(), canary(), canary()];
    const tokenAnswer = answer(200, { access_token: token, expires_in: 600 });
    const server = await startScriptedServer(reaction, by === 'login' ? reaction : tokenAnswer);
    const { connection, calls } = connectTo(server.url, {
      credentials,
      timing: fakeTiming(reaction === silence ? 40 : 5_000),
    });
    const errors =
      by === 'upload'
        ? [
            await rejectionOf(
              uploadToPresignedUrl(
                connection,
                `${server.url}/b?X-Amz-Signature=${signature}`,
                {},
                Buffer.from(content),
              ),
            ),
          ]
        : [
            await rejectionOf(routingApi(connection).getRoutingQueue('q')),
            await rejectionOf(routingApi(connection).getRoutingQueues({ name: content })),
          ];
    await server.close();
    const told = [errors, calls, connection].flatMap((value) => [
      inspect(value, { depth: 20, showHidden: true }),
      JSON.stringify(value),
    ]);
    told.push(...errors.map((error) => `${String(error)} ${String((error as Error).stack)}`));
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
    expect(calls.length).toBeGreaterThan(0);
    for (const secret of [credentials.clientId, credentials.clientSecret, basic, token, signature]) {
      expect(told.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});
