import type { Models } from 'purecloud-platform-client-v2';
import { flowYaml, labOrg, labs } from './lab.ts';

const start = labs();
const UNLOCK = '/api/v2/flows/actions/unlock';
const flows = [{ name: 'GRide100MessageFlow', id: 'flow-1', lockedBy: 'Ann' }];

describe("a flow's lock", () => {
  it('can be taken off by whoever may unlock flows, and then a job publishes the flow in its place', async () => {
    const lab = await start({ orgs: [labOrg({ flows })] });
    expect(await lab.publish(flowYaml())).toMatchObject({ status: 'Failure' });
    const unlocked = await lab.call<Models.Flow>('POST', `${UNLOCK}?flow=flow-1`);
    expect(unlocked.status).toBe(200);
    expect(unlocked.body).toMatchObject({ id: 'flow-1', savedVersion: { id: '1.0' } });
    expect(unlocked.body.lockedUser).toBeUndefined();
    expect(await lab.publish(flowYaml())).toMatchObject({ status: 'Success', flow: { id: 'flow-1' } });
  });

  it('stays where the permission is missing, and is not found on a flow that is not there', async () => {
    const permissions = ['architect:flow:edit', 'architect:flow:view'];
    const clients = [{ clientId: 'editor', clientSecret: 's', permissions }];
    const editor = await start({ orgs: [labOrg({ flows, clients })] });
    expect((await editor.call('POST', `${UNLOCK}?flow=flow-1`)).body.code).toBe('architect.not.admin.user');
    expect((await editor.call('GET', '/api/v2/flows/flow-1')).body).toMatchObject({ lockedUser: { name: 'Ann' } });
    const lab = await start({ orgs: [labOrg({ flows })] });
    expect((await lab.call('POST', `${UNLOCK}?flow=nope`)).body.code).toBe('not.found');
    expect((await lab.call('POST', UNLOCK)).body.code).toBe('constraint.validation');
  });
});
