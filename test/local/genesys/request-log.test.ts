import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LONGEST_LOG, RequestLog } from '../../../local/genesys/http/request-log.ts';
import { labs } from './lab.ts';

const start = labs();
const MORE_THAN_IS_KEPT = LONGEST_LOG * 1.2;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'request-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const request = (body?: unknown): Parameters<RequestLog['add']>[0] => ({
  at: '2026-01-01T00:00:00.000Z',
  method: 'GET',
  path: '/api/v2/organizations/me',
  operation: 'getOrganizationsMe',
  status: 200,
  correlationId: 'c',
  durationMs: 1,
  ...(body === undefined ? {} : { body }),
});

/** Adds so many requests; the log has no other way to come by them than one at a time. */
const fill = (log: RequestLog, count: number): void => {
  for (let index = 0; index < count; index += 1) log.add(request());
};

describe('the request log', () => {
  it.each([LONGEST_LOG + 1, MORE_THAN_IS_KEPT])('has the last 20000 of %d requests, numbered on', (count) => {
    const log = new RequestLog();
    fill(log, count);
    expect(log.after(0)).toHaveLength(20_000);
    expect(log.after(0)[0]?.sequence).toBe(count - 20_000 + 1);
    expect(log.after(count - 3).map(({ sequence }) => sequence)).toEqual([count - 2, count - 1, count]);
    expect(log.after(count)).toEqual([]);
  });

  it('cuts its file to those at a start, and numbers on from there', () => {
    const file = join(folder, 'requests.jsonl');
    fill(new RequestLog(file), MORE_THAN_IS_KEPT);
    const again = new RequestLog(file);
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(20_000);
    again.add(request());
    expect(again.after(MORE_THAN_IS_KEPT).map(({ sequence }) => sequence)).toEqual([MORE_THAN_IS_KEPT + 1]);
    expect(new RequestLog(file).after(MORE_THAN_IS_KEPT)).toHaveLength(1);
  });

  it('leaves out what is in a large body, and says how large it was', async () => {
    const lab = await start();
    await lab.call('PUT', '/api/v2/routing/queues/queue-1', { name: 'G Ride', description: 'x'.repeat(20_000) });
    expect(lab.control.requests().at(-1)).toMatchObject({ status: 200, body: 'left out, 20034 characters' });
  });

  it('answers ?after= of a simulator that has forgotten its first requests', async () => {
    const file = join(folder, 'requests.jsonl');
    fill(new RequestLog(file), MORE_THAN_IS_KEPT);
    const lab = await start({}, folder);
    const sequences = async (after: number): Promise<number[]> => {
      const { body } = await lab.steer<{ sequence: number }[]>('GET', `requests?after=${after}`);
      return body.map(({ sequence }) => sequence);
    };
    expect(await sequences(0)).toHaveLength(20_000);
    await lab.call('GET', '/api/v2/organizations/me');
    expect(await sequences(MORE_THAN_IS_KEPT)).toEqual([MORE_THAN_IS_KEPT + 1, MORE_THAN_IS_KEPT + 2]);
  });
});
