import type { Fault } from '../../../local/genesys/simulator.ts';
import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

/** Longer than a warm function keeps what it has read. */
const CREDENTIALS_ARE_KEPT_MS = 6 * 60_000;
const POST = 'postConversationsMessagesAgentless';

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms verify on %s', (place) => {
  it('sends a text, tells in words that it arrived, and never to whom', async () => {
    const org = await lab.readyOrg();
    const ended = await lab.run(place, ['verify', org.name]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain(`${org.name}: the test text was delivered.`);
    expect(ended.stdout).not.toContain(org.secret.testSmsTo.slice(1));
    expect(lab.scenario.genesys.control.texts(org.id)).toHaveLength(2);
  });

  it('ends with 0 when there is nobody to text, and with 1 when the org knows no such client', async () => {
    const org = await lab.readyOrg();
    const { testSmsTo: _testSmsTo, ...nobody } = org.secret;
    await lab.scenario.storeSecret(org.id, nobody);
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const { exitCode, answer } = await lab.ended(place, ['verify', org.id]);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ outcome: 'no test recipient', run: { status: 'SUCCEEDED' } });
    await lab.scenario.storeSecret(org.id, { ...org.secret, clientSecret: 'not-this-one-at-all' });
    await lab.scenario.pass(CREDENTIALS_ARE_KEPT_MS);
    const wrong = await lab.run(place, ['verify', org.id]);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout).toContain('GenesysAuthenticationError');
    expect(wrong.stdout).not.toContain('not-this-one');
    expect(lab.scenario.genesys.control.texts(org.id)).toHaveLength(1);
  });
});

describe('lab-sms verify', () => {
  const refused: Fault = { operation: POST, status: 400, code: 'active.conversation', times: 2 };
  const lost: Fault = { operation: POST, reset: 'after', times: 2 };

  it.each([
    ['failed', refused, 'TestSmsFailed', 'the test text could not be delivered.', "end it in the agent's desktop"],
    ['unknown', lost, 'TestSmsOutcomeUnknown', 'nobody knows whether the test text went out.', 'Look at the phone'],
  ] as const)('tells that a text came to "%s" with what to do, and ends with 1', async (...row) => {
    const [outcome, fault, error, sentence, advice] = row;
    const org = await lab.readyOrg();
    lab.scenario.genesys.control.addFault({ ...fault, genesysOrgId: org.id });
    await expectOutcome(org, { outcome, error, sentence, advice });
    const status = await lab.json('this machine', ['status', org.id]);
    expect(status).toMatchObject({ org: { status: 'ready', trouble: 'text', nextStep: expectedNext(org) } });
  });

  it('tells of a flow that somebody has published what differs, sends nothing, and ends with 1', async () => {
    const org = await lab.readyOrg();
    const { messageFlow } = await org.record(lab.scenario);
    const flow = messageFlow?.id ?? '';
    lab.scenario.genesys.control.editFlow({ genesysOrgId: org.id, flow, by: 'teacher@example.org', publish: true });
    await expectOutcome(org, {
      outcome: 'routing wrong',
      error: 'RoutingWrong',
      sentence: 'the routing is not as it was provisioned; no text was sent.',
      advice: 'is published in version 2.0 instead of 1.0. No text was sent. Mend that in Genesys Cloud',
    });
    const status = await lab.json('this machine', ['status', org.id]);
    expect(status).toMatchObject({ org: { status: 'ready', trouble: 'route', nextStep: expectedNext(org) } });
    expect(lab.scenario.genesys.control.texts(org.id)).toHaveLength(1);
  });

  const expectedNext = ({ id }: ScenarioOrg): string =>
    `Mend what the verification says, then lab-sms verify ${id} tries again.`;

  async function expectOutcome(
    org: ScenarioOrg,
    { outcome, error, sentence, advice }: Record<'outcome' | 'error' | 'sentence' | 'advice', string>,
  ): Promise<void> {
    const { exitCode, answer } = await lab.ended('an AWS account', ['verify', org.id]);
    expect(exitCode).toBe(1);
    const message = expect.stringContaining(advice) as string;
    expect(answer).toMatchObject({ outcome, message, run: { status: 'FAILED', error } });
    const ended = await lab.run('this machine', ['verify', org.id]);
    expect([ended.exitCode, ended.stderr]).toEqual([1, '']);
    const text = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`${org.name}: ${sentence}`);
    expect(text).toContain(advice);
    expect(text).toContain(`When it is mended: lab-sms verify "${org.name}"`);
    expect(ended.stdout).not.toContain(org.secret.testSmsTo.slice(1));
  }
});
