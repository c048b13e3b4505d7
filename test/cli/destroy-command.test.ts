import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { awsClients, type AwsClients } from '../../cli/place/aws-clients.ts';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { clientConfig } from '../local/aws/fixture/world.ts';
import { AnsweringServer, json, jsonRefusal, refusal } from '../support/answering-server.ts';
import { awsEnvironment } from '../support/aws-environment.ts';
import { FakeCdk } from '../support/fake-cdk.ts';
import { runNode, type Ended } from '../support/run-node.ts';
import { synthesised } from '../support/synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-sms-destroy-'));
const cdk = new FakeCdk(folder);
const ORG = '11111111-2222-4333-8444-555555555555';
const HOLDER = 'arn:aws:states:eu-central-1:000000000000:execution:lab-sms-provisioning:run-1';
const TableName = 'lab-sms-ledger';
let world: LocalWorld;
let clients: AwsClients;
let other: AnsweringServer;

beforeAll(async () => {
  world = await startLocalWorld({ assemblyDir: (await synthesised()).folder, stateDir: join(folder, 'state') });
  clients = awsClients(clientConfig(world));
  other = await AnsweringServer.listen();
});
beforeEach(async () => {
  cdk.endWith(0);
  await clients.dynamoDb.send(new DeleteCommand({ TableName, Key: { genesysOrgId: ORG } }));
});
afterAll(async () => {
  other.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

/** Writes an org's record, as far as it is read here. */
async function ledgerHas(fields: object): Promise<void> {
  const Item = { genesysOrgId: ORG, registration: { name: 'Lab Vienna 1' }, ...fields };
  await clients.dynamoDb.send(new PutCommand({ TableName, Item }));
}

function destroy(args: readonly string[], more: NodeJS.ProcessEnv = {}, stdin = ''): Promise<Ended> {
  const env = awsEnvironment(world.endpointUrl, { PATH: cdk.path, ...more });
  return runNode(['cli/destroy.ts', ...args], { env, stdin });
}

async function expectRefusal(ended: Promise<Ended>, ...names: string[]): Promise<void> {
  const { exitCode, stderr } = await ended;
  for (const name of names) expect(stderr).toContain(name);
  expect(stderr).toMatch(/^lab-sms: nothing was destroyed: /);
  expect({ exitCode, started: cdk.calls }).toEqual({ exitCode: 1, started: [] });
}

const number = { state: 'active', smsPhoneNumber: '+447700900011', isAdopted: false };

describe('npm run destroy', () => {
  it('refuses while an org is being worked on, and says which, by what, and what to do', async () => {
    await ledgerHas({ claim: { executionArn: HOLDER, redriveCount: 0, since: '2026-03-01T09:00:00.000Z' } });
    await expectRefusal(
      destroy(['--yes']),
      `Lab Vienna 1 (${ORG}), since 2026-03-01T09:00:00.000Z: ${HOLDER}`,
      'aws stepfunctions stop-execution --execution-arn ARN',
      'sweep',
    );
  });

  it('refuses while an execution runs that holds no claim, such as a verification', async () => {
    const stateMachineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:lab-sms-verification';
    const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:lab-sms-verification:text-1';
    other.answer = (operation) =>
      operation === 'ListStateMachines'
        ? json({
            stateMachines: [{ name: 'lab-sms-verification', stateMachineArn, type: 'STANDARD', creationDate: 1 }],
          })
        : json({ executions: [{ executionArn, stateMachineArn, name: 'text-1', status: 'RUNNING', startDate: 1 }] });
    await expectRefusal(destroy(['--yes'], { AWS_ENDPOINT_URL_SFN: other.url }), `running: ${executionArn}`);
  });

  it.each(['DYNAMODB', 'SFN'])('refuses when it can not see whether anything is under way (%s)', async (service) => {
    other.answer = () => jsonRefusal('AccessDeniedException', 'May not.');
    await expectRefusal(
      destroy(['--yes'], { [`AWS_ENDPOINT_URL_${service}`]: other.url }),
      "can't be read, so nobody knows",
      'May not.',
    );
  });

  it('starts cdk once nothing is under way and the name of the stack was typed', async () => {
    const { exitCode, stdout, stderr } = await destroy(['--exclusively'], {}, 'LabSms\n');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('The ledger knows of no number that is still paid for.');
    expect(cdk.calls).toEqual(['eu-central-1 destroy LabSms --force --exclusively']);
  });

  it.each([
    ['an input that has ended', ''],
    ['another name', 'labsms\n'],
    ['yes', 'yes\n'],
  ])('takes %s for no', async (_what, stdin) => {
    await expectRefusal(destroy([], {}, stdin), 'the name LabSms was not typed', '--yes');
  });

  it('lists the numbers that go on costing money, how to release them, and what stays', async () => {
    await ledgerHas({ smsPhoneNumber: number });
    const { exitCode, stdout } = await destroy(['--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Destroying releases no number. The ledger knows of 1 still paid for:');
    expect(stdout).toContain(`  +447700900011  Lab Vienna 1 (${ORG}): bought, active`);
    for (const named of [
      'npx lab-sms decommission <genesysOrgId> --stack LabSms',
      'lab-sms-ledger',
      '/lab-sms/stages',
      '$0.40 a month',
    ])
      expect(stdout).toContain(named);
    expect(cdk.calls).toEqual(['eu-central-1 destroy LabSms --force']);
  });

  it('says that a run that has failed can not be redriven any more, and is not kept by its ended claim', async () => {
    const claim = {
      executionArn: HOLDER,
      redriveCount: 0,
      since: '2026-03-01T09:00:00Z',
      ended: '2026-03-01T09:05:00Z',
    };
    await ledgerHas({ claim });
    const { exitCode, stdout } = await destroy(['--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('The last run of Lab Vienna 1 has not come to its end');
  });

  it('goes on without a ledger, which a stack has that was never deployed to its end', async () => {
    other.answer = () => jsonRefusal('ResourceNotFoundException', 'Requested resource not found');
    const { exitCode } = await destroy(['--yes'], { AWS_ENDPOINT_URL_DYNAMODB: other.url });
    expect({ exitCode, started: cdk.calls.length }).toEqual({ exitCode: 0, started: 1 });
  });

  it('has nothing to do without the stack', async () => {
    other.answer = () => refusal('ValidationError', 'Stack with id LabSms does not exist');
    const { exitCode, stdout } = await destroy([], { AWS_ENDPOINT_URL_CLOUDFORMATION: other.url });
    expect(stdout).toBe('There is no stack LabSms in account 000000000000, eu-central-1: nothing to destroy.\n');
    expect({ exitCode, started: cdk.calls }).toEqual({ exitCode: 0, started: [] });
  });

  it('ends with 1 when cdk fails', async () => {
    cdk.endWith(3);
    const { exitCode, stderr } = await destroy(['--yes']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'lab-sms: cdk destroy ended with 3; what it said is above.\n',
    });
  });
});
