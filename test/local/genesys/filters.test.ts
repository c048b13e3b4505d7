import { labOrg, labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const seed = {
  orgs: [
    labOrg({
      queues: [
        { name: 'Alpha', id: 'a', peerId: 'peer-1' },
        { name: 'Beta', id: 'b', cannedResponseLibraries: { mode: 'Selected', libraryIds: ['lib-1'] } },
      ],
      flows: [
        { name: 'One', id: 'f1' },
        { name: 'Two', id: 'f2', type: 'inboundcall', lockedBy: 'Ann' },
        { name: 'Three', id: 'f3', lockedBy: 'lab-client', published: false },
      ],
      phoneNumbers: [
        { phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' },
        { phoneNumber: '+18005550142', countryCode: 'US', phoneNumberType: 'tollfree' },
        { phoneNumber: '+15065550142', countryCode: 'CA', phoneNumberType: 'local' },
      ],
    }),
  ],
};

const idsAt = async (lab: Lab, path: string): Promise<(string | undefined)[]> =>
  (await lab.call<{ entities: { id?: string }[] }>('GET', `/api/v2/${path}`)).body.entities.map(({ id }) => id);

describe('lists', () => {
  it.each([
    ['routing/queues?peerId=peer-1', ['a']],
    ['routing/queues?hasPeer=false', ['b']],
    ['routing/queues?cannedResponseLibraryId=lib-1', ['b']],
    ['routing/queues?sortOrder=desc', ['b', 'a']],
    ['flows?sortBy=name', ['f1', 'f3', 'f2']],
    ['flows?sortBy=name&sortOrder=desc', ['f2', 'f3', 'f1']],
    ['flows?type=inboundcall', ['f2']],
    ['flows?lockedBy=Ann', ['f2']],
    ['flows?lockedByClientId=lab-client', ['f3']],
    ['flows?nameOrDescription=on', ['f1']],
    ['flows?publishVersionId=1.0&type=inboundshortmessage', ['f1']],
    ['flows?virtualAgentEnabled=true', []],
    ['routing/sms/phonenumbers?sortBy=country&language=en-US', ['+15065550142', '+447700900123', '+18005550142']],
    ['routing/sms/phonenumbers?sortOrder=descending', ['+447700900123', '+18005550142', '+15065550142']],
    ['routing/sms/phonenumbers?integration.id=x', []],
    ['routing/sms/phonenumbers?unheardOf=1&phoneNumberType=local', ['+15065550142']],
  ])('%s', async (path, ids) => {
    expect(await idsAt(await start(seed), path)).toEqual(ids);
  });

  it.each([
    ['flows?type=opera', 'architect.invalid.flow.type'],
    ['flows?sortOrder=sideways', 'invalid.query.param.value'],
    ['routing/queues?hasPeer=perhaps', 'invalid.query.param.value'],
    ['routing/sms/phonenumbers?phoneNumberStatus=lost', 'invalid.query.param.value'],
    ['routing/sms/phonenumbers?sortBy=beauty', 'invalid.query.param.value'],
  ])('%s is refused', async (path, code) => {
    const lab = await start(seed);
    expect(await lab.call('GET', `/api/v2/${path}`)).toMatchObject({ status: 400, body: { code } });
  });

  it('of flows have the deleted ones in where they are asked for', async () => {
    const lab = await start(seed);
    await lab.call('DELETE', '/api/v2/flows/f1');
    expect(await idsAt(lab, 'flows')).toEqual(['f2', 'f3']);
    expect(await idsAt(lab, 'flows?deleted=true')).toEqual(['f1', 'f2', 'f3']);
  });
});

describe('a flow that a queue uses', () => {
  it('cannot be deleted', async () => {
    const lab = await start({
      orgs: [
        labOrg({ flows: [{ name: 'In queue', id: 'f1' }], queues: [{ name: 'Q', messageInQueueFlow: { id: 'f1' } }] }),
      ],
    });
    const refused = await lab.call('DELETE', '/api/v2/flows/f1');
    expect(refused).toMatchObject({ status: 409, body: { code: 'architect.flow.cannot.delete.used.in.queues' } });
  });
});
