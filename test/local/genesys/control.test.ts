import type { SimulatorState } from '../../../local/genesys/simulator.ts';
import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
describe('the control API', () => {
  it('shows everything in the orgs but their secrets', async () => {
    const lab = await start();
    await lab.buy();
    const { body } = await lab.steer<unknown>('GET', 'state');
    expect(body).toEqual(JSON.parse(JSON.stringify({ ...lab.control.state(), now: (body as SimulatorState).now })));
    expect(body).toMatchObject({
      settings: { purchaseMs: 2_000, requestsPerMinute: 300 },
      orgs: [
        {
          id: ORG_ID,
          clients: [{ clientId: 'lab-client', permissions: ['*:*:*'] }],
          queues: [{ name: 'G Ride' }],
          phoneNumbers: [{ phoneNumber: '+447700900123', phoneNumberStatus: 'ACTIVE' }],
          recipients: [{ id: '+447700900123' }],
          flows: [],
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('lab-secret');
    expect(JSON.stringify(body)).not.toContain(lab.token);
  });

  it('logs every request with what became of it, but neither credentials nor its own requests', async () => {
    const lab = await start();
    await lab.order();
    await lab.call('GET', '/api/v2/no/such?a=b');
    await lab.steer<unknown>('GET', 'state');
    const { body } = await lab.steer<unknown>('GET', 'requests');
    expect(body).toMatchObject([
      { sequence: 1, operation: 'token', method: 'POST', path: '/oauth/token', status: 200, genesysOrgId: ORG_ID },
      {
        sequence: 2,
        operation: 'postRoutingSmsPhonenumbers',
        status: 202,
        genesysOrgId: ORG_ID,
        body: { phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' },
      },
      { sequence: 3, operation: 'unknown', path: '/api/v2/no/such?a=b', status: 404 },
    ]);
    expect(JSON.stringify(body)).not.toContain('lab-secret');
    expect(JSON.stringify(body)).not.toContain(lab.token);
    expect((await lab.steer<unknown>('GET', 'requests?after=2')).body).toHaveLength(1);
    expect(lab.control.requests(2)).toHaveLength(1);
  });

  it('makes an org that can be called at once', async () => {
    const lab = await start();
    const org = labOrg({ id: 'two', clients: [{ clientId: 'second', clientSecret: 's' }] });
    expect((await lab.steer<unknown>('POST', 'orgs', org)).status).toBe(204);
    lab.token = await lab.tokenOf('second', 's');
    expect((await lab.call('GET', '/api/v2/organizations/me')).body).toMatchObject({ id: 'two' });
  });

  it('moves the clock, lays faults and takes them away, and shows the texts', async () => {
    const lab = await start();
    await lab.order();
    expect((await lab.steer<unknown>('POST', 'clock', { advanceMs: 3_000 })).status).toBe(200);
    expect((await lab.send()).status).toBe(200);
    expect((await lab.steer<unknown>('GET', `texts?genesysOrgId=${ORG_ID}`)).body).toMatchObject([
      { status: 'queued' },
    ]);
    expect((await lab.steer<unknown>('GET', 'texts?genesysOrgId=other')).body).toEqual([]);
    await lab.steer<unknown>('POST', 'faults', { operation: 'getOrganizationsMe', status: 500 });
    await lab.steer<unknown>('DELETE', 'faults');
    expect((await lab.call('GET', '/api/v2/organizations/me')).status).toBe(200);
  });

  it('does what an agent, a person in Architect and a carrier do', async () => {
    const lab = await start({ orgs: [labOrg({ flows: [{ name: 'Flow', id: 'flow' }] })] });
    await lab.buy();
    const number = { genesysOrgId: ORG_ID, phoneNumber: '+447700900123' };
    expect((await lab.steer<unknown>('POST', 'registrations', number)).status).toBe(204);
    expect((await lab.steer<unknown>('POST', 'conversations', { ...number, address: '+447700900999' })).status).toBe(
      204,
    );
    expect((await lab.send()).body.code).toBe('active.conversation');
    const edit = { genesysOrgId: ORG_ID, flow: 'Flow', by: 'Ann', keepOpen: true };
    expect((await lab.steer<unknown>('POST', 'flow-edits', edit)).status).toBe(204);
    expect((await lab.call('GET', '/api/v2/flows/flow')).body).toMatchObject({ lockedUser: { name: 'Ann' } });
  });
});
