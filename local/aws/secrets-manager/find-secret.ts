import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';
import type { Secret, SecretStore } from './secret-store.ts';

/** The secret that a request names. @throws AwsError ResourceNotFoundException */
export function find(store: SecretStore, input: OperationInput): Secret {
  const secret = store.find(input.string('SecretId'));
  if (secret) return secret;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** The secret that a request names, unless it is on its way out. @throws AwsError as `find`, and InvalidRequestException */
export function usable(store: SecretStore, input: OperationInput): Secret {
  const secret = find(store, input);
  if (secret.deletedAt === undefined) return secret;
  throw markedForDeletion();
}

/** What a request for a secret that is scheduled for deletion is answered. */
export function markedForDeletion(): AwsError {
  const text = "You can't perform this operation on the secret because it was marked for deletion.";
  return new AwsError('InvalidRequestException', text);
}
