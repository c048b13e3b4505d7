import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import type { JsonObject } from '../json.ts';
import { usable } from './find-secret.ts';
import { isPublic, policyStatements } from './policy-document.ts';
import type { Secret, SecretStore } from './secret-store.ts';

const MAXIMUM_POLICY_LENGTH = 20_480;

/** The resource policies of secrets: kept and checked, never enforced, since the local world checks no credentials. */
export function resourcePolicyOperations(store: SecretStore): Operations {
  return {
    PutResourcePolicy: (input) => {
      const secret = usable(store, input);
      const { text, isOpen } = checked(input);
      if (isOpen && (input.optionalBoolean('BlockPublicPolicy') ?? false)) {
        const message =
          "You can't put this resource policy because BlockPublicPolicy is on and it allows broad access to the secret.";
        throw new AwsError('PublicPolicyException', message);
      }
      store.putPolicy(secret, text);
      return identity(secret);
    },

    GetResourcePolicy: (input) => {
      const secret = usable(store, input);
      const { resourcePolicy } = secret;
      return { ...identity(secret), ...(resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy }) };
    },

    DeleteResourcePolicy: (input) => {
      const secret = usable(store, input);
      store.deletePolicy(secret);
      return identity(secret);
    },

    ValidateResourcePolicy: (input) => {
      if (input.optionalString('SecretId') !== undefined) usable(store, input);
      if (!checked(input).isOpen) return { PolicyValidationPassed: true, ValidationErrors: [] };
      const error = { CheckName: 'PUBLIC_ACCESS', ErrorMessage: 'The policy allows broad access to the secret.' };
      return { PolicyValidationPassed: false, ValidationErrors: [error] };
    },
  };
}

function checked(input: OperationInput): { text: string; isOpen: boolean } {
  const text = input.optionalString('ResourcePolicy', MAXIMUM_POLICY_LENGTH) ?? input.string('ResourcePolicy');
  return { text, isOpen: policyStatements(text).some(isPublic) };
}

function identity(secret: Secret): JsonObject {
  return { ARN: secret.arn, Name: secret.name };
}
