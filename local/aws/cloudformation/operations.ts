import { createHash } from 'node:crypto';
import { AwsError } from '../endpoint/aws-error.ts';
import type { QueryFields, QueryService } from '../endpoint/query-protocol.ts';
import { arn } from '../identity.ts';
import type { Stack } from '../template/stack.ts';

/** CloudFormation, as far as it is simulated: it tells of the one stack that runs, so that clients find its outputs. */
export function cloudFormation(stack: Stack, startedAt: number): QueryService {
  return {
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: {
      DescribeStacks: (parameters) => {
        const asked = parameters.get('StackName') ?? undefined;
        const described = describe(stack, startedAt);
        if (asked !== undefined && asked !== stack.name && asked !== described.StackId) {
          throw new AwsError('ValidationError', `Stack with id ${asked} does not exist`);
        }
        return { Stacks: [described] };
      },
    },
  };
}

function describe(stack: Stack, startedAt: number): QueryFields & { StackId: string } {
  return {
    StackId: arn('cloudformation', `stack/${stack.name}/${stackGuid(stack.name)}`),
    StackName: stack.name,
    ...(stack.description !== undefined && { Description: stack.description }),
    CreationTime: new Date(startedAt).toISOString(),
    StackStatus: 'CREATE_COMPLETE',
    DisableRollback: 'false',
    EnableTerminationProtection: 'false',
    Outputs: stack.outputs.map(({ key, value, description }) => ({
      OutputKey: key,
      OutputValue: value,
      ...(description !== undefined && { Description: description }),
    })),
  };
}

/** The same for the same stack, in the form of the id that AWS makes up. */
function stackGuid(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
