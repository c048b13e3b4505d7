import type { Fault } from '../../local/genesys/simulator.ts';
import { Scenario, type EndedExecution } from './scenario.ts';
import { configuration, ScenarioOrg } from './several-orgs.ts';

/** One fault per stage that ends a provisioning there. */
const FAULTS: [stage: string, fault: Fault][] = [
  ['VerifyOrgAccess', { operation: 'getRoutingQueues', status: 400 }],
  ['PublishMessageFlow', { operation: 'postFlowsJobs', status: 400 }],
  ['PublishMessageFlow', { operation: 'uploadFlow', status: 403 }],
  ['AwaitMessageFlow', { operation: 'getFlowsJob', status: 400 }],
  ['PurchaseSmsPhoneNumber', { operation: 'postRoutingSmsPhonenumbers', status: 403 }],
  ['AwaitSmsPhoneNumber', { operation: 'getRoutingSmsPhonenumber', status: 400 }],
  ['AssignQueueOutboundNumber', { operation: 'putRoutingQueue', status: 400 }],
  ['AssignQueueOutboundNumber', { operation: 'putRoutingQueue', status: 400, afterEffect: true }],
  ['RouteMessagesToFlow', { operation: 'putRoutingMessageRecipient', status: 400 }],
  ['RouteMessagesToFlow', { operation: 'putRoutingMessageRecipient', status: 400, afterEffect: true }],
];
const EARLIER = FAULTS.map((_, index) => `+4477009000${20 + index}`);
const orgs = FAULTS.map(([stage, { operation, afterEffect }], index) => {
  const phoneNumber = EARLIER[index] ?? '';
  return new ScenarioOrg(
    `${stage}, ${operation}${afterEffect === true ? ' after its effect' : ''}`,
    index + 1,
    {
      queues: [{ name: 'G Ride', smsPhoneNumber: phoneNumber }],
      flows: [{ name: 'Their flow' }],
      phoneNumbers: [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'mobile', flow: 'Their flow' }],
    },
    { replace: ['queueNumber'] },
  );
});

describe('a decommissioning after a provisioning that failed', () => {
  let scenario: Scenario;
  const before = new Map<string, unknown>();
  let provisionings: EndedExecution[];
  let decommissionings: EndedExecution[];

  beforeAll(async () => {
    scenario = await Scenario.start({ orgs: orgs.map(({ seed }) => seed) });
    await Promise.all(orgs.map(({ id, secret }) => scenario.storeSecret(id, secret)));
    for (const { id } of orgs) before.set(id, configuration(scenario, id));
    FAULTS.forEach(([, fault], index) => {
      scenario.genesys.control.addFault({ ...fault, genesysOrgId: orgs[index]?.id ?? '' });
    });
    await Promise.all(orgs.map((org) => scenario.register(org.registration)));
    scenario.genesys.control.clearFaults();
    await Promise.all(orgs.map(({ id }) => scenario.decommission({ genesysOrgId: id })));
    provisionings = await scenario.executions('lab-sms-provisioning');
    decommissionings = await scenario.executions('lab-sms-decommissioning');
  }, 240_000);
  afterAll(() => scenario.stop());

  it.each(orgs.map((org, index) => [org.name, org, FAULTS[index]?.[0]] as const))(
    'in %s leaves the org as it was before',
    async (_name, org, stage) => {
      const [failed] = org.among(provisionings);
      expect(failed).toMatchObject({ status: 'FAILED' });
      expect(failed?.stages.at(-1)).toBe(stage);
      expect(org.among(decommissionings).map(({ status, message }) => [status, message])).toEqual([
        ['SUCCEEDED', undefined],
      ]);
      expect(configuration(scenario, org.id)).toEqual(before.get(org.id));
      const record = await org.record(scenario);
      expect(record).toMatchObject({ status: 'decommissioned' });
      for (const field of ['claim', 'queue', 'messageFlow', 'recipient', 'lastError'])
        expect(record).not.toHaveProperty(field);
      expect(['released', 'none', undefined]).toContain(record.smsPhoneNumber?.state);
    },
  );
});
