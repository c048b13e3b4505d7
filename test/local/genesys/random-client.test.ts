import fc from 'fast-check';
import type { SimulatorState } from '../../../local/genesys/simulator.ts';
import { flowYaml, Lab, labOrg } from './lab.ts';

const NUMBERS = ['+447700900123', '+447700900124', '+16175550142', '+4500100042', '+447700900113'];
const FLOWS = ['flow-1', 'inqueue-1', 'no-flow'];
const QUEUES = ['queue-1', 'queue-2', 'no-queue'];
const ORGS = ['one', 'two', 'three'];

/** One step of a client: what it does, with which of the orgs, numbers, flows and queues. */
interface Step {
  kind: (typeof KINDS)[number];
  org: number;
  number: string;
  flow: string;
  queue: string;
  hostile: unknown;
}

const KINDS = [
  ...(['search', 'buy', 'look', 'release', 'assign', 'route', 'unroute', 'publish', 'deleteFlow', 'send'] as const),
  ...(['list', 'wait', 'hostilePut', 'hostilePost', 'hostilePath', 'nearlyValid'] as const),
];

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  org: fc.nat(ORGS.length - 1),
  number: fc.constantFrom(...NUMBERS),
  flow: fc.constantFrom(...FLOWS),
  queue: fc.constantFrom(...QUEUES),
  hostile: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(null, '', -1, '\u0000', '__proto__', [], {})),
});

const seedOrg = (id: string) =>
  labOrg({
    id,
    clients: [{ clientId: `client-${id}`, clientSecret: 's' }],
    queues: [
      { name: 'G Ride', id: 'queue-1' },
      { name: 'Other', id: 'queue-2' },
    ],
    flows: [
      { name: 'Flow', id: 'flow-1' },
      { name: 'In queue', id: 'inqueue-1', type: 'inqueuecall' },
    ],
  });

const countryOf = (number: string): [country: string, type: string] => {
  if (number.startsWith('+44')) return ['GB', 'mobile'];
  return [number.startsWith('+1') ? 'US' : 'DK', 'local'];
};

/** What must hold whatever has been asked for. */
function contradictions({ orgs }: SimulatorState): string[] {
  const owners = new Map<string, string>();
  const found: string[] = [];
  for (const org of orgs) {
    const numbers = new Map(org.phoneNumbers.map((number) => [number.phoneNumber, number]));
    if (numbers.size < org.phoneNumbers.length) found.push(`${org.id} has a number twice`);
    for (const [phoneNumber, { provisioningStatus }] of numbers) {
      if (provisioningStatus?.state === 'Failed') continue;
      if (owners.has(phoneNumber)) found.push(`${phoneNumber} is in ${owners.get(phoneNumber) ?? ''} and ${org.id}`);
      owners.set(phoneNumber, org.id);
    }
    for (const queue of org.queues) {
      const id = queue.outboundMessagingAddresses?.smsAddress?.id;
      if (id !== undefined && !numbers.has(id)) found.push(`${queue.id ?? ''} sends from ${id}, which is gone`);
    }
    for (const { id, flow } of org.recipients) {
      const target = org.flows.find((each) => each.id === flow?.id);
      const isMissing = !target || target.deleted === true || !target.publishedVersion;
      if (flow && isMissing) found.push(`${id ?? ''} is routed to a flow that is not there`);
    }
    for (const { from } of org.texts) if (!NUMBERS.includes(from)) found.push(`a text left from ${from}`);
  }
  return found;
}

/** Makes the request of a step; answers its status, 0 where the step is no request. */
async function perform(lab: Lab, { kind, number, flow, queue, hostile }: Step): Promise<number> {
  const encoded = encodeURIComponent(number);
  const [countryCode, phoneNumberType] = countryOf(number);
  const status = async (method: string, path: string, body?: unknown): Promise<number> =>
    (await lab.call(method, `/api/v2${path}`, body)).status;
  const queuePath = `/routing/queues/${queue}`;
  const recipientPath = `/routing/message/recipients/${encoded}`;
  switch (kind) {
    case 'search':
      return status('GET', `/routing/sms/availablephonenumbers?countryCode=GB&phoneNumberType=mobile&pattern=90012*`);
    case 'buy':
      return (await lab.order(number, countryCode, phoneNumberType)).status;
    case 'look':
      return status('GET', `/routing/sms/phonenumbers/${encoded}`);
    case 'release':
      return status('DELETE', `/routing/sms/phonenumbers/${encoded}`);
    case 'assign':
      return status('PUT', queuePath, { name: queue, outboundMessagingAddresses: { smsAddress: { id: number } } });
    case 'route':
      return status('PUT', recipientPath, { flow: { id: flow } });
    case 'unroute':
      return status('PUT', recipientPath, {});
    case 'publish':
      return (await lab.publish(flowYaml('Flow'))).status === 'Success' ? 200 : 400;
    case 'deleteFlow':
      return status('DELETE', `/flows/${flow}`);
    case 'send':
      return (await lab.send({ fromAddress: number })).status;
    case 'list':
      return status('GET', '/routing/queues?pageSize=1&pageNumber=2');
    case 'wait':
      lab.clock.advance(1_500);
      return 0;
    case 'hostilePut':
      return status('PUT', queuePath, { name: hostile, outboundMessagingAddresses: hostile });
    case 'hostilePost':
      return status('POST', '/routing/sms/phonenumbers', hostile);
    case 'hostilePath':
      return status('GET', `/routing/sms/phonenumbers/${encodeURIComponent(JSON.stringify(hostile))}`);
    case 'nearlyValid':
      return status('POST', '/routing/sms/phonenumbers', {
        phoneNumber: number,
        countryCode,
        phoneNumberType: hostile,
      });
  }
}

describe('a client that does anything', () => {
  it('never meets a 5xx, and never leaves the orgs in a state that contradicts itself', async () => {
    const orgs = ORGS.map(seedOrg);
    let requests = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const lab = await Lab.start({ orgs, settings: { requestsPerMinute: 1_000_000 } });
        try {
          const tokens = await Promise.all(ORGS.map((id) => lab.tokenOf(`client-${id}`, 's')));
          for (const each of steps) {
            lab.token = tokens[each.org] ?? '';
            const status = await perform(lab, each);
            requests += 1;
            if (status >= 500) throw new Error(`${each.kind} was answered ${status}`);
            expect(contradictions(lab.control.state())).toEqual([]);
          }
        } finally {
          await lab.simulator.close();
        }
      }),
      // fast-check tells seed and path of a failure, with the shortest steps that lead to it.
      { numRuns: 60 },
    );
    expect(requests).toBeGreaterThan(1_000);
  }, 90_000); // Six seconds on a machine of its own; several times that beside other work.
});
