import { GenesysHostRefusedError } from '../../../src/genesys/hosts.ts';
import { uploadToPresignedUrl } from '../../../src/genesys/upload.ts';
import { answer, inTurn, reset, startScriptedServer } from './scripted-server.ts';
import type { Reaction, ScriptedServer } from './scripted-server.ts';
import { connectTo, rejectionOf } from './test-connection.ts';

const FLOW = Buffer.from('inboundShortMessage:\n  name: "Grüezi"\n');
const HEADERS = { 'x-amz-acl': 'bucket-owner-full-control', 'content-type': 'application/x-yaml' };

let server: ScriptedServer | undefined;
async function start(reaction: Reaction): Promise<string> {
  server = await startScriptedServer(reaction);
  return server.url;
}
afterEach(() => server?.close());

describe('an upload', () => {
  test('puts the bytes with the headers that came with the URL, and with no token', async () => {
    const url = await start(answer(200));
    const { connection, calls } = connectTo(url);
    await uploadToPresignedUrl(connection, `${url}/bucket/a%2Bb?X-Amz-Signature=abc%2F`, HEADERS, FLOW);
    expect(server?.requests).toHaveLength(1);
    const [request] = server?.requests ?? [];
    expect(request).toMatchObject({
      method: 'PUT',
      url: '/bucket/a%2Bb?X-Amz-Signature=abc%2F',
      body: FLOW.toString(),
    });
    expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual(
      ['connection', 'content-length', 'content-type', 'host', 'x-amz-acl'].toSorted(),
    );
    expect(request?.headers).toMatchObject(HEADERS);
    expect(calls).toMatchObject([{ operation: 'PUT {presignedUrl}', status: 200, attempt: 1 }]);
  });

  test('with a header that HTTP does not allow is not sent, and the header is not told', async () => {
    const url = await start(answer(200));
    const headers = { 'x-amz-meta': 'one\r\ntwo' };
    const error = await rejectionOf(uploadToPresignedUrl(connectTo(url).connection, `${url}/b`, headers, FLOW));
    expect(error).toMatchObject({ name: 'GenesysUnavailableError', code: 'ERR_INVALID_CHAR' });
    expect(String(error)).not.toContain('two');
    expect(server?.requests).toEqual([]);
  });

  test('takes 200 for a success whatever its body, and no other status', async () => {
    const url = await start(inTurn(answer(200, '<ok/>'), answer(204)));
    const { connection } = connectTo(url);
    await uploadToPresignedUrl(connection, `${url}/one`, {}, FLOW);
    expect(await rejectionOf(uploadToPresignedUrl(connection, `${url}/two`, {}, FLOW))).toMatchObject({
      name: 'GenesysRequestError',
      status: 204,
    });
  });

  test('is repeated after a reset and after a 503', async () => {
    const url = await start(inTurn(reset, answer(503, 'SlowDown'), answer(200)));
    await uploadToPresignedUrl(connectTo(url).connection, `${url}/b`, {}, FLOW);
    expect(server?.requests).toHaveLength(3);
  });

  test("refused by the storage is a request error with the storage's code, and no permission of the org", async () => {
    const xml = '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
    const url = await start(answer(403, xml));
    const error = await rejectionOf(uploadToPresignedUrl(connectTo(url).connection, `${url}/b`, {}, FLOW));
    expect(error).toMatchObject({ name: 'GenesysRequestError', status: 403, code: 'AccessDenied' });
    expect(String(error)).toContain('Request has expired');
  });

  test.each(['https://example.com/b', 'http://10.0.0.1/b', 'file:///tmp/b', 'nonsense'])(
    'to %s is refused while an endpoint on this machine is in use',
    async (presignedUrl) => {
      const url = await start(answer(200));
      const error = await rejectionOf(uploadToPresignedUrl(connectTo(url).connection, presignedUrl, {}, FLOW));
      expect(error).toBeInstanceOf(GenesysHostRefusedError);
    },
  );

  test('without https is refused in a region, even to this machine', async () => {
    const url = await start(answer(200));
    const { connection } = connectTo(url, { endpointUrl: undefined });
    const error = await rejectionOf(uploadToPresignedUrl(connection, `${url}/b`, {}, FLOW));
    expect(error).toBeInstanceOf(GenesysHostRefusedError);
    expect(server?.requests).toEqual([]);
  });
});
