import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { canonicalJson } from '../workflow/canonical-json.ts';
import type { Problem } from './problems.ts';
import { ledgerNumber } from './sms-phone-number-entry.ts';

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
 * `ready`: provisioned and active. Old numbers carry no provisioning status; their own status decides alone.
 * A 202 only means accepted; the number counts when provisioning is Completed and the number ACTIVE.
 */
export function provisioningState(found: Models.SmsPhoneNumber): 'ready' | 'running' | 'failed' {
  const provisioning = found.provisioningStatus?.state?.toLowerCase() ?? 'completed';
  if (provisioning === 'failed' || found.phoneNumberStatus?.toUpperCase() === 'INVALID') return 'failed';
  return provisioning === 'completed' && found.phoneNumberStatus?.toUpperCase() === 'ACTIVE' ? 'ready' : 'running';
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
  const owned = ledgerNumber(entry);
  if (owned !== undefined && entry !== undefined) {
    const isSame =
      canonicalJson(entry.request) === canonicalJson(registration.sms) &&
      entry.genesysRegion === registration.genesysRegion;
    if (!isSame && registration.abandonCandidate !== owned) {
      return {
        name: 'SmsPhoneNumberChangeRefused',
        message:
          `it has the number ${owned}, chosen for sms ${canonicalJson(entry.request)} in ${entry.genesysRegion}; the registration now ` +
          `asks for ${canonicalJson(registration.sms)} in ${registration.genesysRegion}. A number is never exchanged: register with ` +
          'the earlier values, or decommission the org first.',
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

/** The ledger's active number is gone from the org: somebody released it, and buying another is not ours to decide. */
export function numberMissing(smsPhoneNumber: string): Problem {
  return {
    name: 'NumberMissing',
    message:
      `its number ${smsPhoneNumber} is active in the ledger and no longer in the org (Admin > Message > SMS Number Inventory). ` +
      'Somebody has released it. No other is bought by itself: decommission the org, then register it again.',
  };
}

/** The number to adopt isn't in the org's inventory. */
export function numberNotOwned(smsPhoneNumber: string): Problem {
  return {
    name: 'SmsPhoneNumberNotOwned',
    message: `sms.phoneNumber (${smsPhoneNumber}) is not a number of this org. Correct it, or leave it out and a number is bought.`,
  };
}
