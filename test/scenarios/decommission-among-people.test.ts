import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { routingApi } from '../../src/genesys/apis/routing-api.ts';
import { Scenario, type EndedExecution } from './scenario.ts';
import { configuration, ScenarioOrg } from './several-orgs.ts';

const MACHINE = 'lab-sms-decommissioning';
const OTHER = '+447700900042';
const [KEEPS, GOES, MOVED] = ['+447700900043', '+447700900044', '+447700900045'];
const THEIRS = [{ name: 'Their flow', id: 'theirs' }];
const owns = (phoneNumber: string, route: object = {}) => ({
  flows: THEIRS,
  phoneNumbers: [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'mobile' as const, ...route }],
});
const adopting = (phoneNumber: string) => ({
  sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber },
  replace: ['route', 'queueNumber'],
});

const edited = new ScenarioOrg('Queue and flow changed', 1, owns(OTHER));
const adopted = new ScenarioOrg('Adopted', 2, owns(KEEPS, { flow: 'Their flow' }), adopting(KEEPS));
const spelledOut = new ScenarioOrg('Adopted, spelled out', 3, owns(GOES, { flow: 'Their flow' }), adopting(GOES));
const moved = new ScenarioOrg(
  'Adopted, route moved',
  4,
  { ...owns(MOVED), flows: [...THEIRS, { name: 'Newer', id: 'newer' }] },
  adopting(MOVED),
);
const locked = new ScenarioOrg('Flow locked', 5);
const routed = new ScenarioOrg('Foreign route', 6, { flows: THEIRS.map((flow) => ({ ...flow, id: 'foreign' })) });
const bare = new ScenarioOrg('Secret gone', 7);
const ORGS = [edited, adopted, spelledOut, moved, locked, routed, bare];

describe('an org that people have worked in before it is decommissioned', () => {
  let scenario: Scenario;
  let executions: EndedExecution[];
  const before = new Map<string, unknown>();
  const numbers = new Map<string, string>();

  const numberOf = (org: ScenarioOrg): string => numbers.get(org.id) ?? '';
  const viewOf = (org: ScenarioOrg) => scenario.genesys.control.state().orgs.find(({ id }) => id === org.id);
  const flowsOf = (org: ScenarioOrg): string[] =>
    (viewOf(org)?.flows ?? []).flatMap(({ name, deleted }) => (deleted === true ? [] : [name]));
  const ownedBy = (org: ScenarioOrg): string[] =>
    (viewOf(org)?.phoneNumbers ?? []).map(({ phoneNumber }) => phoneNumber);
  const again = async (org: ScenarioOrg): Promise<EndedExecution | undefined> => {
    await scenario.decommission({ genesysOrgId: org.id });
    return org.among(await scenario.executions(MACHINE)).at(-1);
  };

  /** What instructors do between the registration and the end. */
  async function work(): Promise<void> {
    const { control } = scenario.genesys;
    const inEdited = routingApi(edited.connect(scenario));
    const queueId = viewOf(edited)?.queues[0]?.id ?? '';
    const queue = await inEdited.getRoutingQueue(queueId);
    const outboundMessagingAddresses = { smsAddress: { id: OTHER } };
    await inEdited.putRoutingQueue(queueId, { ...queue, name: 'G Ride', outboundMessagingAddresses });
    control.editFlow({ genesysOrgId: edited.id, flow: 'GRide100MessageFlow', by: 'Ada', publish: true });
    const route = (org: ScenarioOrg, number: string, id: string) =>
      routingApi(org.connect(scenario)).putRoutingMessageRecipient(number, { flow: { id } });
    await route(moved, MOVED, 'newer');
    await route(routed, numberOf(routed), 'foreign');
    const locking = {
      operation: 'deleteFlow',
      status: 405,
      code: 'architect.flow.cannot.delete.user.does.not.have.lock',
    };
    control.addFault({ ...locking, genesysOrgId: locked.id, times: 100 });
    const SecretId = `lab-sms/${bare.id}`;
    await scenario.clients.secretsManager.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }

  beforeAll(async () => {
    scenario = await Scenario.start({ orgs: ORGS.map(({ seed }) => seed) });
    await Promise.all(ORGS.map(({ id, secret }) => scenario.storeSecret(id, secret)));
    for (const { id } of ORGS) before.set(id, configuration(scenario, id));
    await Promise.all(ORGS.map((org) => scenario.register(org.registration)));
    for (const org of ORGS) {
      const { status, smsPhoneNumber } = await org.record(scenario);
      expect([org.name, status]).toEqual([org.name, 'ready']);
      numbers.set(org.id, smsPhoneNumber?.smsPhoneNumber ?? '');
    }
    await work();
    await Promise.all(
      ORGS.map(({ id }) =>
        scenario.decommission({ genesysOrgId: id, ...(id === spelledOut.id ? { releaseAdopted: GOES } : {}) }),
      ),
    );
    executions = await scenario.executions(MACHINE);
  }, 240_000);
  afterAll(() => scenario.stop());

  it('keeps and names a number that a queue was given and a flow that was edited, and undoes its own', async () => {
    const [execution] = edited.among(executions);
    expect(execution?.status).toBe('SUCCEEDED');
    expect(viewOf(edited)?.queues).toMatchObject([{ outboundMessagingAddresses: { smsAddress: { id: OTHER } } }]);
    expect(flowsOf(edited)).toEqual(['Their flow', 'GRide100MessageFlow']);
    expect(ownedBy(edited)).toEqual([OTHER]);
    const answer = { status: 'decommissioned', smsPhoneNumber: numberOf(edited) };
    expect(execution?.output).toMatchObject({ RecordReleased: { answer } });
    const { decommissioning } = await edited.record(scenario);
    expect(decommissioning?.kept.map(({ what }) => what)).toEqual(['queue outbound number', 'message flow']);
  });

  it('keeps an adopted number and gives it its route back', async () => {
    expect(adopted.among(executions)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(configuration(scenario, adopted.id)).toEqual(before.get(adopted.id));
    expect((await adopted.record(scenario)).decommissioning?.kept).toMatchObject([{ id: KEEPS }]);
  });

  it('releases an adopted number, with its route, only because the request spelled it out', async () => {
    expect(spelledOut.among(executions)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(ownedBy(spelledOut)).toEqual([]);
    expect(flowsOf(spelledOut)).toEqual(['Their flow']);
    expect(await spelledOut.record(scenario)).toMatchObject({
      smsPhoneNumber: { state: 'released', smsPhoneNumber: GOES },
    });
  });

  it("leaves an adopted number's route where somebody has pointed it since", async () => {
    expect(moved.among(executions)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(viewOf(moved)?.recipients).toMatchObject([{ id: MOVED, flow: { id: 'newer' } }]);
    const { decommissioning } = await moved.record(scenario);
    expect(decommissioning?.kept.map(({ what }) => what)).toEqual(['message route', 'SMS phone number']);
  });

  it('releases the number although the flow is locked, fails as LeftBehind, and goes on when the lock is gone', async () => {
    const [execution] = locked.among(executions);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'LeftBehind' });
    expect(execution?.message).toMatch(
      /1 of lab-sms's things.*"GRide100MessageFlow".*does.not.have.lock.*By hand: Architect/s,
    );
    expect(ownedBy(locked)).toEqual([]);
    const record = await locked.record(scenario);
    expect(record).toMatchObject({ status: 'left behind', lastError: { error: 'LeftBehind' } });
    expect(record.claim?.ended).toBeDefined();

    scenario.genesys.control.clearFaults();
    expect(await again(locked)).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, locked.id)).toEqual(before.get(locked.id));
    expect((await locked.record(scenario)).status).toBe('decommissioned');
  });

  it('does not take a foreign route off its number: it names it, nothing is bought meanwhile, and it goes on without it', async () => {
    const [execution] = routed.among(executions);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'LeftBehind' });
    expect(execution?.message).toMatch(
      new RegExp(`\\${numberOf(routed)} can't be released: messages to it are routed`),
    );
    expect((await routed.record(scenario)).decommissioning?.kept).toMatchObject([{ what: 'message route' }]);
    expect(viewOf(routed)?.recipients).toMatchObject([{ flow: { id: 'foreign' } }]);

    await scenario.register(routed.registration);
    const refused = routed.among(await scenario.executions('lab-sms-provisioning')).at(-1);
    expect(refused).toMatchObject({ status: 'FAILED', error: 'MessageRouteForeign' });
    expect(ownedBy(routed)).toEqual([numberOf(routed)]);

    await routingApi(routed.connect(scenario)).putRoutingMessageRecipient(numberOf(routed), {});
    expect(await again(routed)).toMatchObject({ status: 'SUCCEEDED' });
    expect(ownedBy(routed)).toEqual([]);
  });

  it('names everything and how to undo it by hand when the secret is gone, and goes on when it is back', async () => {
    const [execution] = bare.among(executions);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'LeftBehind' });
    for (const part of ["4 of lab-sms's things", 'message route', '"G Ride"', '"GRide100MessageFlow"', numberOf(bare)])
      expect(execution?.message).toContain(part);
    expect(execution?.message).toContain(`There is no secret lab-sms/${bare.id}`);
    expect(ownedBy(bare)).toEqual([numberOf(bare)]);

    await scenario.storeSecret(bare.id, bare.secret);
    expect(await again(bare)).toMatchObject({ status: 'SUCCEEDED' });
    expect(configuration(scenario, bare.id)).toEqual(before.get(bare.id));
  });
});
