import { AwsError } from '../endpoint/aws-error.ts';

/** Throws InvalidArn for text that is no ARN of that kind, whether there is such a thing or not. */
export function assertArn(value: string, kind: 'execution' | 'stateMachine'): void {
  if (new RegExp(`^arn:aws[\\w-]*:states:[\\w-]+:\\d{12}:${kind}:[^:]+`).test(value)) return;
  throw new AwsError(
    'InvalidArn',
    `Invalid Arn: '${value}' is not the ARN of ${kind === 'execution' ? 'an' : 'a'} ${kind}`,
  );
}
