import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import type { LabOrgRecord, SmsPhoneNumberEntry } from '../ledger/lab-org-record.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import type { Registration } from '../workflow/registration.ts';
import { canonicalJson } from '../workflow/canonical-json.ts';
import type { Problem } from './problems.ts';
import { ledgerNumber, mayBeLeft } from './sms-phone-number-entry.ts';

/** The number in the org's inventory, or undefined. The path parameter is the E.164 number itself. */
export async function getSmsPhoneNumber(
  genesys: GenesysConnection,
  smsPhoneNumber: string,
): Promise<Models.SmsPhoneNumber | undefined> {
  try {
    return await routingApi(genesys).getRoutingSmsPhonenumber(smsPhoneNumber);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/**
 * `ready`: provisioned and active; a 202 only means accepted. Old numbers carry no provisioning status; their own status
 * decides alone. `failed` is a failed purchase: a failed update or deletion leaves the number as it was.
 */
export function provisioningState(found: Models.SmsPhoneNumber): 'ready' | 'running' | 'failed' {
  const { action, state } = found.provisioningStatus ?? {};
  const isActive = found.phoneNumberStatus?.toUpperCase() === 'ACTIVE';
  const isLaterAction = ['update', 'delete'].includes(action?.toLowerCase() ?? '');
  const provisioning = state?.toLowerCase() ?? 'completed';
  if (provisioning === 'failed') return isLaterAction && isActive ? 'ready' : isLaterAction ? 'running' : 'failed';
  return provisioning === 'completed' && isActive ? 'ready' : 'running';
}

/** Whether the number was chosen for what the registration asks for. */
export function isAsRequested(entry: SmsPhoneNumberEntry, registration: Registration): boolean {
  return (
    canonicalJson(entry.request) === canonicalJson(registration.sms) &&
    entry.genesysRegion === registration.genesysRegion
  );
}

/**
 * Why the org cannot have the number that is asked for, or undefined: a number to adopt that it doesn't own, a changed
 * wish while it has a number, a number of the ledger that has vanished.
 */
export async function smsPhoneNumberProblem(
  record: LabOrgRecord,
  genesys: GenesysConnection,
): Promise<Problem | undefined> {
  const { registration, smsPhoneNumber: entry } = record;
  const releasing = releasingProblem(entry);
  if (releasing !== undefined) return releasing;
  const owned = ledgerNumber(entry);
  if (owned !== undefined && entry !== undefined) {
    if (!isAsRequested(entry, registration) && !mayBeLeft(entry, registration)) {
      return {
        name: 'SmsPhoneNumberChangeRefused',
        message:
          `it has the number ${owned}, chosen for sms ${canonicalJson(entry.request)} in ${entry.genesysRegion}; the registration now ` +
          `asks for ${canonicalJson(registration.sms)} in ${registration.genesysRegion}. A number is never exchanged: register with ` +
          `the earlier values, or first decommission the org ${HOW_TO_DECOMMISSION}.`,
      };
    }
    if (entry.state === 'active' && (await getSmsPhoneNumber(genesys, owned)) === undefined) {
      return numberMissing(owned);
    }
    return undefined;
  }
  const wanted = registration.sms.phoneNumber;
  if (wanted === undefined || (await getSmsPhoneNumber(genesys, wanted)) !== undefined) return undefined;
  return numberNotOwned(wanted);
}

/** A number whose release has begun and not ended: it costs money still, and a second one beside it would too. */
export function releasingProblem(entry: SmsPhoneNumberEntry | undefined): Problem | undefined {
  if (entry?.state !== 'releasing') return undefined;
  return {
    name: 'SmsPhoneNumberChangeRefused',
    message:
      `its number ${entry.smsPhoneNumber ?? ''} is being released by a decommissioning that has not ended well. No other is bought ` +
      `meanwhile: ask for the decommissioning again ${HOW_TO_DECOMMISSION} until it has ended well, then register the org.`,
  };
}

/** The ledger's active number is gone from the org: somebody released it, and buying another is not ours to decide. */
export function numberMissing(smsPhoneNumber: string): Problem {
  return {
    name: 'NumberMissing',
    message:
      `its number ${smsPhoneNumber} is active in the ledger and no longer in the org (Admin > Message > SMS Number Inventory). ` +
      `Somebody has released it. No other is bought by itself: decommission the org ${HOW_TO_DECOMMISSION}, then register it again.`,
  };
}

/** The number to adopt isn't in the org's inventory. */
export function numberNotOwned(smsPhoneNumber: string): Problem {
  return {
    name: 'SmsPhoneNumberNotOwned',
    message: `sms.phoneNumber (${smsPhoneNumber}) is not a number of this org. Correct it, or leave it out and a number is bought.`,
  };
}
