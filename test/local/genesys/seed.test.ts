import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorSeed } from '../../../local/genesys/simulator.ts';
import { labOrg, labs } from './lab.ts';

const start = labs();

describe('a seed', () => {
  it('is refused with all its problems in one message, and no secret in it', async () => {
    const seed = {
      settings: { purchaseMs: -1 },
      orgs: [
        labOrg({
          id: 'a b',
          clients: [{ clientId: 'c', clientSecret: 7 as unknown as string, permissions: ['routing'] }],
        }),
        { ...labOrg(), queue: [] },
      ],
    };
    const refusal = start(seed as SimulatorSeed).catch((error: unknown) => (error as Error).message);
    const message = await refusal;
    for (const words of [
      'settings.purchaseMs (-1)',
      'orgs.0.id ("a b")',
      'orgs.0.clients.0.clientSecret (not shown)',
      'orgs.0.clients.0.permissions.0 ("routing")',
      'orgs.1.queue: unknown field',
    ]) {
      expect(message).toContain(words);
    }
  });

  it('is refused for two of one kind, and for a flow that is not there', async () => {
    const number = { phoneNumber: '+447700900123', countryCode: 'GB', phoneNumberType: 'mobile' as const };
    const orgs = [labOrg({ phoneNumbers: [{ ...number, flow: 'Nowhere' }] }), labOrg({ phoneNumbers: [number] })];
    await expect(start({ orgs })).rejects.toThrow(
      /Nowhere[^]*id is there twice[^]*clientId is there twice[^]*a number belongs to one org/,
    );
  });

  it('gives queues the fields it names, and the simulator the rest', async () => {
    const lab = await start({
      orgs: [labOrg({ queues: [{ name: 'G Ride', id: 'q', smsPhoneNumber: '+447700900123', description: 'Mine' }] })],
    });
    expect((await lab.call('GET', '/api/v2/routing/queues/q')).body).toMatchObject({
      description: 'Mine',
      outboundMessagingAddresses: { smsAddress: { id: '+447700900123' } },
      skillEvaluationMethod: 'BEST',
    });
  });

  it('as docs/simulator.md shows it starts a simulator', async () => {
    const guide = readFileSync(join(__dirname, '../../../docs/simulator.md'), 'utf8');
    const example = /```json\n([^]*?)```/.exec(guide)?.[1] ?? '';
    const lab = await start(JSON.parse(example) as SimulatorSeed);
    const { orgs } = lab.control.state();
    expect(orgs.length).toBeGreaterThan(0);
    expect((await lab.call('GET', '/api/v2/organizations/me')).body).toMatchObject({ id: orgs[0]?.id });
  });
});
