import { connect } from 'node:net';
import fc from 'fast-check';
import { ROUTES } from '../../../local/genesys/routes.ts';
import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const QUEUE = '/api/v2/routing/queues/queue-1';

describe('hostile input', () => {
  it('is refused with a code for what is wrong with it', async () => {
    const lab = await start();
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const cases: [
      method: string,
      path: string,
      body: string | undefined,
      headers: object,
      status: number,
      code: string,
    ][] = [
      ['PUT', QUEUE, '{"name":', {}, 400, 'bad.request'],
      ['PUT', QUEUE, `{"name":"x","mediaSettings":{"a":${deep}}}`, {}, 400, 'bad.request'],
      ['PUT', QUEUE, '[]', {}, 400, 'bad.request'],
      ['PUT', QUEUE, '{"__proto__":{"name":"x"},"name":"G Ride"}', {}, 400, 'invalid.property'],
      ['PUT', QUEUE, 'name=x', { 'content-type': 'text/plain' }, 415, 'unsupported.media.type'],
      ['PUT', QUEUE, ' '.repeat(4_000_000), {}, 413, 'request.entity.too.large'],
      ['GET', '/api/v2/routing/queues/%E0%A4%A', undefined, {}, 400, 'bad.request'],
      ['GET', '/api/v2/routing/queues?pageSize=-1', undefined, {}, 400, 'invalid.query.param.value'],
      ['GET', '/api/v2/routing/queues?pageNumber=1e9', undefined, {}, 400, 'invalid.query.param.value'],
      ['GET', '/api/v2/no/such/thing', undefined, {}, 404, 'not.found'],
      ['PATCH', QUEUE, '{}', {}, 404, 'not.found'],
      ['GET', '//api/v2/../organizations/me', undefined, {}, 404, 'not.found'],
    ];
    for (const [method, path, body, headers, status, code] of cases) {
      const reply = await lab.call(method, path, body, headers as Record<string, string>);
      expect([path, reply.status, reply.body.code]).toEqual([path, status, code]);
    }
  });

  it('never leads to a 5xx or to silence, whatever the body, the path and the query are', async () => {
    const lab = await start({
      settings: { requestsPerMinute: 1_000_000 },
      orgs: [
        labOrg({ phoneNumbers: [{ phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' }] }),
      ],
    });
    const segment = fc.oneof(
      fc.constantFrom('queue-1', '%2B447700900123', '__proto__'),
      fc.string().map(encodeURIComponent),
    );
    const key = fc.constantFrom(
      ...['name', 'flow', 'phoneNumber', 'countryCode', 'phoneNumberType', 'fromAddress', 'toAddress', 'textBody'],
      ...['toAddressMessengerType', 'outboundMessagingAddresses', 'division', 'acwSettings', 'id'],
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('+447700900123', 'sms', 'GB', 'mobile', { smsAddress: null }),
    );
    const query = fc.dictionary(
      fc.constantFrom(
        'name',
        'pageSize',
        'pageNumber',
        'pattern',
        'countryCode',
        'phoneNumberType',
        'phoneNumber',
        'expand',
      ),
      fc.oneof(fc.string(), fc.constantFrom('GB', 'mobile', '***', '1')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ROUTES),
        fc.array(segment, { minLength: 2, maxLength: 2 }),
        fc.dictionary(key, value),
        query,
        async (route, [first = 'x', second = 'y'], body, parameters) => {
          const ids = [first || 'x', second || 'y'];
          const path = route.path.replaceAll(/\{\w+\}/g, () => ids.shift() ?? 'z');
          const target = `${path}?${new URLSearchParams(parameters).toString()}`;
          const { status } = await lab.call(route.method, target, route.method === 'GET' ? undefined : body);
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('that is not even HTTP ends with a 400', async () => {
    const lab = await start();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(lab.simulator.url).port), '127.0.0.1', () =>
        socket.write('nonsense\r\n\r\n'),
      );
      socket.on('data', (data) => {
        resolve(data.toString());
      });
      socket.on('error', reject);
    });
    expect(answer).toContain('400');
  });

  it('of one org never reaches another', async () => {
    const lab = await start({
      orgs: [
        labOrg({ id: 'two', clients: [{ clientId: 'second', clientSecret: 's' }], queues: [] }),
        labOrg({ phoneNumbers: [{ phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' }] }),
      ],
    });
    expect((await lab.call('GET', QUEUE)).status).toBe(404);
    expect((await lab.call('GET', '/api/v2/routing/sms/phonenumbers/%2B447700900123')).status).toBe(404);
    expect((await lab.call('PUT', '/api/v2/routing/message/recipients/%2B447700900123', {})).status).toBe(404);
    expect((await lab.send()).body.code).toBe('bad.request');
    expect(lab.control.texts(ORG_ID)).toEqual([]);
  });
});
