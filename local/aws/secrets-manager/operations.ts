import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { seconds } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { Secret, SecretStore } from './secret-store.ts';

const DEFAULT_RECOVERY_DAYS = 30;

/** Secrets Manager, as far as it is simulated. */
export function secretsManagerOperations(store: SecretStore): Operations {
  return {
    CreateSecret: (input) => {
      const name = input.string('Name');
      const token = input.optionalString('ClientRequestToken');
      const existing = store.find(name);
      if (existing?.deletedAt !== undefined) {
        const text = "You can't create this secret because a secret with this name is already scheduled for deletion.";
        throw new AwsError('InvalidRequestException', text);
      }
      const secretString = textOnly(input);
      const repeated = existing?.versions.find((version) => version.versionId === token);
      if (existing && repeated?.secretString === secretString) return created(existing);
      if (existing) {
        const text = `The operation failed because the secret ${name} already exists.`;
        throw new AwsError('ResourceExistsException', text);
      }
      return created(store.create(name, secretString, token, input.optionalString('Description')));
    },

    GetSecretValue: (input) => {
      const secret = usable(store, input);
      const stage = input.optionalString('VersionStage') ?? 'AWSCURRENT';
      const versionId = input.optionalString('VersionId');
      const version = secret.versions.find((candidate) =>
        versionId === undefined ? candidate.stages.includes(stage) : candidate.versionId === versionId,
      );
      if (!version) {
        const text = `Secrets Manager can't find the specified secret value for staging label: ${stage}`;
        throw new AwsError('ResourceNotFoundException', text);
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.versionId,
        SecretString: version.secretString,
        VersionStages: version.stages,
        CreatedDate: seconds(version.createdAt),
      };
    },

    PutSecretValue: (input) => {
      const secret = usable(store, input);
      const value = textOnly(input);
      if (value === undefined)
        throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
      const token = input.optionalString('ClientRequestToken');
      const version = secret.versions.find((kept) => kept.versionId === token) ?? store.put(secret, value, token);
      return { ARN: secret.arn, Name: secret.name, VersionId: version.versionId, VersionStages: version.stages };
    },

    DescribeSecret: (input) => {
      const secret = find(store, input);
      return {
        ARN: secret.arn,
        Name: secret.name,
        ...(secret.description !== undefined && { Description: secret.description }),
        CreatedDate: seconds(secret.createdAt),
        LastChangedDate: seconds(secret.changedAt),
        ...(secret.deletedAt !== undefined && { DeletedDate: seconds(secret.deletedAt) }),
        VersionIdsToStages: Object.fromEntries(secret.versions.map(({ versionId, stages }) => [versionId, stages])),
      };
    },

    DeleteSecret: (input) => {
      const secret = find(store, input);
      const atOnce = input.optionalBoolean('ForceDeleteWithoutRecovery') ?? false;
      store.delete(secret, atOnce);
      const days = atOnce ? 0 : (input.optionalNumber('RecoveryWindowInDays') ?? DEFAULT_RECOVERY_DAYS);
      const deletionDate = seconds((secret.deletedAt ?? 0) + days * 86_400_000);
      return { ARN: secret.arn, Name: secret.name, DeletionDate: deletionDate };
    },
  };
}

function find(store: SecretStore, input: OperationInput): Secret {
  const secret = store.find(input.string('SecretId'));
  if (secret) return secret;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function usable(store: SecretStore, input: OperationInput): Secret {
  const secret = find(store, input);
  if (secret.deletedAt === undefined) return secret;
  const text = "You can't perform this operation on the secret because it was marked for deletion.";
  throw new AwsError('InvalidRequestException', text);
}

function textOnly(input: OperationInput): string | undefined {
  if (input.fields.SecretBinary !== undefined) {
    throw new AwsError('InvalidParameterException', 'The local world keeps secrets as SecretString only.');
  }
  return input.optionalString('SecretString');
}

function created(secret: Secret): JsonObject {
  const current = secret.versions.find((version) => version.stages.includes('AWSCURRENT'));
  return { ARN: secret.arn, Name: secret.name, ...(current && { VersionId: current.versionId }) };
}
