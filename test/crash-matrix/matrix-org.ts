import type { SimulatorSeed } from '../../local/genesys/simulator.ts';

/** The org that everything happens to. */
export const ORG_ID = '77777777-2222-4333-8444-555555555555';

/** Its secret, with values that nobody else would write. */
export const SECRET = {
  clientId: 'matrix-client',
  clientSecret: 'matrix-secret-4711-not-for-anybody',
  testSmsTo: '+447700900771',
};

export const QUEUE_NAME = 'G Ride';
export const FLOW_NAME = 'GRide100MessageFlow';

/** Its registration. */
export const REGISTRATION = {
  genesysOrgId: ORG_ID,
  name: 'Matrix Lab',
  genesysRegion: 'eu-west-2',
  sms: { countryCode: 'GB', phoneNumberType: 'mobile' },
};

/** The org as Genesys has it before anything happens; each wait is met once, not more. */
export function seed(): SimulatorSeed {
  return {
    settings: {
      purchaseMs: 1_000,
      flowJobMs: 1_000,
      recipientDelayMs: 1_500,
      deliveryMs: 1_000,
      requestsPerMinute: 100_000,
      tokenRequestsPerMinute: 100_000,
    },
    orgs: [
      {
        id: ORG_ID,
        name: 'Matrix Lab',
        clients: [{ clientId: SECRET.clientId, clientSecret: SECRET.clientSecret }],
        queues: [{ name: QUEUE_NAME }, { name: 'Another queue' }],
        flows: [{ name: 'Another flow' }],
      },
    ],
  };
}
