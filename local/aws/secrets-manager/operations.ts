import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { seconds } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import { createSecret } from './create-secret.ts';
import { find, markedForDeletion, usable } from './find-secret.ts';
import { listSecrets } from './list-secrets.ts';
import { resourcePolicyOperations } from './resource-policies.ts';
import { clientToken, textOnly } from './secret-input.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';

const SHORTEST_RECOVERY_DAYS = 7;
const LONGEST_RECOVERY_DAYS = 30;

/** Secrets Manager, as far as it is simulated. */
export function secretsManagerOperations(store: SecretStore): Operations {
  return {
    CreateSecret: (input) => createSecret(input, store),

    GetSecretValue: (input) => {
      const secret = usable(store, input);
      const version = askedVersion(secret, input);
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
      const stages = input.strings('VersionStages');
      const version = putOnce(store, secret, value, clientToken(input), stages);
      return { ARN: secret.arn, Name: secret.name, VersionId: version.versionId, VersionStages: version.stages };
    },

    UpdateSecret: (input) => {
      const secret = usable(store, input);
      const value = textOnly(input);
      const description = input.optionalString('Description');
      if (description !== undefined) store.describe(secret, description);
      if (value === undefined) return { ARN: secret.arn, Name: secret.name };
      const { versionId } = putOnce(store, secret, value, clientToken(input), []);
      return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
    },

    ListSecrets: (input) =>
      listSecrets(input, store, (secret) => ({ ...described(secret), SecretVersionsToStages: stagesOf(secret) })),

    DescribeSecret: (input) => {
      const secret = find(store, input);
      return { ...described(secret), VersionIdsToStages: stagesOf(secret) };
    },

    DeleteSecret: (input) => {
      const window = recoveryWindow(input);
      const secretId = input.string('SecretId');
      const secret = store.find(secretId);
      if (!secret && window === 'at once') {
        // As on AWS: forgetting what is not there is no error.
        return { Name: secretId, DeletionDate: seconds(store.now()) };
      }
      const marked = find(store, input);
      if (marked.deletedAt !== undefined && window !== 'at once') throw markedForDeletion();
      return { ARN: marked.arn, Name: marked.name, DeletionDate: seconds(store.delete(marked, window)) };
    },

    RestoreSecret: (input) => {
      const secret = find(store, input);
      store.restore(secret);
      return { ARN: secret.arn, Name: secret.name };
    },

    ...resourcePolicyOperations(store),
  };
}

function recoveryWindow(input: OperationInput): number | 'at once' {
  const days = input.optionalNumber('RecoveryWindowInDays');
  if (input.optionalBoolean('ForceDeleteWithoutRecovery') ?? false) {
    if (days === undefined) return 'at once';
    const text = "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.";
    throw new AwsError('InvalidParameterException', text);
  }
  if (days !== undefined && (days < SHORTEST_RECOVERY_DAYS || days > LONGEST_RECOVERY_DAYS)) {
    const text = `The RecoveryWindowInDays value must be between ${SHORTEST_RECOVERY_DAYS} and ${LONGEST_RECOVERY_DAYS} days (inclusive).`;
    throw new AwsError('InvalidParameterException', text);
  }
  return days ?? LONGEST_RECOVERY_DAYS;
}

/** A repeated token with the same value is the same version; with another value it is refused. */
function putOnce(
  store: SecretStore,
  secret: Secret,
  value: string,
  token: string | undefined,
  stages: readonly string[],
): SecretVersion {
  const kept = secret.versions.find(({ versionId }) => versionId === token);
  if (!kept) return store.put(secret, value, { versionId: token, ...(stages.length > 0 && { stages }) });
  if (kept.secretString === value) return kept;
  const text = `You can't use ClientRequestToken ${kept.versionId} because that value is already in use for a version of secret ${secret.arn}.`;
  throw new AwsError('ResourceExistsException', text);
}

function askedVersion(secret: Secret, input: OperationInput): SecretVersion {
  const stage = input.optionalString('VersionStage');
  const versionId = input.optionalString('VersionId');
  const label = stage ?? 'AWSCURRENT';
  const version = secret.versions.find((candidate) =>
    versionId === undefined ? candidate.stages.includes(label) : candidate.versionId === versionId,
  );
  if (!version) {
    const what = versionId === undefined ? `staging label: ${label}` : `VersionId: ${versionId}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }
  if (stage !== undefined && !version.stages.includes(stage)) {
    const text = 'You provided a VersionStage that is not associated to the provided VersionId.';
    throw new AwsError('InvalidRequestException', text);
  }
  return version;
}

function described(secret: Secret): JsonObject {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    ...(secret.tags && { Tags: secret.tags }),
    CreatedDate: seconds(secret.createdAt),
    LastChangedDate: seconds(secret.changedAt),
    ...(secret.deletionDate !== undefined && { DeletedDate: seconds(secret.deletionDate) }),
  };
}

function stagesOf(secret: Secret): JsonObject {
  return Object.fromEntries(secret.versions.map(({ versionId, stages }) => [versionId, stages]));
}
