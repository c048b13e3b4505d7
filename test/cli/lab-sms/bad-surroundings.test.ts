import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { AnsweringServer, refusal } from '../../support/answering-server.ts';
import { awsEnvironment } from '../../support/aws-environment.ts';
import { runNode } from '../../support/run-node.ts';
import { CommandLab } from './command-lab.ts';

jest.setTimeout(120_000);
const COMMANDS = [
  ['provision', ORG_ID],
  ['verify', ORG_ID],
  ['redrive', ORG_ID],
  ['stop', ORG_ID, '--yes'],
];

describe('commands on an org where the surroundings are not in order', () => {
  let lab: CommandLab;
  let expired: AnsweringServer;
  beforeAll(async () => {
    lab = await CommandLab.start(seed());
    await lab.scenario.storeSecret(ORG_ID, SECRET);
    await lab.scenario.register(registration());
    expired = await AnsweringServer.listen();
    expired.answer = () => refusal('ExpiredToken', 'Said by AWS.');
  });
  afterAll(async () => {
    expired.close();
    await lab.stop();
  });

  it.each(COMMANDS)('%s says so, ends as documented, and nothing is begun', async (...args) => {
    const before = lab.scenario.genesys.control.requests().length;
    const env = awsEnvironment(lab.scenario.awsUrl);
    const noStack = await runNode(['cli/lab-sms.mjs', ...args, '--stack', 'Nowhere'], { env });
    expect([noStack.exitCode, noStack.stdout]).toEqual([3, '']);
    expect(noStack.stderr).toContain('there is no stack Nowhere in eu-central-1');
    const signIn = await lab.run('an AWS account', args, '', { AWS_ENDPOINT_URL_CLOUDFORMATION: expired.url });
    expect([signIn.exitCode, signIn.stdout]).toEqual([3, '']);
    expect(signIn.stderr).toContain('lab-sms: your AWS credentials have expired.');
    const noNetwork = await lab.run('an AWS account', args, '', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect([noNetwork.exitCode, noNetwork.stdout]).toEqual([3, '']);
    expect(noNetwork.stderr).toContain("lab-sms: AWS can't be reached.");
    const unknown = await lab.run('this machine', ['provision', 'Nowhere Lab']);
    expect([unknown.exitCode, unknown.stdout]).toEqual([4, '']);
    expect(unknown.stderr).toContain('no org "Nowhere Lab" is in the ledger.');
    expect(await lab.scenario.executions('lab-sms-provisioning')).toHaveLength(1);
    expect(lab.scenario.genesys.control.requests()).toHaveLength(before);
  });
});
