import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';
import { asText, type JsonObject } from '../json.ts';
import { clientToken, textOnly } from './secret-input.ts';
import type { Secret, SecretStore } from './secret-store.ts';

/** CreateSecret: a repeated token with the same value is the same secret; a name that is taken is refused. */
export function createSecret(input: OperationInput, store: SecretStore): JsonObject {
  const name = input.string('Name');
  if (!/^[\w/+=.@-]{1,512}$/.test(name)) {
    const text =
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!';
    throw new AwsError('ValidationException', text);
  }
  const versionId = clientToken(input);
  const existing = store.find(name);
  if (existing?.deletedAt !== undefined) {
    const text = "You can't create this secret because a secret with this name is already scheduled for deletion.";
    throw new AwsError('InvalidRequestException', text);
  }
  const secretString = textOnly(input);
  const repeated = existing?.versions.find((version) => version.versionId === versionId);
  if (existing && repeated && repeated.secretString === secretString) return created(existing);
  if (existing) {
    throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
  }
  const tags = input.fields.Tags === undefined ? [] : input.objects('Tags');
  return created(
    store.create(name, secretString, {
      versionId,
      description: input.optionalString('Description'),
      tags: tags.map(({ Key, Value }) => ({ Key: asText(Key), Value: asText(Value ?? '') })),
    }),
  );
}

function created(secret: Secret): JsonObject {
  const current = secret.versions.find((version) => version.stages.includes('AWSCURRENT'));
  return { ARN: secret.arn, Name: secret.name, ...(current && { VersionId: current.versionId }) };
}
