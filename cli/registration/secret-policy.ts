import {
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CREDENTIALS_POLICY } from '../../src/workflow/credentials-policy.ts';

/** The AWS CLI's command, run in the project's folder, that gives a secret of that name our resource policy. */
export function putPolicyCommand(name: string): string {
  return `aws secretsmanager put-resource-policy --secret-id ${name} --block-public-policy --resource-policy file://docs/examples/credentials-policy.json`;
}

/**
 * Gives a secret of that name our resource policy, unless it has one already: somebody may have put a stricter one.
 * @throws Error that says that the secret is there without it, and how to put it
 */
export async function protectSecret(secretsManager: SecretsManagerClient, name: string): Promise<void> {
  try {
    const { ResourcePolicy } = await secretsManager.send(new GetResourcePolicyCommand({ SecretId: name }));
    if (ResourcePolicy !== undefined) return;
    await secretsManager.send(
      new PutResourcePolicyCommand({
        SecretId: name,
        ResourcePolicy: JSON.stringify(CREDENTIALS_POLICY),
        BlockPublicPolicy: true,
      }),
    );
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const text = `The secret ${name} is stored, but without its resource policy (${why}), so whoever may read secrets in this account may read it. Put the policy: ${putPolicyCommand(name)}`;
    throw new Error(text, { cause: error });
  }
}
