import type { Models } from 'purecloud-platform-client-v2';
import { flowYaml, labOrg, labs } from './lab.ts';

const start = labs();
const JOBS = '/api/v2/flows/jobs';
type Registered = Required<Models.RegisterArchitectJobResponse>;

describe('a flow job', () => {
  it('goes from Registered through Started to Success, and its flow is published', async () => {
    const lab = await start();
    const { status, body } = await lab.call<Registered>('POST', JOBS, { createStubs: false });
    expect(status).toBe(202);
    const state = async (): Promise<Models.ArchitectJobStateResponse> =>
      (await lab.call<Models.ArchitectJobStateResponse>('GET', `${JOBS}/${body.id}`)).body;
    expect((await state()).status).toBe('Registered');
    const upload = await fetch(body.presignedUrl, {
      method: 'PUT',
      headers: body.headers,
      body: Buffer.from(flowYaml()),
    });
    expect(upload.status).toBe(200);
    expect((await state()).status).toBe('Started');
    lab.clock.advance(1_000);
    const ended = await state();
    expect(ended).toMatchObject({ status: 'Success', command: 'Publish' });
    expect(ended.messages).toBeUndefined();
    const flow = await lab.call<Models.Flow>('GET', `/api/v2/flows/${ended.flow?.id ?? ''}`);
    expect(flow.body).toMatchObject({
      name: 'GRide100MessageFlow',
      type: 'INBOUNDSHORTMESSAGE',
      publishedVersion: { id: '1.0', type: 'PUBLISH' },
      savedVersion: { id: '1.0' },
      checkedInVersion: { id: '1.0' },
    });
    expect(lab.control.state().orgs[0]?.flows[0]?.actions).toEqual([
      { kind: 'transferToAcd', queueId: 'queue-1', queueName: 'G Ride' },
    ]);
  });

  it('publishes a new version of the flow that has the name already', async () => {
    const lab = await start();
    const first = await lab.publish(flowYaml());
    const second = await lab.publish(flowYaml());
    expect(second.flow?.id).toBe(first.flow?.id);
    const { body } = await lab.call<Models.Flow>('GET', `/api/v2/flows/${first.flow?.id ?? ''}`);
    expect(body.publishedVersion?.id).toBe('2.0');
    const other = await lab.publish(flowYaml('Another'));
    expect(other.flow?.id).not.toBe(first.flow?.id);
  });

  it('fails with a message for everything that keeps the flow from being published', async () => {
    const queues = [{ name: 'G Ride', id: 'queue-1' }, { name: 'Twin' }, { name: 'Twin' }];
    const lab = await start({ orgs: [labOrg({ queues, flows: [{ name: 'Open', lockedBy: 'Ann' }] })] });
    const cases: [source: string, message: RegExp][] = [
      [flowYaml('Flow', 'Nowhere'), /no queue named 'Nowhere'/],
      [flowYaml('Flow', 'Twin'), /2 queues named 'Twin'/],
      [flowYaml('Flow', '{{queueName}}'), /substitution key 'queueName'/],
      [flowYaml('Open'), /locked by Ann/],
      [flowYaml('a/b'), /slash/],
      [flowYaml('flow-debug'), /-debug/],
      [flowYaml('...'), /letter or a digit/],
      [flowYaml('x'.repeat(201)), /200 characters/],
      [flowYaml('Flow', 'G Ride', 'Elsewhere'), /startUpRef/],
      [flowYaml().replace('inboundShortMessage', 'inboundMessage'), /root must be inboundShortMessage/],
      [flowYaml().replace('transferToAcd', 'transferToUser'), /transferToUser/],
      [flowYaml().replace('"lit"', '"exp"'), /targetQueue/],
      ['a: [', /YAML/],
      [
        'a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]',
        /YAML/,
      ],
      ['', /root/],
    ];
    for (const [source, message] of cases) {
      const job = await lab.publish(source);
      expect(job.status).toBe('Failure');
      expect(job.messages.map(({ text }) => text).join('\n')).toMatch(message);
    }
    expect(lab.control.state().orgs[0]?.flows).toHaveLength(1);
  });

  it('acts with the rights of the client that registered it', async () => {
    const permissions = ['architect:job:*', 'architect:flow:view', 'routing:queue:view'];
    const lab = await start({ orgs: [labOrg({ clients: [{ clientId: 'c', clientSecret: 's', permissions }] })] });
    const job = await lab.publish(flowYaml());
    expect(job.status).toBe('Failure');
    expect(job.messages[0]?.text).toContain('architect:flow:add, architect:flow:publish');
  });

  it('can be made to fail, with messages or without any', async () => {
    const lab = await start();
    lab.control.addFault({ operation: 'postFlowsJobs', outcome: 'Failed' });
    expect(await lab.publish(flowYaml())).toMatchObject({ status: 'Failure', messages: [] });
    lab.control.addFault({ operation: 'uploadFlow', outcome: 'Failed', messages: ['Archy failed'] });
    expect(await lab.publish(flowYaml())).toMatchObject({ status: 'Failure', messages: [{ text: 'Archy failed' }] });
    lab.control.addFault({ operation: 'uploadFlow', outcome: 'Pending' });
    expect((await lab.publish(flowYaml())).status).toBe('Started');
  });

  it('that nobody registered is not found', async () => {
    const lab = await start();
    expect(await lab.call('GET', `${JOBS}/nope`)).toMatchObject({
      status: 404,
      body: { code: 'general.resource.not.found' },
    });
  });
});

describe('the upload of a flow', () => {
  it('insists on the signed headers and on no others, and takes no token', async () => {
    const lab = await start();
    const { presignedUrl, headers } = (await lab.call<Registered>('POST', JOBS)).body;
    const put = async (url: string, sent: Record<string, string>, method = 'PUT'): Promise<number> =>
      (await fetch(url, { method, headers: sent, body: Buffer.from('x') })).status;
    expect(await put(presignedUrl, {})).toBe(403);
    expect(await put(presignedUrl, { ...headers, 'content-type': 'text/plain' })).toBe(403);
    expect(await put(presignedUrl, { ...headers, 'x-amz-acl': 'public-read' })).toBe(403);
    expect(await put(presignedUrl, { ...headers, authorization: `Bearer ${lab.token}` })).toBe(400);
    expect(await put(presignedUrl, headers, 'POST')).toBe(403);
    expect(await put(presignedUrl.replace(/Signature=.*/, 'Signature=00'), headers)).toBe(403);
    expect(await put(`${lab.simulator.url}/uploads/__proto__/flows/x`, headers)).toBe(403);
    expect(await put(presignedUrl, headers)).toBe(200);
  });

  it('is refused when its address has run out', async () => {
    const lab = await start();
    const { presignedUrl, headers } = (await lab.call<Registered>('POST', JOBS)).body;
    lab.clock.advance(16 * 60_000);
    const upload = await fetch(presignedUrl, { method: 'PUT', headers, body: Buffer.from(flowYaml()) });
    expect(upload.status).toBe(403);
    expect(await upload.text()).toContain('<Code>AccessDenied</Code>');
  });
});
