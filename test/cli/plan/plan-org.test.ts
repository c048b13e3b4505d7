import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../../cli/place/aws-clients.ts';
import { ACCOUNT_PACE } from '../../../cli/place/pace.ts';
import { planOrg } from '../../../cli/plan/plan-org.ts';
import type { Place } from '../../../cli/place/place.ts';
import type { Plan } from '../../../src/workflow/plan.ts';

const credentials = { accessKeyId: 'made-up', secretAccessKey: 'made-up' };
const place: Place = {
  clients: awsClients({ endpoint: 'http://127.0.0.1:9', region: 'eu-central-1', credentials }),
  parts: {
    ...{ stackName: 'LabSms', account: '000000000000', region: 'eu-central-1', eventBusName: 'lab-orgs' },
    ...{ ledgerTableName: 'lab-sms-ledger', stageLogGroupName: '/lab-sms/stages' },
    stateMachineArns: { 'lab-sms-provisioning': '', 'lab-sms-verification': '', 'lab-sms-decommissioning': '' },
  },
  pace: ACCOUNT_PACE,
  laptop: undefined,
  close: () => Promise.resolve(),
};
const PLAN: Plan = {
  ...{ genesysOrgId: 'org', name: 'Lab', genesysRegion: 'eu-west-2', status: 'provisioning', heldBy: 'arn:run' },
  ...{ permissions: 'complete', lacking: [], things: [], problems: [], hints: [], sendsText: true },
  number: { countryCode: 'GB', phoneNumberType: 'mobile', smsPhoneNumber: null, charge: 'begins' },
};
const lambda = mockClient(LambdaClient);
const stepFunctions = mockClient(SFNClient);
const ask = (): Promise<Plan> => planOrg(place, { genesysOrgId: 'org' });
const answers = (answer: unknown, FunctionError?: string): void => {
  const Payload = new TextEncoder().encode(JSON.stringify(answer)) as never;
  lambda.on(InvokeCommand).resolves({ Payload, ...(FunctionError === undefined ? {} : { FunctionError }) });
};
const failure = (name: string): Error => Object.assign(new Error(name), { name, $metadata: {} });

beforeEach(() => {
  lambda.reset();
  stepFunctions.reset();
  answers(PLAN);
});
afterAll(() => {
  lambda.restore();
  stepFunctions.restore();
});

describe('asking the stack for a plan', () => {
  it('finds an org busy while the run that holds it is running, and no longer', async () => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    expect((await ask()).problems).toMatchObject([{ name: 'LabOrgBusy' }]);
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'ABORTED' });
    expect(await ask()).toMatchObject({ heldBy: null, problems: [] });
    stepFunctions.on(DescribeExecutionCommand).rejects(failure('ExecutionDoesNotExist'));
    expect(await ask()).toMatchObject({ heldBy: null, problems: [] });
  });

  it('says that it could not see whether the org is busy', async () => {
    stepFunctions.on(DescribeExecutionCommand).rejects(failure('AccessDeniedException'));
    expect(await ask()).toMatchObject({ problems: [], hints: [expect.stringContaining('was not checked')] });
  });

  it.each<[string, () => void, number, RegExp]>([
    [
      'a stack without the function',
      () => lambda.on(InvokeCommand).rejects(failure('ResourceNotFoundException')),
      3,
      /is not in eu-central-1/,
    ],
    [
      'a function of another version',
      () => {
        answers({ ...PLAN, things: 'none' });
      },
      3,
      /another form/,
    ],
    [
      'a function that ran out of time',
      () => {
        answers({ errorType: 'Sandbox.Timedout', errorMessage: 'timed out' }, 'Unhandled');
      },
      1,
      /Sandbox.Timedout/,
    ],
  ])('says what to do about %s', async (_what, breakIt, exitCode, says) => {
    breakIt();
    await expect(ask()).rejects.toMatchObject({ exitCode, message: expect.stringMatching(says) as string });
  });
});
