import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { CommandLab, PLACES } from './command-lab.ts';
import { registrationFlags } from './registration-flags.ts';

jest.setTimeout(120_000);
const WRONG = 'not-this-one-at-all';
let lab: CommandLab;
let org: ScenarioOrg;
beforeAll(async () => {
  lab = await CommandLab.start();
  org = await lab.org();
  await lab.scenario.register(org.registration);
  await lab.scenario.storeSecret(org.id, { ...org.secret, clientSecret: WRONG });
});
afterAll(() => lab.stop());

// Provision, redrive and verify with it have their rows beside what they do otherwise.
describe.each(PLACES)('a Genesys secret that the org does not know, on %s', (place) => {
  it.each<[command: string, args: () => string[]]>([
    ['plan', () => [org.id]],
    ['doctor', () => [org.id]],
  ])('lab-sms %s says so with what to do, ends with 1, and changes nothing', async (command, args) => {
    const record = await org.record(lab.scenario);
    const { exitCode, stdout, stderr } = await lab.run(place, [command, ...args()]);
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(exitCode).toBe(1);
    expect(said).toContain('GenesysAuthenticationError');
    expect(said).toContain("Check clientId and clientSecret in the org's secret");
    expect(stdout + stderr).not.toContain(WRONG);
    expect(await org.record(lab.scenario)).toEqual(record);
  });

  it('lab-sms register --wait ends with 1, says so, and buys nothing', async () => {
    const another = lab.newOrg();
    const bought = lab.scenario.calls('postRoutingSmsPhonenumbers').length;
    const args = ['register', ...registrationFlags(another), '--client-id', another.secret.clientId, '--secret-stdin'];
    const { exitCode, stdout, stderr } = await lab.run(place, [...args, '--wait'], WRONG);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${another.name}: GenesysAuthenticationError in VerifyOrgAccess.`);
    expect(stdout + stderr).not.toContain(WRONG);
    expect(lab.scenario.calls('postRoutingSmsPhonenumbers')).toHaveLength(bought);
  });
});
