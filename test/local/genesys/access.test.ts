import { labOrg, labs } from './lab.ts';

const start = labs();
const ME = '/api/v2/organizations/me';

describe('the token endpoint', () => {
  it('hands out a bearer token that lasts as long as the settings say', async () => {
    const lab = await start({ settings: { tokenSeconds: 900 } });
    const response = await lab.requestToken('lab-client', 'lab-secret');
    expect(await response.json()).toMatchObject({ token_type: 'bearer', expires_in: 900 });
  });

  it('refuses an unknown client, a wrong secret and another grant in OAuth style', async () => {
    const lab = await start();
    for (const [clientId, secret] of [
      ['nobody', 'lab-secret'],
      ['lab-client', 'wrong'],
    ] as const) {
      const response = await lab.requestToken(clientId, secret);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: 'invalid_client',
        error_description: expect.any(String) as string,
      });
    }
    const other = await lab.requestToken('lab-client', 'lab-secret', 'grant_type=password');
    expect(other.status).toBe(400);
    expect(await other.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('throttles with a 400 that speaks of the rate limit', async () => {
    const lab = await start({ settings: { tokenRequestsPerMinute: 2 } });
    await lab.requestToken('lab-client', 'lab-secret');
    const throttled = await lab.requestToken('lab-client', 'lab-secret');
    expect(throttled.status).toBe(400);
    expect(await throttled.json()).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('rate limit exceeded') as string,
    });
  });
});

describe('a call to the API', () => {
  it('answers for the org of its token, with a correlation id', async () => {
    const lab = await start({
      orgs: [labOrg(), { id: 'two', name: 'Lab Two', clients: [{ clientId: 'second', clientSecret: 's' }] }],
    });
    lab.token = await lab.tokenOf('second', 's');
    const reply = await lab.call<{ id: string }>('GET', ME);
    expect(reply.body).toMatchObject({ id: 'two', name: 'Lab Two' });
    expect(reply.headers.get('inin-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is refused without a token, with an unknown one and with one that has run out', async () => {
    const lab = await start();
    const without = await fetch(`${lab.simulator.url}${ME}`);
    expect(without.status).toBe(401);
    expect(await without.json()).toMatchObject({
      code: 'authentication.required',
      contextId: without.headers.get('inin-correlation-id'),
      details: [],
      errors: [],
    });
    expect((await lab.call('GET', ME, undefined, { authorization: 'Bearer made-up' })).body.code).toBe(
      'bad.credentials',
    );
    lab.clock.advance(86_400_000);
    expect((await lab.call('GET', ME)).body).toMatchObject({ status: 401, code: 'bad.credentials' });
  });

  it('is refused with the names of all permissions that are missing', async () => {
    const lab = await start({
      orgs: [
        labOrg({
          clients: [{ clientId: 'weak', clientSecret: 's', permissions: ['routing:queue:view', 'sms:phoneNumber:*'] }],
        }),
      ],
    });
    expect((await lab.call('GET', '/api/v2/routing/queues')).status).toBe(200);
    expect((await lab.call('GET', '/api/v2/routing/sms/phonenumbers')).status).toBe(200);
    const refused = await lab.call('PUT', '/api/v2/routing/queues/queue-1', { name: 'G Ride' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'missing.permissions' } });
    expect(refused.body.message).toContain('routing:queue:edit');
    const anyOf = await lab.call('GET', '/api/v2/conversations/messages/m/details');
    expect(anyOf).toMatchObject({ status: 403, body: { code: 'missing.any.permissions' } });
  });

  it('tells a client its own permissions', async () => {
    const permissions = ['routing:queue:view', 'routing:queue:edit', 'architect:*:*'];
    const lab = await start({ orgs: [labOrg({ clients: [{ clientId: 'c', clientSecret: 's', permissions }] })] });
    const { body } = await lab.call<{ grants: { role: { policies: object[] } }[] }>(
      'GET',
      '/api/v2/authorization/subjects/me',
    );
    expect(body.grants[0]?.role.policies).toEqual([
      { domain: 'routing', entityName: 'queue', actions: ['view', 'edit'] },
      { domain: 'architect', entityName: '*', actions: ['*'] },
    ]);
  });

  it('tells the threading window of texts, 72 hours unless the org has another', async () => {
    const path = '/api/v2/conversations/messaging/threadingtimeline';
    const lab = await start();
    expect((await lab.call('GET', path)).body).toMatchObject({
      settings: [{ messengerType: 'sms', timeoutInMinutes: 4320 }],
    });
    const other = await start({ orgs: [labOrg({ threadingTimeoutMinutes: 60 })] });
    expect((await other.call('GET', path)).body).toMatchObject({ settings: [{ timeoutInMinutes: 60 }] });
  });

  it('is limited per token and minute, and says when to come back', async () => {
    const lab = await start({ settings: { requestsPerMinute: 2 } });
    const first = await lab.call('GET', ME);
    expect(first.headers.get('inin-ratelimit-count')).toBe('1');
    await lab.call('GET', ME);
    lab.clock.advance(20_000);
    const limited = await lab.call('GET', ME);
    expect(limited).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
    const retryAfter = Number(limited.headers.get('retry-after'));
    expect(Number.isInteger(retryAfter) && retryAfter >= 1 && retryAfter <= 40).toBe(true);
    expect(limited.headers.get('inin-ratelimit-allowed')).toBe('2');
    lab.clock.advance(retryAfter * 1_000);
    expect((await lab.call('GET', ME)).status).toBe(200);
  });
});
