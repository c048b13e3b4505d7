import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Output as Diagnosis } from '../../../cli/commands/doctor.ts';
import { AUDITOR_POLICY, OPERATOR_POLICY, type Policy } from '../../../scripts/policies-of-people.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { guardedAws, type GuardedAws } from '../../support/guarded-aws.ts';
import type { Ended } from '../../support/run-node.ts';
import { CommandLab } from './command-lab.ts';

jest.setTimeout(180_000);

let lab: CommandLab;
let aws: GuardedAws;
beforeAll(async () => {
  lab = await CommandLab.start(seed());
});
afterAll(() => lab.stop());
afterEach(() => aws.close());

const as = async (policy: Policy): Promise<(args: readonly string[], stdin?: string) => Promise<Ended>> => {
  aws = await guardedAws(lab.scenario.awsUrl, policy);
  return (args, stdin) => lab.run('an AWS account', args, stdin, { AWS_ENDPOINT_URL: aws.url });
};

const unseen = ({ stdout }: Ended): string[] =>
  Diagnosis.parse(JSON.parse(stdout))
    .findings.filter(({ state }) => state === 'not checked')
    .map(({ about }) => about);

describe('with the rights of the example policies and no more', () => {
  it('an operator can use every command, and does not get to see a secret', async () => {
    const run = await as(OPERATOR_POLICY);
    const file = join(lab.scenario.folder, 'registration.json');
    const secretFile = join(lab.scenario.folder, 'secret.json');
    writeFileSync(file, JSON.stringify(registration()));
    writeFileSync(secretFile, JSON.stringify(SECRET));
    const codes: Record<string, number> = {};
    const step = async (name: string, args: readonly string[], stdin?: string): Promise<void> => {
      codes[name] = (await run(args, stdin)).exitCode;
    };
    const release = lab.hold();
    await step('register', ['register', '--file', file, '--secret-file', secretFile]);
    while ((await lab.scenario.ledger(ORG_ID))?.claim === undefined);
    await step('stop', ['stop', ORG_ID, '--yes']);
    release();
    await lab.scenario.idle();
    await step('redrive', ['redrive', ORG_ID]);
    const secret = ['--client-id', SECRET.clientId, '--test-sms-to', SECRET.testSmsTo, '--replace-all'];
    await step('secret', ['secret', ORG_ID, ...secret, '--secret-stdin'], SECRET.clientSecret);
    await step('plan', ['plan', 'Scenario Lab']);
    await step('provision', ['provision', ORG_ID]);
    await step('verify', ['verify', ORG_ID]);
    await step('status', ['status', 'Scenario Lab']);
    await step('audit', ['audit', ORG_ID]);
    expect(unseen(await run(['doctor', ORG_ID, '--json']))).toEqual(['alarms']);
    await step('decommission', ['decommission', ORG_ID, '--yes']);
    expect(Object.entries(codes).filter(([, code]) => code !== 0)).toEqual([]);
    expect([...aws.denied]).toEqual(['secretsmanager:GetSecretValue']);
    expect(aws.allowed.size).toBeGreaterThan(20);
  });

  it('an auditor can look at everything but what Genesys says, and change nothing', async () => {
    const run = await as(AUDITOR_POLICY);
    for (const args of [['status'], ['status', ORG_ID], ['audit', ORG_ID]]) expect((await run(args)).exitCode).toBe(0);
    expect([...aws.denied]).toEqual([]);
    expect(unseen(await run(['doctor', ORG_ID, '--json']))).toEqual(['functions', 'alarms', 'Scenario Lab: Genesys']);
    for (const args of [
      ['provision', ORG_ID],
      ['secret', ORG_ID, '--client-id', 'another'],
    ])
      expect((await run(args, 'another')).exitCode).not.toBe(0);
    expect([...aws.denied].sort()).toEqual([
      'lambda:InvokeFunction',
      'secretsmanager:GetSecretValue',
      'states:StartExecution',
    ]);
  });
});
