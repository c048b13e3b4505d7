import { ASK_TO_VERIFY } from '../workflow/next-steps.ts';
import type { SmsRequest } from '../workflow/registration.ts';

/** What a carrier's refusal means for this kind of number, and what to do. */
export interface Verdict {
  outcome: 'not sendable yet' | 'failed';
  advice: string;
}

/** Reasons that lie with the receiving phone, whatever the number is. */
const RECIPIENT_REASONS = ['RecipientOptedOut', 'InvalidDestination'];

/**
 * Tells a number that may not send yet from a text that failed, by country and type and the carrier's reason codes
 * (Genesys's `normalizedReceipts[].reasons[].code`). No API call can pass these gates: they are registrations.
 */
export function verdictOn(request: SmsRequest, reasonCodes: readonly string[]): Verdict {
  const isNorthAmerican = request.countryCode === 'US' || request.countryCode === 'CA';
  if (reasonCodes.some((code) => RECIPIENT_REASONS.includes(code))) {
    return {
      outcome: 'failed',
      advice:
        'The receiving phone is the reason: correct testSmsTo in the secret, or have its owner text START to the number.',
    };
  }
  if (isNorthAmerican && request.phoneNumberType === 'tollfree') {
    return {
      outcome: 'not sendable yet',
      advice:
        'A toll-free number may send after toll-free verification: ask Genesys Cloud support for the form. The number is kept.',
    };
  }
  if (isNorthAmerican) {
    return {
      outcome: 'not sendable yet',
      advice:
        'A US or Canadian number may send after its 10DLC registration, which takes weeks: register brand and campaign with Genesys Cloud. The number is kept.',
    };
  }
  if (reasonCodes.includes('MessageNotAllowed')) {
    return {
      outcome: 'not sendable yet',
      advice: `The carriers of ${request.countryCode} do not let this number send yet: ask Genesys Cloud support which registration the country wants. The number is kept.`,
    };
  }
  return { outcome: 'failed', advice: `Look at the reason, then ${ASK_TO_VERIFY}.` };
}
