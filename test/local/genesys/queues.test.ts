import type { Models } from 'purecloud-platform-client-v2';
import { labOrg, labs } from './lab.ts';

const start = labs();
const LIST = '/api/v2/routing/queues';
const QUEUE = `${LIST}/queue-1`;

const namesFor = async (lab: Awaited<ReturnType<typeof start>>, query: string): Promise<(string | undefined)[]> => {
  const { body } = await lab.call<Models.QueueEntityListing>('GET', `${LIST}?${query}`);
  return (body.entities ?? []).map(({ name }) => name);
};

describe('the list of queues', () => {
  it('finds by the whole name without regard to case, so that a client must compare for itself', async () => {
    const lab = await start({
      orgs: [labOrg({ queues: [{ name: 'G Ride' }, { name: 'g ride' }, { name: 'G Ride VIP' }] })],
    });
    expect((await namesFor(lab, 'name=G%20Ride')).sort()).toEqual(['G Ride', 'g ride']);
    expect(await namesFor(lab, 'name=*vip')).toEqual(['G Ride VIP']);
    expect(await namesFor(lab, 'name=g*')).toHaveLength(3);
    expect(await namesFor(lab, 'name=Ride')).toEqual([]);
  });

  it('comes in pages', async () => {
    const lab = await start({ orgs: [labOrg({ queues: ['a', 'b', 'c'].map((name) => ({ name })) })] });
    expect(await namesFor(lab, 'pageSize=2&pageNumber=2')).toEqual(['c']);
    const { body } = await lab.call<Models.QueueEntityListing>('GET', `${LIST}?pageSize=2`);
    expect(body).toMatchObject({ total: 3, pageCount: 2, pageNumber: 1, nextUri: `${LIST}?pageSize=2&pageNumber=2` });
  });
});

describe('a PUT of a queue', () => {
  it('with the body of the GET changes nothing but the time and the author of the change', async () => {
    const lab = await start();
    const before = (await lab.call<Models.Queue>('GET', QUEUE)).body;
    expect(Object.keys(before).length).toBeGreaterThan(20);
    const reply = await lab.call<Models.Queue>('PUT', QUEUE, before);
    expect(reply.status).toBe(200);
    const after = (await lab.call<Models.Queue>('GET', QUEUE)).body;
    expect(after).toEqual({ ...before, dateModified: after.dateModified, modifiedBy: 'lab-client' });
  });

  it('replaces the whole object: what the body leaves out is lost or back to its default', async () => {
    const lab = await start();
    await lab.call('PUT', QUEUE, { name: 'G Ride' });
    const { body } = await lab.call<Models.Queue>('GET', QUEUE);
    expect(body.description).toBeUndefined();
    expect(body.callingPartyName).toBeUndefined();
    expect(body).toMatchObject({
      skillEvaluationMethod: 'ALL',
      acwSettings: { wrapupPrompt: 'OPTIONAL' },
      memberCount: 3,
    });
  });

  it('sets an outbound number of the org that is active, and no other', async () => {
    const lab = await start();
    const withNumber = { name: 'G Ride', outboundMessagingAddresses: { smsAddress: { id: '+447700900123' } } };
    const refusal = { status: 400, body: { code: 'invalid.outbound.messaging.address.state' } };
    expect(await lab.call('PUT', QUEUE, withNumber)).toMatchObject(refusal);
    await lab.order();
    expect(await lab.call('PUT', QUEUE, withNumber)).toMatchObject(refusal);
    lab.clock.advance(2_000);
    expect((await lab.call('PUT', QUEUE, withNumber)).status).toBe(200);
    const { body } = await lab.call<Models.Queue>('GET', QUEUE);
    expect(body.outboundMessagingAddresses?.smsAddress?.id).toBe('+447700900123');
  });

  it('is refused for unknown members, values out of a list, wrong types, a missing and a taken name', async () => {
    const lab = await start({ orgs: [labOrg({ queues: [{ name: 'G Ride', id: 'queue-1' }, { name: 'Other' }] })] });
    const cases: [body: object, code: string][] = [
      [{ name: 'G Ride', colour: 'red' }, 'invalid.property'],
      [{ name: 'G Ride', outboundMessagingAddresses: { sms: {} } }, 'invalid.property'],
      [{ name: 'G Ride', skillEvaluationMethod: 'SOME' }, 'invalid.value'],
      [{ name: 'G Ride', enableTranscription: 'yes' }, 'invalid.value'],
      [{ description: 'no name' }, 'constraint.validation'],
      [{ name: ' ' }, 'invalid.name'],
      [{ name: 'Other' }, 'duplicate.name'],
      [{ name: 'G Ride', division: { id: 'elsewhere' } }, 'resource.not.found'],
    ];
    for (const [body, code] of cases) {
      expect(await lab.call('PUT', QUEUE, body)).toMatchObject({ status: 400, body: { code } });
    }
  });
});
