import { request } from 'node:http';
import { startGenesysSimulator, type GenesysSimulator } from '../../local/genesys/simulator.ts';
import { VirtualClock } from '../../local/clock.ts';
import { FixtureFolder } from './aws/fixture/world.ts';

const folder = new FixtureFolder();
let simulator: GenesysSimulator;
let urls: Record<'local AWS' | 'simulated Genesys Cloud', string>;

beforeAll(async () => {
  simulator = await startGenesysSimulator({ seed: { orgs: [] } });
  const { endpointUrl } = await folder.start(new VirtualClock());
  urls = { 'local AWS': endpointUrl, 'simulated Genesys Cloud': simulator.url };
});
afterAll(async () => {
  await folder.remove();
  await simulator.close();
});

/** The status of a GET with these headers; `fetch` would not let a test choose a Host. */
const statusWith = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path: '/', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe.each(['local AWS', 'simulated Genesys Cloud'] as const)('the %s', (which) => {
  it.each([
    ['a page whose name was rebound to this machine', { host: 'rebound.example:4566' }],
    ['a page under a name that begins like this machine', { host: '127.0.0.1.example' }],
    ['a page of a web site', { origin: 'https://site.example' }],
    ['a page without an origin of its own, such as a sandboxed frame', { origin: 'null' }],
    ['whoever sends a Host that is none', { host: 'a b' }],
  ])('refuses %s', async (_who, headers) => {
    expect(await statusWith(urls[which], headers)).toBe(403);
  });

  it.each([
    ['by its address', {}],
    ['as localhost', { host: 'localhost:4566' }],
    ['over IPv6', { host: '[::1]:4566' }],
    ['by a page that it served itself', { origin: 'http://127.0.0.1:4566' }],
  ])('answers when it is called %s', async (_how, headers) => {
    expect(await statusWith(urls[which], headers)).toBe(200);
  });
});
