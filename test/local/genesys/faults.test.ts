import { labOrg, labs } from './lab.ts';

const start = labs();
const ME = '/api/v2/organizations/me';
const numbersOf = (lab: Awaited<ReturnType<typeof start>>): number =>
  lab.control.state().orgs[0]?.phoneNumbers.length ?? -1;

describe('a fault', () => {
  it('answers the nth call of its operation, so many times, with the status, code and headers it names', async () => {
    const lab = await start();
    lab.control.addFault({
      operation: 'getOrganizationsMe',
      nth: 2,
      times: 2,
      status: 503,
      code: 'service.unavailable',
      message: 'Down for a moment',
      headers: { 'retry-after': '3' },
    });
    const replies = [];
    for (let call = 0; call < 4; call += 1) {
      await lab.call('GET', '/api/v2/routing/queues');
      replies.push(await lab.call('GET', ME));
    }
    expect(replies.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
    expect(replies[1]).toMatchObject({ body: { code: 'service.unavailable', message: 'Down for a moment' } });
    expect(replies[1]?.headers.get('retry-after')).toBe('3');
  });

  it('without a code has the one that goes with its status', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'getOrganizationsMe', status: 429 });
    expect(await lab.call('GET', ME)).toMatchObject({ status: 429, body: { code: 'too.many.requests', status: 429 } });
  });

  it('counts the calls of one org only when it names one', async () => {
    const lab = await start({
      orgs: [labOrg(), labOrg({ id: 'two', clients: [{ clientId: 'second', clientSecret: 's' }] })],
    });
    lab.control.addFault({ operation: 'getOrganizationsMe', genesysOrgId: 'two', status: 500 });
    lab.control.addFault({ operation: 'token', genesysOrgId: 'two', nth: 2, status: 400, code: 'invalid_request' });
    expect((await lab.call('GET', ME)).status).toBe(200);
    lab.token = await lab.tokenOf('second', 's');
    expect((await lab.call('GET', ME)).status).toBe(500);
    expect((await lab.requestToken('lab-client', 'lab-secret')).status).toBe(200);
    const refused = await lab.requestToken('second', 's');
    expect(await refused.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('lets the call have no effect, unless it is to be answered after the effect', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', status: 504 });
    expect((await lab.order()).body.code).toBe('request.timeout');
    expect(numbersOf(lab)).toBe(0);
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', status: 504, afterEffect: true });
    expect((await lab.order()).body.code).toBe('request.timeout');
    expect(numbersOf(lab)).toBe(1);
    expect((await lab.order()).body.code).toBe('provisioning.action.in.progress');
  });

  it('resets the connection before or after the effect, and the log says so', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before' });
    await expect(lab.order()).rejects.toThrow();
    expect(numbersOf(lab)).toBe(0);
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'after' });
    await expect(lab.order()).rejects.toThrow();
    expect(numbersOf(lab)).toBe(1);
    const purchases = lab.control.requests().filter(({ operation }) => operation === 'postRoutingSmsPhonenumbers');
    expect(purchases.map(({ status }) => status)).toEqual(['reset', 'reset']);
  });

  it('holds an answer back after its effect, which a caller who gives up does not see', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', delayMs: 600_000, delay: 'after' });
    const abandoned = new AbortController();
    const answer = fetch(`${lab.simulator.url}/api/v2/routing/sms/phonenumbers`, {
      method: 'POST',
      signal: abandoned.signal,
      headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' }),
    });
    while (numbersOf(lab) === 0) await new Promise((resolve) => setImmediate(resolve));
    abandoned.abort();
    await expect(answer).rejects.toThrow();
    expect((await lab.order()).body.code).toBe('provisioning.action.in.progress');
  });

  it('delays the effect, and then answers as if nothing had been', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', delayMs: 20 });
    expect((await lab.order()).status).toBe(202);
  });

  it('is gone once it has been cleared', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'getOrganizationsMe', status: 500, times: 100 });
    expect(lab.control.state().faults).toHaveLength(1);
    lab.control.clearFaults();
    expect((await lab.call('GET', ME)).status).toBe(200);
  });
});
