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
