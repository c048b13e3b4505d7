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
    newRecord: (claim, now) => {
      // A run that fails after the purchase and is forgotten must not bill for ever: the lease counts from here until
      // RecordProvisioned sets it anew.
      const leaseUntil = leaseEnd(registration, new Date(now));
      return {
        genesysOrgId,
        ...begun,
        claim,
        lastExecution: executionArn,
        registeredAt: now,
        verifications: {},
        ...(leaseUntil === undefined ? {} : { leaseUntil }),
      };
    },
    check: ({ decommissionedAt, decommissioning, registration: known, requestedAt: latest }) => {
      // Events may overtake each other: the later wish stands. The same wish again takes nothing back.
      if (latest !== undefined && isBefore(requestedAt, latest) && !isSameRegistration(known, registration))
        throw outdated(registration, requestedAt, `was registered again at ${latest}`);
      if (decommissionedAt !== undefined && isBefore(requestedAt, decommissionedAt))
        throw outdated(registration, requestedAt, `was decommissioned at ${decommissionedAt}`);
      // One that runs, or has left something behind, counts from its request: a late copy of an old event must not buy again.
      if (decommissioning !== undefined && isBefore(requestedAt, decommissioning.requestedAt))
        throw outdated(registration, requestedAt, `was to be decommissioned at ${decommissioning.requestedAt}`);
    },
    isMoot: () => false,
    isDone: () => false,
    changesWhenDone: () => undefined,
    isSame: (record) => record.status === 'provisioning' && isSameRegistration(record.registration, registration),
    changes: ({ leaseUntil, requestedAt: latest = requestedAt }) => ({
      ...begun,
      requestedAt: isBefore(requestedAt, latest) ? latest : requestedAt,
      decommissioning: undefined,
      releaseRequest: undefined,
      leaseUntil: leaseUntil ?? leaseEnd(registration, new Date()),
    }),
  };
}

const DAY_MS = 24 * 3_600_000;

/** When a lease that begins at that moment ends, ISO 8601; undefined without a lease. */
export function leaseEnd({ leaseDays }: Registration, from: Date): string | undefined {
  return leaseDays === undefined ? undefined : new Date(from.getTime() + leaseDays * DAY_MS).toISOString();
}

function outdated(registration: Registration, requestedAt: string, what: string): StageError {
  return new StageError(
    'RegistrationOutdated',
    `Org ${registration.genesysOrgId} (${registration.name}) ${what}, after this registration of ` +
      `${requestedAt}. Nothing was changed. Register it anew if it is wanted again.`,
  );
}
