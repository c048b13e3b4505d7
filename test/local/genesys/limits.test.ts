import type { OrgView } from '../../../local/genesys/simulator.ts';
import { LIMITS, withoutOldest } from '../../../local/genesys/state/limits.ts';
import { flowYaml, labOrg, labs, ORG_ID } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const UNLIMITED = { requestsPerMinute: 1_000_000, tokenRequestsPerMinute: 1_000_000 };
const phoneNumbers = [{ phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' as const }];

const times = async (count: number, act: (index: number) => Promise<unknown>): Promise<void> => {
  for (let index = 0; index < count; index += 1) await act(index);
};
const flowsOf = (lab: Lab): OrgView['flows'] => lab.control.state().orgs[0]?.flows ?? [];

describe('what only ever becomes more', () => {
  it('is cut to the newest of those that may go; the others stay, in their order', () => {
    const isEven = (each: number): boolean => each % 2 === 0;
    expect(withoutOldest([1, 2, 3, 4, 5, 6], 1, isEven)).toEqual([1, 3, 5, 6]);
    expect(withoutOldest([1, 2, 3, 4, 5, 6], 3, isEven)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('leaves an org its last 500 texts, and as many more as its limit of a day counts', async () => {
    const seed = { settings: UNLIMITED, orgs: [labOrg({ phoneNumbers })] };
    const lab = await start(seed);
    await times(LIMITS.texts + 2, (index) => lab.send({ textBody: `Text ${index}` }));
    expect(lab.control.texts()).toHaveLength(500);
    expect(lab.control.texts()[0]?.body).toBe('Text 2');
    const textsPerDay = LIMITS.texts + 1;
    const limited = await start({ settings: UNLIMITED, orgs: [labOrg({ phoneNumbers, textsPerDay })] });
    await times(textsPerDay, () => limited.send());
    expect((await limited.send()).body.code).toBe('organization.outbound.usage.limit.exceeded');
  });

  it('leaves an org its last flow jobs, and those that are still to end', async () => {
    const lab = await start({ settings: UNLIMITED });
    const register = async (): Promise<string> =>
      (await lab.call<{ id: string }>('POST', '/api/v2/flows/jobs')).body.id;
    const statusOf = async (id: string): Promise<number> => (await lab.call('GET', `/api/v2/flows/jobs/${id}`)).status;
    const first = await register();
    await times(LIMITS.endedFlowJobs, register);
    await register();
    expect(await statusOf(first)).toBe(200);
    lab.clock.advance(16 * 60_000);
    const last = await register();
    expect([await statusOf(first), await statusOf(last)]).toEqual([404, 200]);
  });

  it('leaves a flow its last versions, and the one that runs however old it is', async () => {
    const lab = await start();
    await lab.publish(flowYaml());
    const edit = { genesysOrgId: ORG_ID, flow: 'GRide100MessageFlow', by: 'Ann' };
    for (let count = 0; count < LIMITS.flowVersions * 2; count += 1) lab.control.editFlow(edit);
    expect(flowsOf(lab)).toMatchObject([{ publishedVersion: { id: '1.0' }, savedVersion: { id: '201.0' } }]);
  });

  it('leaves an org its last deleted flows, and all others', async () => {
    const flows = Array.from({ length: LIMITS.deletedFlows + 2 }, (_, index) => ({
      name: `Flow ${index}`,
      id: `flow-${index}`,
    }));
    const lab = await start({ settings: UNLIMITED, orgs: [labOrg({ flows })] });
    await times(LIMITS.deletedFlows + 1, (index) => lab.call('DELETE', `/api/v2/flows/flow-${index}`));
    expect(flowsOf(lab)).toHaveLength(201);
    expect(flowsOf(lab)[0]?.id).toBe('flow-1');
    expect(flowsOf(lab).at(-1)).toMatchObject({ id: 'flow-201', deleted: false });
  });

  it("leaves a client its last tokens, and another client's alone", async () => {
    const other = labOrg({ id: 'two', clients: [{ clientId: 'second', clientSecret: 's' }] });
    const lab = await start({ settings: UNLIMITED, orgs: [labOrg(), other] });
    const me = async (token: string): Promise<number> =>
      (await lab.call('GET', '/api/v2/organizations/me', undefined, { authorization: `Bearer ${token}` })).status;
    const [oldest, foreign] = [lab.token, await lab.tokenOf('second', 's')];
    await times(LIMITS.tokens - 1, () => lab.tokenOf('lab-client', 'lab-secret'));
    expect(await me(oldest)).toBe(200);
    const newest = await lab.tokenOf('lab-client', 'lab-secret');
    expect([await me(oldest), await me(foreign), await me(newest)]).toEqual([401, 200, 200]);
  });
});
