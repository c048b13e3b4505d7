import { GenesysAuthenticationError, GenesysError, GenesysPermissionError } from '../genesys/errors.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { ErrorName } from '../workflow/error-names.ts';
import { StageError } from '../workflow/stage-error.ts';
import { observationKey, type Observation } from './observation.ts';
import { orgLabel } from './org-work.ts';

/** Errors of the secret: somebody has to mend it. */
const OF_THE_SECRET: readonly ErrorName[] = ['CredentialsMissing', 'CredentialsInvalid', 'WrongOrg'];

/** Whether an error keeps the check from looking at this org only: its secret, or its Genesys Cloud. */
export function isOfTheOrg(error: unknown): error is StageError | GenesysError {
  return error instanceof GenesysError || (error instanceof StageError && OF_THE_SECRET.includes(error.name));
}

/**
 * That an org could not be looked at, and why. What Genesys or the network may mend by itself is told when it is seen twice.
 * An org that is no lab any more may have lost its secret or its client: that is no news.
 */
export function observeNoAccess(
  { status, ...record }: LabOrgRecord,
  error: StageError | GenesysError,
  clean: (said: string) => string,
): Observation[] {
  if (status === 'decommissioned' || (status !== 'ready' && error.name === 'CredentialsMissing')) return [];
  const isLasting =
    !(error instanceof GenesysError) ||
    error instanceof GenesysAuthenticationError ||
    error instanceof GenesysPermissionError;
  const opening = `Org ${orgLabel({ status, ...record })}: `;
  const reason = error.message.startsWith(opening) ? error.message.slice(opening.length) : error.message;
  const { genesysOrgId: resourceId } = record;
  return [
    {
      key: observationKey('access', 'to the org'),
      value: error.name,
      isCertain: isLasting,
      finding: 'not checked',
      resourceId,
      message:
        `${opening}it could not be checked (${error.name}): ${clean(reason)} Until that is mended nobody sees whether its routing is as ` +
        'provisioned, or what it is billed for. It is tried again every day.',
      ...(error instanceof GenesysError ? { correlationId: error.correlationId } : {}),
    },
  ];
}
