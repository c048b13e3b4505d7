import { ROUTES } from '../../../../local/genesys/routes.ts';
import { Lab, labOrg } from '../lab.ts';
import type { Refusal, Reply } from '../lab.ts';
import { contractProblems } from './check-answer.ts';

describe('the contract that every answer is held against', () => {
  it('finds a member too many, one that is missing, a wrong type, an unknown operation and a code of our own', () => {
    const path = '/api/v2/routing/sms/phonenumbers/x';
    const number = { phoneNumber: '+447700900123', version: 1 };
    expect(contractProblems('GET', path, 200, number)).toEqual([]);
    expect(contractProblems('GET', path, 200, { ...number, isCancelled: false })).toHaveLength(1);
    expect(contractProblems('GET', path, 200, { version: 1 })).toHaveLength(1);
    expect(contractProblems('GET', path, 200, { ...number, provisioningStatus: { state: 7 } })).not.toEqual([]);
    expect(contractProblems('DELETE', path, 202, number)).toHaveLength(1);
    expect(contractProblems('GET', '/api/v2/made/up', 200, {})).toHaveLength(1);
    expect(contractProblems('GET', path, 404, { code: 'not.found', status: 404 })).toEqual([]);
    expect(contractProblems('GET', path, 404, { code: 'number.not.found', status: 404 })).toHaveLength(1);
    expect(contractProblems('GET', path, 409, { code: 'not.found', status: 404 })).toHaveLength(2);
  });
});

describe('each operation can be answered', () => {
  let lab: Lab;
  let limited: Lab;
  let powerless: string;

  beforeAll(async () => {
    const clients = [
      { clientId: 'lab-client', clientSecret: 'lab-secret' },
      { clientId: 'powerless', clientSecret: 's', permissions: [] },
    ];
    lab = await Lab.start({ orgs: [labOrg({ clients })], settings: { requestsPerMinute: 100_000 } });
    powerless = await lab.tokenOf('powerless', 's');
    limited = await Lab.start({ settings: { requestsPerMinute: 1 } });
    await limited.call('GET', '/api/v2/organizations/me');
  });

  afterAll(async () => {
    await Promise.all([lab, limited].map(({ simulator }) => simulator.close()));
  });

  const concrete = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nobody');
  const each = ROUTES.map((route) => [route.operation, route] as const);
  const guarded = each.filter(([, { permissions }]) => permissions.length > 0);
  const injected = [400, 404, 408, 409, 413, 415, 500, 503, 504];
  const faulted = each.flatMap(([operation, route]) => injected.map((status) => [operation, status, route] as const));

  it.each(each)('%s: 401 without a token', async (_, { method, path }) => {
    const reply = await lab.call(method, concrete(path), undefined, { authorization: '' });
    expect(reply).toMatchObject({ status: 401, body: { code: 'authentication.required' } });
  });

  it.each(guarded)('%s: 403 without its permission', async (_, { method, path }) => {
    const reply: Reply<Refusal> = await lab.call(method, concrete(path), undefined, {
      authorization: `Bearer ${powerless}`,
    });
    expect(reply.status).toBe(403);
  });

  it.each(each)('%s: 429 over the limit, with the seconds to wait', async (_, { method, path }) => {
    const reply = await limited.call(method, concrete(path));
    expect(reply).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it.each(faulted)('%s: %i by a fault', async (operation, status, { method, path }) => {
    lab.control.addFault({ operation, status });
    expect((await lab.call(method, concrete(path))).status).toBe(status);
  });

  it.each(each.filter(([, { path }]) => path.includes('{')))('%s: 404 for what is not there', async (_, route) => {
    const body = route.method === 'PUT' ? { name: 'x' } : undefined;
    expect((await lab.call(route.method, concrete(route.path), body)).status).toBe(404);
  });

  it.each(each.filter(([, { method }]) => method === 'PUT' || method === 'POST'))(
    '%s: 400 or 404 for a member that the vendor does not know',
    async (_, { method, path }) => {
      expect([400, 404]).toContain((await lab.call(method, concrete(path), { madeUp: true })).status);
    },
  );
});
