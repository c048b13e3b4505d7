import type { Models } from 'purecloud-platform-client-v2';
import { flowYaml, labOrg, labs, ORG_ID } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const SALES_QUEUE = '/api/v2/routing/queues/sales-queue';
const SALES_FLOW = '/api/v2/flows/sales-flow';

const seed = {
  orgs: [
    labOrg({
      divisions: ['Sales'],
      clients: [
        { clientId: 'home', clientSecret: 's', divisions: ['Home'] },
        { clientId: 'both', clientSecret: 's' },
      ],
      queues: [
        { name: 'G Ride', id: 'queue-1' },
        { name: 'Sales', id: 'sales-queue', division: 'Sales' },
      ],
      flows: [{ name: 'Sales flow', id: 'sales-flow', division: 'Sales' }],
    }),
  ],
};

const namesAt = async (lab: Lab, path: string): Promise<(string | undefined)[]> =>
  ((await lab.call<Models.QueueEntityListing>('GET', path)).body.entities ?? []).map(({ name }) => name);

describe('a client without its role in a division', () => {
  it('is refused what is in there, and does not see it in lists', async () => {
    const lab = await start(seed);
    expect(await namesAt(lab, '/api/v2/routing/queues')).toEqual(['G Ride']);
    expect(await namesAt(lab, '/api/v2/flows')).toEqual([]);
    const plural = { status: 403, body: { code: 'missing.division.permissions' } };
    expect(await lab.call('GET', SALES_QUEUE)).toMatchObject(plural);
    expect(await lab.call('PUT', SALES_QUEUE, { name: 'Sales' })).toMatchObject(plural);
    const singular = { status: 403, body: { code: 'missing.division.permission' } };
    expect(await lab.call('GET', SALES_FLOW)).toMatchObject(singular);
    const refused = await lab.call('DELETE', SALES_FLOW);
    expect(refused).toMatchObject(singular);
    expect(refused.body.message).toBe('You are missing the permission [architect:flow:delete] in the division [Sales]');
  });

  it('cannot move a queue there, nor publish a flow there', async () => {
    const lab = await start(seed);
    const salesId = lab.control.state().orgs[0]?.divisions.find(({ name }) => name === 'Sales')?.id;
    const moved = await lab.call('PUT', '/api/v2/routing/queues/queue-1', {
      name: 'G Ride',
      division: { id: salesId },
    });
    expect(moved.body.code).toBe('missing.division.permissions');
    expect(await lab.publish(flowYaml('Sales flow'))).toMatchObject({
      status: 'Failure',
      messages: [{ text: expect.stringContaining('division') as string }],
    });
  });

  it('is told its grants by division, and gets further when its role is widened', async () => {
    const lab = await start(seed);
    const grants = async (): Promise<(string | undefined)[]> => {
      const { body } = await lab.call<Models.AuthzSubject>('GET', '/api/v2/authorization/subjects/me');
      return (body.grants ?? []).map(({ division }) => division?.name);
    };
    expect(await grants()).toEqual(['Home']);
    lab.control.setRole({ genesysOrgId: ORG_ID, clientId: 'home', divisions: ['Home', 'Sales'] });
    expect(await grants()).toEqual(['Home', 'Sales']);
    expect((await lab.call('GET', SALES_QUEUE)).status).toBe(200);
  });
});

describe('a client with its role in all divisions', () => {
  it('moves a queue from one to another, and filters by division', async () => {
    const lab = await start(seed);
    lab.token = await lab.tokenOf('both', 's');
    const [home, sales] = lab.control.state().orgs[0]?.divisions ?? [];
    expect(await namesAt(lab, `/api/v2/routing/queues?divisionId=${sales?.id ?? ''}`)).toEqual(['Sales']);
    const moved = await lab.call<Models.Queue>('PUT', SALES_QUEUE, { name: 'Sales', division: { id: home?.id } });
    expect(moved.body.division).toMatchObject({ name: 'Home' });
    expect(await namesAt(lab, `/api/v2/routing/queues?divisionId=${sales?.id ?? ''}`)).toEqual([]);
    expect(await namesAt(lab, `/api/v2/flows?divisionId=${sales?.id ?? ''}`)).toEqual(['Sales flow']);
  });
});

describe('a seed', () => {
  it('is refused when it names a division that is not there', async () => {
    const orgs = [labOrg({ queues: [{ name: 'Q', division: 'Nowhere' }] })];
    await expect(start({ orgs })).rejects.toThrow('no such division');
  });
});
