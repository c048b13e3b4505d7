import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';

const MAXIMUM_VALUE_LENGTH = 65_536;
const SHORTEST_TOKEN = 32;
const LONGEST_TOKEN = 64;

/** The value of a secret in a request; throws InvalidParameterException for a binary one. */
export function textOnly(input: OperationInput): string | undefined {
  if (input.fields.SecretBinary !== undefined) {
    throw new AwsError('InvalidParameterException', 'The local world keeps secrets as SecretString only.');
  }
  return input.optionalString('SecretString', MAXIMUM_VALUE_LENGTH);
}

/** The token of a request that makes a version, which becomes the version's id. */
export function clientToken(input: OperationInput): string | undefined {
  const token = input.optionalString('ClientRequestToken');
  if (token === undefined || (token.length >= SHORTEST_TOKEN && token.length <= LONGEST_TOKEN)) return token;
  const text = `ClientRequestToken must have from ${SHORTEST_TOKEN} to ${LONGEST_TOKEN} characters.`;
  throw new AwsError('InvalidParameterException', text);
}
