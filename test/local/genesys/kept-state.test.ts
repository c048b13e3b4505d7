import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Models } from 'purecloud-platform-client-v2';
import { flowYaml, labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulated-genesys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('kept state', () => {
  it('is on disk before an answer leaves: a simulator started on a copy of it goes on from there', async () => {
    const lab = await start({}, folder);
    await lab.order();
    lab.control.advanceClock(10_000);
    const { flow } = await lab.publish(flowYaml());
    await lab.call('PUT', '/api/v2/routing/message/recipients/%2B447700900123', { flow: { id: flow?.id } });
    await lab.send();
    const copy = mkdtempSync(join(tmpdir(), 'simulated-genesys-'));
    cpSync(folder, copy, { recursive: true });
    try {
      const again = await start({ orgs: [labOrg({ name: 'Renamed in the seed' })] }, copy);
      again.token = lab.token;
      const [before, after] = [lab.control.state().orgs[0], again.control.state().orgs[0]];
      expect(after?.name).toBe('Lab One');
      expect(after?.phoneNumbers).toEqual(before?.phoneNumbers);
      expect(after?.recipients).toEqual(before?.recipients);
      expect(after?.queues).toEqual(before?.queues);
      expect(after?.flows).toEqual(before?.flows);
      expect(after?.texts.map(({ messageId }) => messageId)).toEqual(before?.texts.map(({ messageId }) => messageId));
      expect((await again.call('GET', '/api/v2/organizations/me')).body).toMatchObject({ id: ORG_ID });
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('goes on where the clock, the settings and the request log were, and takes new orgs from the seed', async () => {
    const first = await start({ settings: { purchaseMs: 5_000 } }, folder);
    await first.order();
    first.control.advanceClock(3_600_000);
    const { now } = first.control.state();
    const sequence = first.control.requests().at(-1)?.sequence ?? 0;
    await first.simulator.close();

    const second = await start({ orgs: [labOrg(), labOrg({ id: 'two', clients: [] })] }, folder);
    const state = second.control.state();
    expect(state.now >= now).toBe(true);
    expect(state.settings.purchaseMs).toBe(5_000);
    expect(state.orgs.map(({ id }) => id)).toEqual([ORG_ID, 'two']);
    expect(state.orgs[0]?.phoneNumbers).toMatchObject([{ phoneNumberStatus: 'ACTIVE' }]);
    expect(second.control.requests(sequence).map((entry) => entry.sequence)).toEqual([sequence + 1]);
  });

  it('survives a flow job that ends while nobody is there', async () => {
    const first = await start({}, folder);
    const job = await first.call<Required<Models.RegisterArchitectJobResponse>>('POST', '/api/v2/flows/jobs');
    const { presignedUrl, headers } = job.body;
    await fetch(presignedUrl, { method: 'PUT', headers, body: Buffer.from(flowYaml()) });
    await first.simulator.close();
    const second = await start({}, folder);
    second.control.advanceClock(60_000);
    expect((await second.call('GET', `/api/v2/flows/jobs/${job.body.id}`)).body).toMatchObject({ status: 'Success' });
  });

  it('is one file per org and one for what they share', async () => {
    await start({ orgs: [labOrg(), labOrg({ id: 'two', clients: [] })] }, folder);
    expect(readdirSync(join(folder, 'orgs')).sort()).toEqual([`${ORG_ID}.json`, 'two.json']);
    expect(readdirSync(folder).sort()).toEqual(['orgs', 'requests.jsonl', 'shared.json']);
  });

  it('that was cut off in the middle of a log line is read up to there', async () => {
    const first = await start({}, folder);
    await first.simulator.close();
    appendFileSync(join(folder, 'requests.jsonl'), '{"sequence":2,"at":');
    const second = await start({}, folder);
    expect(second.control.requests().map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('that cannot be read stops the start and names the file', async () => {
    const first = await start({}, folder);
    await first.simulator.close();
    writeFileSync(join(folder, 'shared.json'), '{');
    await expect(start({}, folder)).rejects.toThrow(/shared\.json can't be read/);
  });
});
