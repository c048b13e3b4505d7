import { flowYaml, labOrg, labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();
const NUMBER = '+447700900123';

const pageOf = async (lab: Lab): Promise<{ text: string; headers: Headers }> => {
  const response = await fetch(`${lab.simulator.url}/`);
  return { text: await response.text(), headers: response.headers };
};

describe('the page at the root', () => {
  it('shows the orgs with what they own, the last requests and the texts', async () => {
    const lab = await start();
    await lab.buy();
    const { flow } = await lab.publish(flowYaml());
    await lab.call('PUT', `/api/v2/routing/message/recipients/${encodeURIComponent(NUMBER)}`, {
      flow: { id: flow?.id },
    });
    await lab.call('PUT', '/api/v2/routing/queues/queue-1', {
      name: 'G Ride',
      outboundMessagingAddresses: { smsAddress: { id: NUMBER } },
    });
    await lab.send();
    const { text, headers } = await pageOf(lab);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const shown of ['Lab One', NUMBER, 'GRide100MessageFlow', 'G Ride', 'Hello from the lab', '+447700900999']) {
      expect(text).toContain(shown);
    }
    expect(text).toContain('POST …/conversations/messages/agentless');
    expect(text).not.toContain('lab-secret');
    expect(text).not.toContain(lab.token);
  });

  it('says why a text was not delivered', async () => {
    const phoneNumbers = [{ phoneNumber: '+16175550142', countryCode: 'US', phoneNumberType: 'local' as const }];
    const lab = await start({ orgs: [labOrg({ phoneNumbers })] });
    await lab.send({ fromAddress: '+16175550142' });
    lab.clock.advance(2_000);
    expect((await pageOf(lab)).text).toContain('has not been registered (10DLC)');
  });

  it('shows few orgs open, and many folded to a line each, with the phones that were texted last', async () => {
    const orgs = Array.from({ length: 30 }, (_, index) => {
      const phoneNumber = `+4477009001${String(index).padStart(2, '0')}`;
      const clients = [{ clientId: `client-${index}`, clientSecret: 's' }];
      const numbers = [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'mobile' as const, flow: 'G Ride flow' }];
      return labOrg({ id: `org-${index}`, clients, phoneNumbers: numbers, flows: [{ name: 'G Ride flow' }] });
    });
    const many = await start({ orgs });
    for (let last = 0; last < 5; last += 1) {
      await many.send({ fromAddress: '+447700900100', toAddress: `+44770090099${last}` });
    }
    const { text } = await pageOf(many);
    expect(text.match(/<details/g)).toHaveLength(30);
    expect(text).not.toMatch(/<details[^>]* open/);
    expect([...text.matchAll(/Phone of <span class="number">(\+\d+)/g)].map(([, owner]) => owner)).toEqual([
      '+447700900994',
      '+447700900993',
      '+447700900992',
    ]);
    expect(text).toContain('texted before that: 2 more');
    expect((await pageOf(await start())).text).toMatch(/<details[^>]* open/);
  });

  it('lets no name, text or path become part of its HTML, and runs nothing from elsewhere', async () => {
    const phoneNumbers = [{ phoneNumber: NUMBER, countryCode: 'GB', phoneNumberType: 'mobile' as const }];
    const attack = '<script>alert("1")</script>';
    const lab = await start({
      orgs: [labOrg({ name: attack, queues: [{ name: attack }], flows: [{ name: attack }], phoneNumbers })],
    });
    await lab.send({ textBody: attack });
    await fetch(`${lab.simulator.url}/<script>alert(2)`).then((response) => response.text());
    const { text, headers } = await pageOf(lab);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is there without any org, and only for a GET', async () => {
    const lab = await start({ orgs: [] });
    expect((await pageOf(lab)).text).toContain('0 orgs');
    const posted = await fetch(`${lab.simulator.url}/`, { method: 'POST' });
    expect(posted.status).toBe(401);
  });
});
