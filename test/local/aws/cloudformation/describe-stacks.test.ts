import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { STACK_NAME } from '../../../../lib/stack-name.ts';
import { startLocalWorld, type LocalWorld } from '../../../../local/aws/world.ts';
import { STATE_MACHINE_NAMES } from '../../../../src/workflow/names.ts';
import { synthesised } from '../../../support/synthesised.ts';
import { clientConfig } from '../fixture/world.ts';

describe('DescribeStacks of the local AWS', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'lab-sms-stacks-'));
  let world: LocalWorld;
  let client: CloudFormationClient;

  beforeAll(async () => {
    world = await startLocalWorld({ assemblyDir: (await synthesised()).folder, stateDir });
    client = new CloudFormationClient({ ...clientConfig(world), maxAttempts: 1 });
  });
  afterAll(async () => {
    await world.close();
    rmSync(stateDir, { recursive: true });
  });

  it('tells of the stack that runs, with the outputs that its template has, to the official client', async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: STACK_NAME }));
    expect(Stacks).toMatchObject([
      {
        StackName: STACK_NAME,
        StackStatus: 'CREATE_COMPLETE',
        Description: 'lab-sms: SMS channels for Genesys Cloud lab orgs',
        CreationTime: expect.any(Date) as Date,
        DisableRollback: false,
      },
    ]);
    const told = Stacks?.[0]?.Outputs ?? [];
    const outputs = Object.fromEntries(told.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
    const machine = (name: string): string => `arn:aws:states:eu-central-1:000000000000:stateMachine:${name}`;
    expect(outputs).toEqual({
      ProvisioningStateMachineArn: machine(STATE_MACHINE_NAMES[0]),
      VerificationStateMachineArn: machine(STATE_MACHINE_NAMES[1]),
      DecommissioningStateMachineArn: machine(STATE_MACHINE_NAMES[2]),
      EventBusName: 'lab-orgs',
      LedgerTableName: 'lab-sms-ledger',
      StageLogGroupName: '/lab-sms/stages',
    });
    for (const { Description } of told) expect(Description).toMatch(/\w{3}/);
  });

  it('finds it by its id, and among all when none is named', async () => {
    const { Stacks: all = [] } = await client.send(new DescribeStacksCommand({}));
    expect(all).toHaveLength(1);
    const StackName = all[0]?.StackId;
    expect(StackName).toMatch(/^arn:aws:cloudformation:eu-central-1:000000000000:stack\/LabSms\/[\da-f-]{36}$/);
    expect((await client.send(new DescribeStacksCommand({ StackName }))).Stacks).toEqual(all);
  });

  it('answers for a stack that is not there as CloudFormation does', async () => {
    await expect(client.send(new DescribeStacksCommand({ StackName: 'Elsewhere' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Elsewhere does not exist',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('says by name what it does not simulate', async () => {
    await expect(client.send(new ListStacksCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'cloudformation.ListStacks is not simulated by the local world.',
      $metadata: { httpStatusCode: 501 },
    });
  });
});
