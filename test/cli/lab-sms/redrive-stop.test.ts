import { sendRegistration } from '../../../cli/registration/register.ts';
import { CommandLab, PLACES } from './command-lab.ts';

jest.setTimeout(120_000);

let lab: CommandLab;
beforeAll(async () => {
  lab = await CommandLab.start();
});
afterAll(() => lab.stop());

describe.each(PLACES)('lab-sms on %s', (place) => {
  it('stop stops what runs, and redrive goes on with it', async () => {
    const org = await lab.org();
    const release = lab.hold();
    await sendRegistration(lab.scenario.clients, org.registration);
    while ((await lab.scenario.ledger(org.id))?.claim === undefined);
    const waiting = lab.begin(place, ['provision', org.id, '--attach']);
    await waiting.prints('    after ');

    const { stopped } = await lab.json(place, ['stop', org.id, '--yes']);
    expect(stopped).toMatchObject([{ stateMachine: 'lab-sms-provisioning' }]);
    expect((await waiting.ended()).exitCode).toBe(1);
    release();
    await lab.scenario.idle();
    expect((await org.record(lab.scenario)).lastError).toMatchObject({ error: 'StoppedByPerson' });
    expect(await lab.failure(place, ['stop', org.id, '--yes'])).toMatchObject({
      exitCode: 4,
      message: `nothing is under way for ${org.name}; its status is failed.`,
    });

    const redriven = await lab.json(place, ['redrive', org.id]);
    expect(redriven).toMatchObject({
      status: 'ready',
      run: { status: 'SUCCEEDED', executionArn: stopped[0]?.executionArn },
    });
    const again = await lab.run(place, ['redrive', org.id]);
    expect([again.exitCode, again.stdout]).toEqual([4, '']);
    expect(again.stderr).toContain(`the last run of ${org.name} has not failed; its status is ready.`);
  });
});
