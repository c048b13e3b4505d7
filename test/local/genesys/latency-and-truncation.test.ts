import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const ME = '/api/v2/organizations/me';

describe('a truncated answer', () => {
  it('breaks off in its body, its status read and its effect had', async () => {
    const phoneNumbers = [{ phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' as const }];
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    lab.control.addFault({ operation: 'postConversationsMessagesAgentless', truncate: true });
    await expect(lab.send()).rejects.toThrow();
    expect(lab.control.texts()).toHaveLength(1);
    expect((await lab.send()).status).toBe(200);
  });

  it('of a token is as broken', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'token', truncate: true });
    const response = await lab.requestToken('lab-client', 'lab-secret');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('an operation', () => {
  it('takes the time that it was given, another one none', async () => {
    const lab = await start();
    lab.control.setLatencies({ getOrganizationsMe: 40 });
    await lab.call('GET', ME);
    await lab.call('GET', '/api/v2/routing/queues');
    const [slow, quick] = lab.control.requests().slice(-2);
    expect(slow?.durationMs).toBeGreaterThanOrEqual(39);
    expect(quick?.durationMs).toBeLessThan(slow?.durationMs ?? 0);
    lab.control.setLatencies({});
    expect(lab.control.state().settings.latencyMs).toEqual({});
  });

  it('that nobody knows cannot be slowed down, by the seed or later', async () => {
    const lab = await start();
    const refused = await lab.steer('POST', 'latencies', { getEverything: 10 });
    expect(refused).toMatchObject({
      status: 400,
      body: { problems: ['getEverything: unknown field; remove it or mend its spelling'] },
    });
    await expect(start({ settings: { latencyMs: { getEverything: 10 } } })).rejects.toThrow('unknown field');
  });
});

describe('tokens', () => {
  it('can be ended before their time, for one org', async () => {
    const lab = await start();
    lab.control.expireTokens('another-org');
    expect((await lab.call('GET', ME)).status).toBe(200);
    lab.control.expireTokens(ORG_ID);
    expect((await lab.call('GET', ME)).body.code).toBe('bad.credentials');
  });
});
