import { DescribeStacksCommand, type CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation';
import type { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import {
  EVENT_BUS_OUTPUT,
  LEDGER_OUTPUT,
  STAGE_LOGS_OUTPUT,
  STATE_MACHINE_OUTPUTS,
} from '../../src/workflow/stack-outputs.ts';
import { UsageError } from '../command-line/usage-error.ts';

/** Where the parts of a stack are, as its outputs say. */
export interface StackParts {
  stackName: string;
  /** The AWS account and region that it is in, from the stack's own id. */
  account: string;
  region: string;
  eventBusName: string;
  ledgerTableName: string;
  stageLogGroupName: string;
  stateMachineArns: Readonly<Record<(typeof STATE_MACHINE_NAMES)[number], string>>;
}

/** The stack as CloudFormation describes it, or undefined when there is none of that name in the account and region. */
export async function describeStack(client: CloudFormationClient, stackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks?.[0];
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if ((error as Error).name === 'ValidationError' && (error as Error).message.includes('does not exist'))
      return undefined;
    throw error;
  }
}

/** The stack that was named is not there, or is none of lab-sms's. */
export class StackMissingError extends UsageError {}

/** Reads the outputs of a stack. @throws StackMissingError when there is no such stack, or it is not one of lab-sms's */
export async function readStackParts(
  client: CloudFormationClient,
  stackName: string,
  region: string,
): Promise<StackParts> {
  const stack = await describeStack(client, stackName);
  if (stack === undefined) {
    throw new StackMissingError(
      `there is no stack ${stackName} in ${region} in the account of your credentials. Its name is in CloudFormation's list ` +
        'of stacks; AWS_REGION and AWS_PROFILE choose region and account; npm run deploy makes one.',
    );
  }
  const outputs = new Map(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (value !== undefined) return value;
    throw new StackMissingError(
      `the stack ${stackName} (${stack.StackStatus ?? 'status unknown'}) has no output ${key}: it is not lab-sms, not deployed to the ` +
        'end, or from before there were outputs. npm run deploy brings it up to date.',
    );
  };
  const [, , , , account = ''] = (stack.StackId ?? '').split(':');
  return {
    stackName,
    account,
    region,
    eventBusName: output(EVENT_BUS_OUTPUT),
    ledgerTableName: output(LEDGER_OUTPUT),
    stageLogGroupName: output(STAGE_LOGS_OUTPUT),
    stateMachineArns: {
      'lab-sms-provisioning': output(STATE_MACHINE_OUTPUTS['lab-sms-provisioning']),
      'lab-sms-verification': output(STATE_MACHINE_OUTPUTS['lab-sms-verification']),
      'lab-sms-decommissioning': output(STATE_MACHINE_OUTPUTS['lab-sms-decommissioning']),
    },
  };
}
