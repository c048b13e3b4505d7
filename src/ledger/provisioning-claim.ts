import { canonicalJson } from '../workflow/canonical-json.ts';
import type { Registration } from '../workflow/registration.ts';
import { StageError } from '../workflow/stage-error.ts';
import { isBefore, type Claimant, type ClaimWish } from './claims.ts';

/** Two registrations are the same when all fields are, after defaults. */
export function isSameRegistration(a: Registration, b: Registration): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * The wish to provision an org: made for any org that was not decommissioned since.
 * Its check throws StageError RegistrationOutdated.
 */
export function provisioningWish(registration: Registration, { executionArn, requestedAt }: Claimant): ClaimWish {
  const { genesysOrgId } = registration;
  const begun = { registration, requestedAt, status: 'provisioning' } as const;
  return {
    genesysOrgId,
    newRecord: (claim, now) => ({
      genesysOrgId,
      ...begun,
      claim,
      lastExecution: executionArn,
      registeredAt: now,
      verifications: {},
    }),
    check: ({ decommissionedAt, decommissioning }) => {
      if (decommissionedAt !== undefined && isBefore(requestedAt, decommissionedAt))
        throw outdated(registration, requestedAt, `was decommissioned at ${decommissionedAt}`);
      // One that runs, or has left something behind, counts from its request: a late copy of an old event must not buy again.
      if (decommissioning !== undefined && isBefore(requestedAt, decommissioning.requestedAt))
        throw outdated(registration, requestedAt, `was to be decommissioned at ${decommissioning.requestedAt}`);
    },
    isDone: () => false,
    changesWhenDone: () => undefined,
    isSame: (record) => record.status === 'provisioning' && isSameRegistration(record.registration, registration),
    changes: () => ({ ...begun, decommissioning: undefined }),
  };
}

function outdated(registration: Registration, requestedAt: string, what: string): StageError {
  return new StageError(
    'RegistrationOutdated',
    `Org ${registration.genesysOrgId} (${registration.name}) ${what}, after this registration of ` +
      `${requestedAt}. Nothing was changed. Register it anew if it is wanted again.`,
  );
}
