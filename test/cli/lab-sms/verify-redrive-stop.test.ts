import { Output as Redriven } from '../../../cli/commands/redrive.ts';
import { Output as Stopped } from '../../../cli/commands/stop.ts';
import { Output as Verified } from '../../../cli/commands/verify.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { sendRegistration } from '../../../cli/registration/register.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

describe.each(PLACES)('lab-sms on %s', (place) => {
  let lab: CommandLab;
  beforeEach(async () => {
    lab = await CommandLab.start(seed());
    await lab.scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(() => lab.stop());

  it('verify sends a text, tells in words that it arrived, and never to whom', async () => {
    await lab.scenario.register(registration());
    const ended = await lab.run(place, ['verify', 'Scenario Lab']);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('Scenario Lab: the test text was delivered.');
    expect(ended.stdout).not.toContain(SECRET.testSmsTo.slice(1));
    expect(lab.scenario.genesys.control.texts()).toHaveLength(2);
  });

  it('verify ends with 0 when there is nobody to text, and with 1 when the org knows no such client', async () => {
    await lab.scenario.register(registration());
    const { testSmsTo: _testSmsTo, ...nobody } = SECRET;
    await lab.scenario.storeSecret(ORG_ID, nobody);
    expect(Verified.parse(await lab.json(place, ['verify', ORG_ID]))).toMatchObject({
      outcome: 'no test recipient',
      run: { status: 'SUCCEEDED' },
    });
    await lab.scenario.storeSecret(ORG_ID, { ...SECRET, clientSecret: 'not-this-one-at-all' });
    const wrong = await lab.run(place, ['verify', ORG_ID]);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout).toContain('GenesysAuthenticationError');
    expect(wrong.stdout).not.toContain('not-this-one');
    expect(lab.scenario.genesys.control.texts()).toHaveLength(1);
  });

  it('stop asks, stops what runs once it is confirmed, and redrive goes on with it', async () => {
    const release = lab.hold();
    await sendRegistration(lab.scenario.clients, registration());
    while ((await lab.scenario.ledger(ORG_ID))?.claim === undefined);
    const waiting = lab.begin(place, ['provision', ORG_ID, '--attach']);
    await waiting.prints('    after ');
    const unasked = await lab.run(place, ['stop', ORG_ID]);
    expect(unasked.exitCode).toBe(6);
    expect(unasked.stdout).toContain('The provisioning of Scenario Lab will be ABORTED where it is');
    expect(unasked.stderr).toMatch(
      /^lab-sms: nobody can be asked whether to go on: this is no terminal\.\n {2}Add --yes/,
    );
    expect((await lab.run(place, ['redrive', ORG_ID])).exitCode).toBe(5);

    const { stopped } = Stopped.parse(await lab.json(place, ['stop', ORG_ID, '--yes']));
    expect(stopped).toMatchObject([{ stateMachine: 'lab-sms-provisioning' }]);
    expect((await waiting.ended()).exitCode).toBe(1);
    release();
    await lab.scenario.idle();
    expect((await lab.scenario.ledger(ORG_ID))?.lastError).toMatchObject({ error: 'StoppedByPerson' });
    expect((await lab.run(place, ['stop', ORG_ID, '--yes'])).exitCode).toBe(4);

    const redriven = Redriven.parse(await lab.json(place, ['redrive', ORG_ID]));
    expect(redriven).toMatchObject({
      status: 'ready',
      run: { status: 'SUCCEEDED', executionArn: stopped[0]?.executionArn },
    });
    const again = await lab.run(place, ['redrive', ORG_ID]);
    expect([again.exitCode, again.stdout]).toEqual([4, '']);
    expect(again.stderr).toContain('the last run of Scenario Lab has not failed; its status is ready.');
  });
});
