import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrgView } from '../../../local/genesys/simulator.ts';
import { labOrg, labs, ORG_ID } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const NUMBER = '+447700900123';
const RECIPIENT = `/api/v2/routing/message/recipients/${encodeURIComponent(NUMBER)}`;
const inOrg = { genesysOrgId: ORG_ID };
const phoneNumbers = [{ phoneNumber: NUMBER, countryCode: 'GB', phoneNumberType: 'mobile' as const }];

const orgOf = (lab: Lab): OrgView => {
  const [org] = lab.control.state().orgs;
  if (!org) throw new Error('there is no org');
  return org;
};
const take = (lab: Lab, path: string): Promise<{ status: number }> => lab.steer('DELETE', path);
const sendingFrom = { name: 'G Ride', outboundMessagingAddresses: { smsAddress: { id: NUMBER } } };

describe('what an org gets from the control API', () => {
  it('a queue can be looked at and sent from, and is gone when it is taken away', async () => {
    const lab = await start({ orgs: [labOrg({ queues: [], phoneNumbers })] });
    const made = await lab.steer<{ id: string }>('POST', 'queues', { ...inOrg, name: 'G Ride', description: 'Riders' });
    expect(made).toMatchObject({ status: 200, body: { name: 'G Ride', description: 'Riders' } });
    const path = `/api/v2/routing/queues/${made.body.id}`;
    expect((await lab.call('PUT', path, sendingFrom)).status).toBe(200);
    expect(await take(lab, `queues?genesysOrgId=${ORG_ID}&queue=G%20Ride`)).toMatchObject({ status: 204 });
    expect((await lab.call('GET', path)).status).toBe(404);
  });

  it('a flow takes messages, and nothing leads to it when it is taken away', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    const made = await lab.steer<{ id: string }>('POST', 'flows', { ...inOrg, name: 'Flow', lockedBy: 'Ann' });
    expect(made).toMatchObject({ status: 200, body: { type: 'INBOUNDSHORTMESSAGE', lockedUser: { name: 'Ann' } } });
    const { id } = made.body;
    expect((await lab.call('PUT', RECIPIENT, { flow: { id } })).status).toBe(200);
    const inQueue = { name: 'G Ride', queueFlow: { id }, messageInQueueFlow: { id }, emailInQueueFlow: { id } };
    expect((await lab.call('PUT', '/api/v2/routing/queues/queue-1', inQueue)).status).toBe(200);
    expect((await take(lab, `flows?genesysOrgId=${ORG_ID}&flow=${id}`)).status).toBe(204);
    expect((await lab.call('GET', `/api/v2/flows/${id}`)).status).toBe(404);
    expect(JSON.stringify(orgOf(lab))).not.toContain(id);
  });

  it('a number is active and routed at once, and can be bought again when it is taken away', async () => {
    const lab = await start({ orgs: [labOrg({ flows: [{ name: 'Flow', id: 'flow-1' }] })] });
    const number = { ...inOrg, ...phoneNumbers[0], flow: 'flow-1', registered: true };
    const made = await lab.steer('POST', 'phone-numbers', number);
    expect(made).toMatchObject({ status: 200, body: { id: NUMBER, phoneNumberStatus: 'ACTIVE' } });
    expect((await lab.call('GET', RECIPIENT)).body).toMatchObject({ flow: { id: 'flow-1' } });
    expect((await lab.call('PUT', '/api/v2/routing/queues/queue-1', sendingFrom)).status).toBe(200);
    expect((await take(lab, `phone-numbers?genesysOrgId=${ORG_ID}&phoneNumber=${NUMBER}`)).status).toBe(204);
    expect(orgOf(lab)).toMatchObject({
      phoneNumbers: [],
      recipients: [],
      queues: [{ outboundMessagingAddresses: {} }],
    });
    expect((await lab.order()).status).toBe(202);
  });

  it('a number whose purchase failed can be given to the org all the same', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postRoutingSmsPhonenumbers', outcome: 'Failed' });
    await lab.buy();
    expect((await lab.steer('POST', 'phone-numbers', { ...inOrg, ...phoneNumbers[0] })).status).toBe(200);
    expect(orgOf(lab).phoneNumbers).toMatchObject([{ phoneNumber: NUMBER, phoneNumberStatus: 'ACTIVE' }]);
  });

  it('a client may do what its role says, and its token is worth nothing when it is taken away', async () => {
    const lab = await start();
    const client = { ...inOrg, clientId: 'viewer', clientSecret: 'v', permissions: ['routing:queue:view'] };
    const made = await lab.steer('POST', 'clients', client);
    expect(made).toEqual({ status: 200, body: { clientId: 'viewer', permissions: ['routing:queue:view'] } });
    lab.token = await lab.tokenOf('viewer', 'v');
    expect((await lab.call('GET', '/api/v2/routing/queues')).status).toBe(200);
    expect((await lab.call('PUT', '/api/v2/routing/queues/queue-1', { name: 'x' })).status).toBe(403);
    expect((await take(lab, `clients?genesysOrgId=${ORG_ID}&clientId=viewer`)).status).toBe(204);
    expect((await lab.call('GET', '/api/v2/routing/queues')).body.code).toBe('bad.credentials');
    expect((await lab.requestToken('viewer', 'v')).status).toBe(401);
  });

  it("a flow's lock keeps others from deleting it until it is released, and no version is saved by either", async () => {
    const lab = await start({ orgs: [labOrg({ flows: [{ name: 'Flow', id: 'flow-1' }] })] });
    expect((await lab.steer('POST', 'flow-locks', { ...inOrg, flow: 'Flow', by: 'Ann' })).status).toBe(204);
    const refused = await lab.call('DELETE', '/api/v2/flows/flow-1');
    expect(refused.body.code).toBe('architect.flow.cannot.delete.user.does.not.have.lock');
    expect((await take(lab, `flow-locks?genesysOrgId=${ORG_ID}&flow=Flow`)).status).toBe(204);
    expect(orgOf(lab).flows).toMatchObject([{ savedVersion: { id: '1.0' } }]);
    expect((await lab.call('DELETE', '/api/v2/flows/flow-1')).status).toBe(204);
  });

  it('a conversation keeps texts away until the agent ends it', async () => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    const talking = { ...inOrg, phoneNumber: NUMBER, address: '+447700900999' };
    expect((await lab.steer('POST', 'conversations', talking)).status).toBe(204);
    expect((await lab.send()).body.code).toBe('active.conversation');
    const query = `genesysOrgId=${ORG_ID}&phoneNumber=${NUMBER}&address=+447700900999`;
    expect((await take(lab, `conversations?${query}`)).status).toBe(204);
    expect((await lab.send()).status).toBe(200);
  });

  it('a number that somebody outside gives back can be bought', async () => {
    const lab = await start();
    expect((await lab.steer('POST', 'taken-numbers', { phoneNumber: NUMBER })).status).toBe(204);
    expect((await lab.order()).body.code).toBe('phone.number.unavailable');
    expect((await take(lab, `taken-numbers?phoneNumber=${NUMBER}`)).status).toBe(204);
    expect((await lab.order()).status).toBe(202);
  });

  it('is there after a restart, and an org that was taken away is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulated-genesys-'));
    try {
      const other = labOrg({ id: 'two', clients: [{ clientId: 'second', clientSecret: 's' }], phoneNumbers });
      const lab = await start({ orgs: [labOrg(), other] }, folder);
      await lab.steer('POST', 'queues', { ...inOrg, name: 'Later' });
      await lab.steer('DELETE', 'queues?genesysOrgId=' + ORG_ID + '&queue=queue-1');
      const secondToken = await lab.tokenOf('second', 's');
      expect((await take(lab, 'orgs?genesysOrgId=two')).status).toBe(204);
      expect((await lab.order()).status).toBe(202);
      await lab.simulator.close();
      const again = await start({ orgs: [] }, folder);
      expect(again.control.state().orgs).toMatchObject([{ id: ORG_ID, queues: [{ name: 'Later' }] }]);
      again.token = secondToken;
      expect((await again.call('GET', '/api/v2/organizations/me')).body.code).toBe('bad.credentials');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
