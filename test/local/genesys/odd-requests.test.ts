import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const ME = '/api/v2/organizations/me';
const JOBS = '/api/v2/flows/jobs';

/** Writes to the simulator as no client library would, and answers all that comes back until it hangs up. */
function raw(lab: Lab, ...lines: string[]): Promise<string> {
  const { hostname, port } = new URL(lab.simulator.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
    let answered = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answered += text));
    socket.on('end', () => {
      resolve(answered);
    });
    socket.on('error', reject);
  });
}

const statusesOf = (answered: string): string[] =>
  [...answered.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code ?? '');

describe('a request that is odd but legal', () => {
  it('is answered when its token stands after "bearer" in small letters and several spaces', async () => {
    const lab = await start();
    expect((await lab.call('GET', ME, undefined, { authorization: `bearer   ${lab.token}` })).status).toBe(200);
  });

  it('with HEAD is answered as with GET, without a body', async () => {
    const lab = await start();
    const head = await fetch(`${lab.simulator.url}${ME}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${lab.token}` },
    });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    expect(await head.text()).toBe('');
    expect((await fetch(`${lab.simulator.url}/`, { method: 'HEAD' })).status).toBe(200);
  });

  it('may name the whole address, as through a proxy', async () => {
    const lab = await start();
    const answered = await raw(
      lab,
      `GET http://localhost${ME}?expand=x HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${lab.token}`,
      'Connection: close',
      '\r\n',
    );
    expect(statusesOf(answered)).toEqual(['200']);
  });

  it('is answered in turn when the next one follows before the answer, and over HTTP/1.0', async () => {
    const lab = await start();
    const request = (path: string, ...rest: string[]): string[] => [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${lab.token}`,
      ...rest,
      '',
    ];
    const lines = [...request(ME), ...request('/api/v2/flows/nope'), ...request(ME, 'Connection: close'), ''];
    expect(statusesOf(await raw(lab, ...lines))).toEqual(['200', '404', '200']);
    const old = await raw(lab, `GET ${ME} HTTP/1.0`, `Authorization: Bearer ${lab.token}`, '\r\n');
    expect(statusesOf(old)).toEqual(['200']);
  });

  it('may announce its body, and send it in chunks, with a charset', async () => {
    const lab = await start();
    const answered = await raw(
      lab,
      `POST ${JOBS} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${lab.token}`,
      'Content-Type: Application/JSON; charset=UTF-8',
      'Expect: 100-continue',
      'Transfer-Encoding: chunked',
      'Connection: close',
      '',
      '5',
      '{"cre',
      'f',
      'ateStubs":true}',
      '0',
      '\r\n',
    );
    expect(statusesOf(answered)).toEqual(['100', '202']);
  });

  it("may have null where a body can be left out, as the vendor's Python SDK sends it, but not elsewhere", async () => {
    const lab = await start();
    expect((await lab.call('POST', JOBS, 'null')).status).toBe(202);
    expect((await lab.call('PUT', '/api/v2/routing/queues/queue-1', 'null')).body.code).toBe('bad.request');
  });

  it('may give a list as one value or as several', async () => {
    const lab = await start();
    const totalOf = async (query: string): Promise<number> =>
      (await lab.call<{ total: number }>('GET', `/api/v2/routing/queues?${query}`)).body.total;
    expect(await totalOf('id=queue-1&id=nope')).toBe(1);
    expect(await totalOf('id=queue-1,nope')).toBe(1);
    expect(await totalOf('id=nope&id=,')).toBe(0);
  });

  it('has its body looked at only where one means something', async () => {
    const lab = await start();
    const answered = await raw(
      lab,
      `GET ${ME} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${lab.token}`,
      'Content-Type: text/plain',
      'Content-Length: 3',
      'Connection: close',
      '',
      'a=b',
    );
    expect(statusesOf(answered)).toEqual(['200']);
  });
});

describe('a request that is refused', () => {
  it('for a compressed body says so, rather than that it is not JSON', async () => {
    const lab = await start();
    const answer = await fetch(`${lab.simulator.url}${JOBS}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${lab.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: gzipSync('{}'),
    });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'unsupported.media.type' }]);
  });

  it('for a very long id does not repeat it', async () => {
    const lab = await start();
    const long = 'x'.repeat(7_000);
    for (const path of ['routing/queues', 'flows', 'flows/jobs', 'routing/sms/phonenumbers', 'routing/sms/addresses']) {
      const { status, body } = await lab.call('GET', `/api/v2/${path}/${long}`);
      expect([path, status]).toEqual([path, 404]);
      expect(body.message.length).toBeLessThan(200);
    }
  });

  it('for a token by another method than POST is told in the style of OAuth', async () => {
    const lab = await start();
    const answer = await fetch(`${lab.simulator.url}/oauth/token`);
    expect([answer.status, await answer.json()]).toMatchObject([405, { error: 'invalid_request' }]);
  });
});
