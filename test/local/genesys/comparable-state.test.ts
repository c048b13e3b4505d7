import { flowYaml, labs } from './lab.ts';
import type { Lab } from './lab.ts';

const start = labs();

async function provision(lab: Lab): Promise<void> {
  await lab.buy();
  await lab.publish(flowYaml());
  await lab.send();
  lab.clock.advance(5_000);
}

describe('the comparable state', () => {
  it('is the same after the same work at another time, with the moments apart', async () => {
    const [one, two] = [await start(), await start()];
    two.clock.advance(3_600_000);
    await provision(one);
    two.token = await two.tokenOf('lab-client', 'lab-secret');
    await provision(two);
    expect(one.control.state()).not.toEqual(two.control.state());
    const [left, right] = [one.control.comparableState(), two.control.comparableState()];
    expect(JSON.stringify(left.state)).toBe(JSON.stringify(right.state));
    expect(Object.keys(left.times)).toEqual(Object.keys(right.times));
    expect(left.times['/now']).toBe(one.control.state().now);
    expect(JSON.stringify(left.state)).not.toMatch(/\d{4}-\d\d-\d\dT/);
  });

  it('differs where the work differs', async () => {
    const [one, two] = [await start(), await start()];
    await provision(one);
    await provision(two);
    await two.call('DELETE', `/api/v2/routing/sms/phonenumbers/${encodeURIComponent('+447700900123')}`);
    expect(one.control.comparableState().state).not.toEqual(two.control.comparableState().state);
  });

  it('is served by the control API', async () => {
    const lab = await start();
    const response = await fetch(`${lab.simulator.url}/control/comparable-state`);
    expect(await response.json()).toEqual(lab.control.comparableState());
  });
});
